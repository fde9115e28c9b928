import Console
import Engines
import FoundationEssentials
import Model
import Synchronization

/// Carries out what was confirmed on the screen about notifications, and follows it.
struct NotificationOrders: Sendable {
    /// How long a record is followed on the screen.
    private static let patience: Duration = .seconds(120)
    /// More are not told one by one.
    private static let mostTold = 20

    let room: NotificationsRoom?
    let changes: ChangeDesk
    let receive: Desk.Receive
    /// Shows a record that is known newer.
    let show: @Sendable (NotificationRecord) async -> Void

    /// - Returns: How the change ended; following goes on.
    func carryOut(_ order: NotificationOrder) async -> Outcome {
        let desk: NotificationDesk
        do throws(Problem) {
            guard let room else {
                throw Problem(
                    code: "NoNotifications", message: "Not sent: this context has no notifications. Nothing has changed.")
            }
            desk = try room.desk(changes)
        } catch {
            return Outcome(.failed(error))
        }
        let count = order.targets.count
        let done = Mutex(0)
        let (outcome, answers) = await desk.submit(order) { [receive] answer in
            let number = done.withLock { done in
                done += 1
                return done
            }
            await receive(.notifications(.retried(answer, done: answer.isSurprise ? count : number, of: count)))
        }
        let retried = answers.filter { $0.outcome == .retried }.map(\.id)
        if !retried.isEmpty { Task { await follow(retried, desk) } }
        return outcome
    }

    private func follow(_ ids: [String], _ desk: NotificationDesk) async {
        let isFew = ids.count <= Self.mostTold
        let ends = await desk.follow(ids, patience: Self.patience) { [receive, show] id, end, record in
            if let record { await show(record) }
            await receive(.notifications(.ended(id: id, end, isTold: isFew)))
        }
        guard !isFew else { return }
        var counts: [String: Int] = [:]
        for end in ends.values { counts[end.word, default: 0] += 1 }
        let words = ["sent", "failedAgain", "pending", "gone"].compactMap { word in
            counts[word].map { "\($0) \(Self.word(word))" }
        }
        let isWell = ends.values.allSatisfy { if case .sent = $0 { true } else { false } }
        let text = "Of \(ids.count) notifications that were retried: " + words.joined(separator: ", ")
        await receive(.message(FeedMessage(at: room?.clock.now ?? Date(), severity: isWell ? .ok : .warning, text: text)))
    }

    private static func word(_ word: String) -> String {
        switch word {
        case "failedAgain": "failed again"
        case "pending": "not sent yet"
        default: word
        }
    }
}

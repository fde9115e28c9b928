import Engines
import FoundationEssentials
import Model
import Store

/// Sends the notifications of our own store, in the console and in `nightdesk engine run`. One process sends at a time.
struct NotificationRounds: Sendable {
    /// Another process may have added or retried one meanwhile.
    private static let longest: TimeInterval = 2
    /// After a store that failed.
    private static let patience: TimeInterval = 10

    private let room: NotificationsRoom
    private let note: @Sendable (EngineNote) async -> Void

    /// - Returns: nil where nothing of ours is to be sent.
    init?(_ room: NotificationsRoom?, note: @escaping @Sendable (EngineNote) async -> Void) {
        guard let room, room.section.runs, !room.place.isReadOnly else { return nil }
        self.room = room
        self.note = note
    }

    /// Sends what is due, and ends.
    /// - Returns: False where another process sends.
    func once() async throws(Problem) -> Bool {
        guard let turn = try turn() else { return false }
        let sender = try room.sender()
        try await begin(sender)
        _ = try await sender.sendDue()
        withExtendedLifetime(turn) {}
        return true
    }

    /// Sends whatever becomes due until the task is cancelled.
    func run() async {
        var failure: Problem?
        while !Task.isCancelled {
            do throws(Problem) {
                if let turn = try turn() {
                    try await work()
                    withExtendedLifetime(turn) {}
                }
                failure = nil
            } catch {
                if failure?.code != error.code {
                    await note(EngineNote(.critical, "Notifications: \(error.message) \(error.hint)"))
                }
                failure = error
            }
            guard (try? await room.clock.sleep(until: room.clock.now.addingTimeInterval(Self.patience))) != nil else { return }
        }
    }

    /// With the right to send, until the task is cancelled or the store fails.
    private func work() async throws(Problem) {
        let sender = try room.sender { text in
            await note(EngineNote(.warning, text))
            return true
        }
        try await begin(sender)
        while !Task.isCancelled {
            _ = try await sender.sendDue()
            let due = try await sender.nextDue() ?? .distantFuture
            let now = room.clock.now
            let next = min(max(due, now.addingTimeInterval(0.2)), now.addingTimeInterval(Self.longest))
            guard (try? await room.clock.sleep(until: next)) != nil else { return }
        }
    }

    private func begin(_ sender: NotificationSender) async throws(Problem) {
        let left = try await sender.takeOver()
        guard left > 0 else { return }
        await note(
            EngineNote(
                .critical, "Notifications: of \(left) deliveries nobody knows whether they arrived: their sender ended first"))
    }

    private func turn() throws(Problem) -> SendTurn? {
        let store = try room.store()
        do throws(StoreError) {
            return try SendTurn(of: store)
        } catch {
            throw Problem(code: "Store.\(error.code.rawValue)", message: error.message, hint: error.hint)
        }
    }
}

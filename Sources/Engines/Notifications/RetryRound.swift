import FoundationEssentials
import Model

/// Decides, for an order of any number of records, which one is next and when, and when to stop. No clock, no call of its own.
struct RetryRound: Sendable {
    enum Step: Sendable, Equatable {
        case retry(NotificationOrder.Target)
        case wait(until: Date)
        case done
    }

    private let targets: [NotificationOrder.Target]
    private let interval: TimeInterval
    private var next = 0
    private var turn = Date.distantPast
    private(set) var answers: [RetryAnswer] = []

    init(_ targets: [NotificationOrder.Target], perSecond: Double) {
        var seen: Set<[UInt8]> = []
        // Twice the same would find its own effect. Ids are compared byte by byte.
        self.targets = targets.filter { seen.insert(Array($0.id.utf8)).inserted }
        interval = 1 / max(0.01, perSecond)
    }

    /// The first answer that nobody expected; nothing is tried after it.
    var surprise: RetryAnswer? { answers.first(where: \.isSurprise) }
    var count: Int { targets.count }
    /// Not tried, because of the surprise.
    var untried: Int { targets.count - answers.count }

    mutating func step(at now: Date) -> Step {
        guard surprise == nil, next < targets.count else { return .done }
        guard now >= turn else { return .wait(until: turn) }
        turn = max(turn, now.addingTimeInterval(-interval)).addingTimeInterval(interval)
        if turn <= now { turn = now.addingTimeInterval(interval) }
        defer { next += 1 }
        return .retry(targets[next])
    }

    mutating func note(_ answer: RetryAnswer) { answers.append(answer) }

    func number(_ outcome: RetryAnswer.Outcome) -> Int { answers.count { $0.outcome == outcome } }

    /// All of them as one change ended.
    var outcome: Outcome {
        let retried = number(.retried)
        var note = "\(retried) of \(count) retried"
        if number(.notFailed) > 0 { note += ", \(number(.notFailed)) not failed any more and left alone" }
        if untried > 0 { note += ", \(untried) not tried" }
        let requestID = answers.count == 1 ? answers.first?.requestID : nil
        guard let surprise else {
            guard retried == 0, let first = answers.first else { return Outcome(.confirmed, requestID: requestID, note: note) }
            return Outcome(.failed(first.problem ?? .nothingToRetry), requestID: requestID, note: count > 1 ? note : nil)
        }
        var problem = surprise.problem ?? .nothingToRetry
        if count > 1 { problem.message = "Stopped at \(HarmlessText.line(surprise.id)): \(problem.message) (\(note).)" }
        return Outcome(
            surprise.outcome == .unknown ? .unknown(problem) : .failed(problem), requestID: surprise.requestID, note: note)
    }
}

extension Problem {
    static var nothingToRetry: Problem {
        Problem(code: "NothingDone", message: "Nothing was retried.", hint: "See nightdesk notification list.")
    }

    static func notFailed(_ id: String, status: String, failed: String) -> Problem {
        Problem(
            code: "NothingDone",
            message: "Notification \(HarmlessText.line(id)) is \(HarmlessText.line(status)), not \(failed): it was left alone.",
            hint: "Only what has failed is retried.")
    }

    static func notFound(_ id: String) -> Problem {
        Problem(
            code: "NothingDone", message: "There is no notification \"\(HarmlessText.line(id))\". Nothing was sent.",
            hint: "See nightdesk notification list.")
    }
}

/// What a person orders: retry these.
package struct NotificationOrder: Sendable, Equatable {
    package struct Target: Sendable, Equatable {
        package var id: String
        /// As it was when the order was given; nil where it was not looked at.
        package var statusBefore: String?

        package init(id: String, statusBefore: String?) {
            self.id = id
            self.statusBefore = statusBefore
        }
    }

    package let targets: [Target]
    package let change: Change

    /// Ids that are named one by one in a question.
    private static let mostNamed = 8

    /// - Parameter table: Of DynamoDB; empty for our own store.
    package init(
        _ targets: [Target], table: String, statuses: NotificationStatuses, key: NotificationKey, attribute: String,
        retriesPerSecond: Double, place: Place
    ) {
        self.targets = targets
        let names = targets.map { HarmlessText.line(key.fullID($0.id)) }
        let call =
            table.isEmpty
            ? "our own store: status \(statuses.failed) becomes \(statuses.retry), only where it is \(statuses.failed)"
            : "UpdateItem \(table): SET \(attribute) = \(statuses.retry) IF \(attribute) = \(statuses.failed)"
        var summary = ["context \(place.context)\(place.isProduction ? " (production)" : ""), region \(place.region)", call]
        if targets.count > 1 {
            let rate = retriesPerSecond.rounded() == retriesPerSecond ? String(Int(retriesPerSecond)) : String(retriesPerSecond)
            summary.append(
                "\(targets.count) records, one after the other, at most \(rate) a second; it stops at the first surprise")
        }
        summary += names.prefix(Self.mostNamed).map { "  " + $0 }
        if names.count > Self.mostNamed { summary.append("  and \(names.count - Self.mostNamed) more") }
        summary.append("What was sent in the meantime is left alone; what is retried is really sent to people.")
        change = Change(
            action: "notification.retry", targets: names, permission: .mutate, place: place, summary: summary,
            oldValues: targets.prefix(Self.mostNamed).map { Fact($0.id, $0.statusBefore) },
            whatToCheck: targets.count == 1
                ? "Look at the record: nightdesk notification show \(HarmlessText.line(targets[0].id))."
                : "Look at the records: nightdesk notification list --status \(statuses.retry).")
    }

    package var title: String {
        guard targets.count == 1, let only = targets.first else { return "Retry \(targets.count) notifications" }
        return "Retry notification \(HarmlessText.line(only.id))"
    }
}

/// What became of one record of an order (contract, JSON, Notification row).
package struct RetryAnswer: Sendable, Equatable {
    package enum Outcome: String, Sendable {
        case retried, notFailed, notFound, unknown
        /// Refused or not reached: certainly not done. `problem` says why.
        case failed
    }

    package var id: String
    package var outcome: Outcome
    package var statusBefore: String?
    package var requestID: String?
    package var problem: Problem?
    /// Where it was followed to; nil where it was not followed.
    package var end: RetryEnd?

    package init(
        id: String, _ outcome: Outcome, statusBefore: String?, requestID: String? = nil, problem: Problem? = nil
    ) {
        self.id = id
        self.outcome = outcome
        self.statusBefore = statusBefore
        self.requestID = requestID
        self.problem = problem
    }

    /// Neither done nor left alone for a good reason: nothing more is tried after it.
    package var isSurprise: Bool { outcome != .retried && outcome != .notFailed }
}

/// How a record that was retried ended.
package enum RetryEnd: Sendable, Equatable {
    case sent(status: String)
    case failedAgain(reason: String?)
    /// Nothing has become of it in the time that was given.
    case pending(status: String)
    case gone

    package var words: String {
        switch self {
        case .sent(let status): "sent: \(status)"
        case .failedAgain(let reason): "failed again" + (reason.map { ": \($0)" } ?? "")
        case .pending(let status): "not sent yet, still \(status)"
        case .gone: "the record is gone"
        }
    }

    package var word: String {
        switch self {
        case .sent: "sent"
        case .failedAgain: "failedAgain"
        case .pending: "pending"
        case .gone: "gone"
        }
    }
}

extension RetryAnswer: DocumentRow {
    package func write(to json: inout JSONText) {
        json.member("id", id)
        json.member("outcome", outcome.rawValue)
        json.member("statusBefore", statusBefore)
        json.member("requestId", requestID)
        json.member("message", problem?.message ?? end?.words)
        json.member("end", end?.word)
    }
}

extension Proposal {
    package init(id: Int, retrying order: NotificationOrder) {
        self.init(id: id, title: order.title, change: order.change, call: .notification(order))
    }
}

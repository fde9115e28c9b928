package import Model
import Yams

/// The `notifications` section of a context (contract, Files and environment).
package struct NotificationsSection: Sendable, Equatable {
    package enum Source: String, Sendable {
        /// A running deployment's table in DynamoDB.
        case live
        /// Our own store; this program sends.
        case embedded
    }

    package var source = Source.live
    /// As written; nil takes the default of the source.
    package var run: Bool?
    package var settings = NotificationSettings()
    /// Why the section cannot be used; it is told where the notifications are asked for.
    package var problem: Problem?
    package var aws = AWSSettings()

    package init() {}

    /// Only an engine that is told to acts by itself: a running deployment has its own sender.
    package var runs: Bool { source == .embedded && (run ?? true) }

    /// What the practice world has.
    static func practice(table: String) -> NotificationsSection {
        var section = NotificationsSection()
        section.settings.table = table
        section.settings.sender = NotificationSettings.sender(ofTable: table)
        return section
    }

    init(node: Node) {
        var sender: String?
        for (key, value) in node.entries {
            switch key {
            case "source": source = value.text.flatMap(Source.init) ?? source
            case "run": run = value.flag
            case "table": settings.table = value.text ?? ""
            case "key": readKey(value)
            case "statuses": readStatuses(value)
            case "attributes": readAttributes(value)
            case "index": settings.index = value.text.flatMap { $0.isEmpty ? nil : $0 }
            case "sender": sender = value.text
            case "read_units_per_second": settings.unitsPerSecond = positive(value.number, key)
            case "retries_per_second": settings.retriesPerSecond = positive(value.number, key)
            case "aws": aws = AWSSettings(node: value)
            default: break
            }
        }
        settings.sender = sender ?? NotificationSettings.sender(ofTable: settings.table)
        if source == .live, settings.table.isEmpty {
            problem = problem ?? Self.bad("table is missing", "Name the table of DynamoDB, or write source: embedded.")
        }
    }

    private mutating func readKey(_ node: Node) {
        let patterns = node.entries.compactMap { name, value in value.text.map { (name: name, pattern: $0) } }
        guard let key = NotificationKey(patterns: patterns) else {
            problem = Self.bad(
                "key is no pattern", "Write one or two attributes, of which one holds {id}: pk: \"notification#{id}\".")
            return
        }
        settings.key = key
    }

    private mutating func readStatuses(_ node: Node) {
        for (name, value) in node.entries {
            switch name {
            case "failed": settings.statuses.failed = value.text ?? settings.statuses.failed
            case "retry": settings.statuses.retry = value.text ?? settings.statuses.retry
            case "waiting": settings.statuses.waiting = value.texts ?? settings.statuses.waiting
            case "sent": settings.statuses.sent = value.texts ?? settings.statuses.sent
            case "delivered": settings.statuses.delivered = value.texts ?? settings.statuses.delivered
            default: break
            }
        }
        if settings.statuses.failed == settings.statuses.retry {
            problem = Self.bad("statuses failed and retry are the same", "Give them two names.")
        }
    }

    private mutating func readAttributes(_ node: Node) {
        for (name, value) in node.entries {
            guard let role = NotificationAttributes.Role(rawValue: name), let text = value.text else { continue }
            settings.attributes.set(text, for: role)
        }
    }

    private mutating func positive(_ number: Double?, _ key: String) -> Double {
        guard let number, number > 0, number.isFinite else {
            problem = Self.bad("\(key) is not greater than 0", "Write a number such as 100.")
            return 1
        }
        return number
    }

    private static func bad(_ what: String, _ hint: String) -> Problem {
        Problem(code: "BadNotificationsSection", message: "The notifications section cannot be used: \(what).", hint: hint)
    }
}

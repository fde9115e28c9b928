import Model

/// The worst records of any number of them: what a screen needs, in memory that does not grow.
struct WorstNotifications: Sendable {
    private let most: Int
    private var kept: [(key: Key, record: NotificationRecord)] = []
    /// What is not worse than this is not kept.
    private var bar: Key?

    private struct Key: Comparable {
        var severity: Severity
        var urgency: Double

        static func < (left: Key, right: Key) -> Bool {
            left.severity != right.severity ? left.severity < right.severity : left.urgency < right.urgency
        }
    }

    init(most: Int) { self.most = most }

    mutating func add(_ record: NotificationRecord) {
        let key = Key(severity: record.severity, urgency: record.urgency)
        if let bar, key <= bar { return }
        kept.append((key, record))
        if kept.count >= most * 2 { cut() }
    }

    private mutating func cut() {
        kept.sort { $0.key > $1.key }
        if kept.count > most { kept.removeLast(kept.count - most) }
        if kept.count == most { bar = kept.last?.key }
    }

    /// Worst first.
    var rows: [NotificationRecord] {
        var copy = self
        copy.cut()
        return copy.kept.map(\.record)
    }
}

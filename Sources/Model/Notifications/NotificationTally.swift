package import FoundationEssentials

/// What all records together tell, taken in one by one: its size does not grow with their number.
package struct NotificationTally: Sendable, Equatable {
    package struct Sale: Sendable, Hashable {
        package var event: String
        package var at: Date
    }

    package private(set) var counts: [String: Int] = [:]
    package private(set) var total = 0
    /// The one that has waited longest to be sent.
    package private(set) var oldestUnsent: Date?
    /// Sales that are to come, with the records for them that are not sent.
    private var unsent: [Sale: Int] = [:]
    private var byPhase: [NotificationPhase: Int] = [:]
    private var (timed, inTime) = (0, 0)
    private var (linked, shortened) = (0, 0)
    private var repetitions = RepetitionSample()
    private var hasUnread = false
    private let settings: NotificationSettings
    private let now: Date

    /// More sales at once are not told apart: the later ones are left out.
    private static let mostSales = 500

    package init(settings: NotificationSettings, now: Date) {
        self.settings = settings
        self.now = now
    }

    package mutating func add(_ record: NotificationRecord) {
        enter(record.status, 1)
        if record.phase.isUnsent {
            if let since = record.createdAt ?? record.updatedAt, since < oldestUnsent ?? .distantFuture { oldestUnsent = since }
            note(unsentOf: record)
        }
        noteTime(of: record)
        let isSent = record.phase == .sent || record.phase == .delivered
        if isSent {
            linked += 1
            if settings.attributes.text(.url, of: record.attributes) != nil { shortened += 1 }
            if let who = settings.attributes.text(.recipient, of: record.attributes), let event = record.event {
                repetitions.add(who + "\u{1F}" + event)
            }
        }
    }

    /// Records that were counted and not read: what only their attributes tell is not known then.
    package mutating func count(_ status: String, _ number: Int) {
        enter(status, number)
        if number > 0 { hasUnread = true }
    }

    private mutating func enter(_ status: String, _ number: Int) {
        counts[status, default: 0] += number
        byPhase[settings.statuses.phase(of: status), default: 0] += number
        total += number
    }

    private mutating func note(unsentOf record: NotificationRecord) {
        guard let at = record.saleAt, at > now else { return }
        let sale = Sale(event: record.event ?? "", at: at)
        guard unsent[sale] != nil || unsent.count < Self.mostSales else { return }
        unsent[sale, default: 0] += 1
    }

    /// In time is what was sent before the sale began; what was not sent by then is late.
    private mutating func noteTime(of record: NotificationRecord) {
        guard let sale = record.saleAt else { return }
        if let sent = record.sentAt {
            timed += 1
            if sent <= sale { inTime += 1 }
        } else if record.phase.isUnsent, sale < now {
            timed += 1
        }
    }

    /// The next sale for which something is not sent.
    package var nextSale: (sale: Sale, unsent: Int)? {
        unsent.min { ($0.key.at, $0.key.event) < ($1.key.at, $1.key.event) }.map { (sale: $0.key, unsent: $0.value) }
    }

    package func number(_ phase: NotificationPhase) -> Int { byPhase[phase] ?? 0 }

    /// The verdicts of systems.md 3, in its order.
    package var indicators: [NotificationIndicator] {
        let (sent, delivered, failed) = (number(.sent), number(.delivered), number(.failed))
        func share(_ part: Int, of whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }
        // Without a single delivery the status stream is not known to work, so nothing is known of deliveries.
        let deliveries = delivered == 0 && sent > 0 ? nil : share(delivered, of: delivered + failed)
        return [
            NotificationIndicator(.delivered, deliveries),
            NotificationIndicator(.onTime, hasUnread ? nil : share(inTime, of: timed)),
            NotificationIndicator(.duplicates, hasUnread ? nil : repetitions.share),
            NotificationIndicator(.failed, share(failed, of: failed + sent + delivered)),
            NotificationIndicator(.shortURLs, shortened > 0 && !hasUnread ? share(shortened, of: linked) : nil),
        ]
    }
}

/// One figure with its target.
package struct NotificationIndicator: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case delivered, onTime, duplicates, failed, shortURLs

        package var title: String {
            switch self {
            case .delivered: "delivered"
            case .onTime: "on time"
            case .duplicates: "duplicates"
            case .failed: "failed"
            case .shortURLs: "short URLs"
            }
        }

        /// A share, and whether more than it is good.
        package var target: (value: Double, isLeast: Bool) {
            switch self {
            case .delivered: (0.95, true)
            case .onTime: (0.98, true)
            case .duplicates: (0.001, false)
            case .failed: (0.05, false)
            case .shortURLs: (0.99, true)
            }
        }
    }

    package var kind: Kind
    /// A share, 0…1; nil where the records do not tell.
    package var value: Double?

    package init(_ kind: Kind, _ value: Double?) {
        self.kind = kind
        self.value = value
    }

    package var severity: Severity {
        guard let value else { return .unknown }
        let (target, isLeast) = kind.target
        return (isLeast ? value > target : value < target) ? .ok : .warning
    }
}

/// How many of many things are repetitions of others, from a sample of their hashes that never outgrows its limit: exact while all
/// fit, an estimate from then on.
package struct RepetitionSample: Sendable, Equatable {
    private static let most = 8_192

    private var seen: [UInt64: Int] = [:]
    /// Only hashes that end in so many zero bits are kept.
    private var depth: UInt64 = 0

    package init() {}

    package mutating func add(_ text: String) {
        let hash = Self.hash(text)
        guard hash & ((1 << depth) - 1) == 0 else { return }
        seen[hash, default: 0] += 1
        while seen.count > Self.most {
            depth += 1
            seen = seen.filter { $0.key & ((1 << depth) - 1) == 0 }
        }
    }

    /// 0…1; nil while there is nothing.
    package var share: Double? {
        let all = seen.values.reduce(0, +)
        return all > 0 ? Double(all - seen.count) / Double(all) : nil
    }

    /// FNV-1a with a last mixing, the same in every process.
    private static func hash(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash ^= hash >> 32
        return hash &* 0x9E37_79B9_7F4A_7C15 >> 7
    }
}

package import FoundationEssentials
import Model
import Synchronization

/// The demand table of the practice world, shared by all that ask about it: what is retried there is sent a few seconds later, or
/// fails again.
package final class PracticeTable: Sendable {
    package static let name = "prd3292-prod1-us-east-1-demand-table"

    private let records: Mutex<[PracticeRecord]>
    private let extra = Mutex(ExtraTables())

    /// - Parameter now: The sale that something has failed for begins 24 minutes later.
    package init(openedAt now: Date) {
        records = Mutex(Self.makeRecords(now.timeIntervalSince1970))
    }

    // MARK: Records

    /// In the order of a scan, which is no order that tells anything.
    func items(at now: Date) -> [[String: AttributeValue]] {
        records.withLock { $0.map { $0.item(at: now.timeIntervalSince1970) } }
    }

    func item(_ key: [String: AttributeValue], at now: Date) -> [String: AttributeValue]? {
        records.withLock { records in
            Self.place(of: key, in: records).map { records[$0].item(at: now.timeIntervalSince1970) }
        }
    }

    /// - Returns: False where the record is not there or has another status.
    func setStatus(_ status: String, of key: [String: AttributeValue], if wanted: String?, at now: Date) -> Bool {
        records.withLock { records in
            guard let place = Self.place(of: key, in: records) else { return false }
            let before = records[place].state(at: now.timeIntervalSince1970).status
            guard wanted == nil || wanted == before, status == "RETRY" else { return false }
            records[place].retriedAt = now.timeIntervalSince1970
            return true
        }
    }

    /// What the sender logs in a stretch of time.
    func log(in span: Range<Double>, until now: Double) -> [(at: Double, level: String, text: String)] {
        records.withLock { records in
            records.flatMap { $0.log(until: now) }.filter { span.contains($0.at) }.sorted { $0.at < $1.at }
        }
    }

    func withExtra<Result: Sendable>(_ body: (inout ExtraTables) -> Result) -> Result { extra.withLock { body(&$0) } }

    private static func place(of key: [String: AttributeValue], in records: [PracticeRecord]) -> Int? {
        guard key["sk"] == .string("metadata"), case .string(let pk)? = key["pk"] else { return nil }
        return records.firstIndex { "notification#\($0.id)" == pk }
    }

    // MARK: The records of the night

    private static let service = "UpstreamError: the SMS service has answered 503"
    private static let number = "InvalidNumber: the number cannot be reached by SMS"

    private static func makeRecords(_ now: Double) -> [PracticeRecord] {
        let minute = (now / 60).rounded(.down) * 60
        let sale = minute + 24 * 60
        var records: [PracticeRecord] = []
        func add(
            _ habit: PracticeRecord.Habit, _ count: Int, event: String, saleAt: Double, createdAgo: Double, settledAgo: Double
        ) {
            for _ in 0..<count {
                let number = 1_001 + records.count
                let spread = Double(number * 37 % 240)
                records.append(
                    PracticeRecord(
                        id: "\(number)", habit: habit, event: event, saleAt: saleAt, createdAt: minute - createdAgo - spread,
                        settledAt: minute - settledAgo - spread, phone: "+1555201\(number)", user: "fan-\(number)"))
            }
        }
        add(.delivered, 96, event: "harbour-lights", saleAt: minute - 5400, createdAgo: 9000, settledAgo: 7000)
        add(.hopeless(reason: Self.number), 1, event: "harbour-lights", saleAt: minute - 5400, createdAgo: 9000, settledAgo: 6900)
        add(.delivered, 22, event: "north-star-tour", saleAt: sale, createdAgo: 1500, settledAgo: 600)
        add(.sent, 6, event: "north-star-tour", saleAt: sale, createdAgo: 1500, settledAgo: 60)
        add(.failed(reason: Self.service), 5, event: "north-star-tour", saleAt: sale, createdAgo: 1500, settledAgo: 420)
        add(.hopeless(reason: Self.number), 1, event: "north-star-tour", saleAt: sale, createdAgo: 1500, settledAgo: 420)
        add(.queued, 3, event: "north-star-tour", saleAt: sale, createdAgo: 1500, settledAgo: 30)
        add(.created, 12, event: "winter-gala", saleAt: minute + 5 * 3600, createdAgo: 300, settledAgo: 300)
        return records
    }
}

/// Backups that were made, and tables that were restored, since the practice world was opened.
struct ExtraTables: Sendable {
    struct Backup: Sendable {
        var name: String
        var table: String
        var at: Double
        var arn: String
    }

    struct Restored: Sendable {
        var id: String
        /// When it is ready.
        var readyAt: Double
    }

    var backups: [Backup] = []
    var restored: [String: Restored] = [:]
}

import Console
import Engines
import FoundationEssentials
import Model
import Store

/// At each start: what an earlier run has left without an end, in words.
enum OrphanNews {
    /// Nothing is opened where there has never been a change.
    static func messages(from desk: ChangeDesk, stateFolder: String, at now: Date) async -> [FeedMessage] {
        guard Path.exists(stateFolder + "/" + AuditLog.fileName) else { return [] }
        do throws(StoreError) {
            return try await desk.settleOrphans().map { row in
                FeedMessage(at: now, severity: .critical, text: sentence(row))
            }
        } catch {
            return [FeedMessage(at: now, severity: .warning, text: "Nothing can be changed now. \(error.message) \(error.hint)")]
        }
    }

    private static func sentence(_ row: AuditRow) -> String {
        let targets = row.targets.joined(separator: ", ")
        return
            "Unknown: \(row.action) \(targets) in context \(row.context) by \(row.user) (audit row \(row.opens ?? row.sequence)). "
            + (row.note ?? "")
    }
}

import AWS
import Model

extension HealthExaminer {
    /// Whether a table works, and how much is in it.
    func table(_ name: String) async throws -> HealthFinding {
        let table: TableDescription
        do {
            table = try await client().call(DescribeTable.self, .init(tableName: name)).table
        } catch let error as AWSError where error.kind == .notFound {
            return HealthFinding(.critical, "There is no table \(name).")
        }
        let parts = Self.parts(of: table)
        let size = table.tableSizeBytes.map { ", \(Wording.bytes(Double($0)))" } ?? ""
        let items = table.itemCount.map { Wording.count($0, "item") } ?? "items not known"
        let text = parts.evidence(whenOK: "ACTIVE")
        return judged(
            table.itemCount.map(Double.init) ?? 0, "items", least: parts.verdict, "\(text), \(items)\(size).")
    }

    private static func parts(of table: TableDescription) -> [HealthPart] {
        let indexes = (table.globalSecondaryIndexes ?? []).filter { $0.indexStatus ?? "ACTIVE" != "ACTIVE" }
        return [HealthPart(severity(of: table.tableStatus), table.tableStatus)]
            + indexes.map { HealthPart(severity(of: $0.indexStatus ?? ""), "index \($0.indexName) \($0.indexStatus ?? "")") }
    }

    private static func severity(of status: String) -> Severity {
        switch status {
        case "ACTIVE": .ok
        case "UPDATING", "CREATING": .warning
        case "DELETING", "ARCHIVING", "ARCHIVED", "INACCESSIBLE_ENCRYPTION_CREDENTIALS": .critical
        default: .unknown
        }
    }
}

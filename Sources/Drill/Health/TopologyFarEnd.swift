import AWS
import FoundationEssentials
import Model

/// Answers what a health check asks of the network visualizer's table. Source: DynamoDB API Reference.
struct TopologyFarEnd {
    let now: Date
    static let table = "network-visualizer-topology"

    /// - Returns: nil for another table, or another call.
    func answer(_ action: String, _ body: String) -> HTTPResponse? {
        guard body.contains("\"\(Self.table)\"") else { return nil }
        switch action {
        case "DescribeTable": return .json("{\"Table\":\(description)}")
        case "ListBackups": return .json("{\"BackupSummaries\":[\(backup)]}")
        case "DescribeContinuousBackups":
            return .json("{\"ContinuousBackupsDescription\":{\"ContinuousBackupsStatus\":\"ENABLED\"}}")
        default: return nil
        }
    }

    private var description: String {
        JSONText.object { json in
            json.member("TableName", Self.table)
            json.member("TableArn", "arn:aws:dynamodb:\(DrillWorld.region):\(DrillWorld.account):table/\(Self.table)")
            json.member("TableStatus", "ACTIVE")
            json.member("ItemCount", 48_213)
            json.member("TableSizeBytes", 31_457_280)
        }
    }

    /// Made every night at 01:00.
    private var backup: String {
        let night = ((now.timeIntervalSince1970 - 3600) / 86_400).rounded(.down) * 86_400 + 3600
        return JSONText.object { json in
            json.member("TableName", Self.table)
            json.member("BackupName", "nightly-" + ISO8601.text(Date(timeIntervalSince1970: night)).prefix(10))
            json.member(
                "BackupArn",
                "arn:aws:dynamodb:\(DrillWorld.region):\(DrillWorld.account):table/\(Self.table)/backup/\(Int(night))")
            json.member("BackupCreationDateTime", night)
            json.member("BackupStatus", "AVAILABLE")
            json.member("BackupType", "USER")
            json.member("BackupSizeBytes", 31_457_280)
        }
    }
}

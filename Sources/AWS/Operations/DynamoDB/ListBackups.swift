package import FoundationEssentials

/// Lists backups of one table or of all, at most 100 a page, in no order that could be relied on.
/// Source: DynamoDB API Reference, ListBackups.
package enum ListBackups: JSONOperation, PagedOperation {
    package static let target = Target(.dynamoDB, "ListBackups")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var tableName: String?
        /// Seconds since 1970.
        package var timeRangeLowerBound: Int?
        package var exclusiveStartBackupArn: String?

        /// - Parameter after: Only backups that began later.
        package init(tableName: String? = nil, after: Date? = nil) {
            self.tableName = tableName
            timeRangeLowerBound = after.map { Int($0.timeIntervalSince1970) }
        }
    }

    package struct Output: Decodable, Sendable {
        package var backupSummaries: [BackupSummary]?
        package var lastEvaluatedBackupArn: String?
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        guard let arn = nextToken(output.lastEvaluatedBackupArn), arn != input.exclusiveStartBackupArn else { return nil }
        var following = input
        following.exclusiveStartBackupArn = arn
        return following
    }
}

/// Source: DynamoDB API Reference, BackupSummary.
package struct BackupSummary: Decodable, Sendable {
    package var tableName: String?
    package var backupArn: String?
    package var backupName: String
    /// Seconds since 1970.
    package var backupCreationDateTime: Double
    /// `CREATING | AVAILABLE | DELETED`.
    package var backupStatus: String?
    /// `USER | SYSTEM | AWS_BACKUP`.
    package var backupType: String?
    package var backupSizeBytes: Int?

    package var createdAt: Date { Date(timeIntervalSince1970: backupCreationDateTime) }
}

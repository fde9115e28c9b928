/// Whether a table can be restored to any moment. Source: DynamoDB API Reference, DescribeContinuousBackups.
package enum DescribeContinuousBackups: JSONOperation {
    package static let target = Target(.dynamoDB, "DescribeContinuousBackups")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var tableName: String

        package init(tableName: String) { self.tableName = tableName }
    }

    package struct Output: Decodable, Sendable {
        package var continuousBackupsDescription: Description
    }

    package struct Description: Decodable, Sendable {
        /// `ENABLED | DISABLED`.
        package var continuousBackupsStatus: String?
        package var pointInTimeRecoveryDescription: PointInTimeRecovery?
    }

    package struct PointInTimeRecovery: Decodable, Sendable {
        /// `ENABLED | DISABLED`.
        package var pointInTimeRecoveryStatus: String?
        /// Seconds since 1970.
        package var earliestRestorableDateTime: Double?
        package var latestRestorableDateTime: Double?

        package var isEnabled: Bool { pointInTimeRecoveryStatus == "ENABLED" }
    }
}

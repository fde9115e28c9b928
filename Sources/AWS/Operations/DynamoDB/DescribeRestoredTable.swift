/// A table that is being made of a backup: how far it is, and which one it is. Source: DynamoDB API Reference, DescribeTable.
package enum DescribeRestoredTable: JSONOperation {
    package static let target = Target(.dynamoDB, "DescribeTable")
    package static let mayRepeat = true

    package struct Output: Decodable, Sendable {
        package var table: Table

        package struct Table: Decodable, Sendable {
            package var tableStatus: String
            /// Unlike a name it is never given twice; nil where the service gives none.
            package var tableId: String?
            package var restoreSummary: RestoreSummary?
        }

        package struct RestoreSummary: Decodable, Sendable {
            package var sourceBackupArn: String?
        }
    }

    package typealias Input = DescribeTable.Input
}

/// One table: its status and how much is in it, as of some hours ago. Source: DynamoDB API Reference, DescribeTable.
package enum DescribeTable: JSONOperation {
    package static let target = Target(.dynamoDB, "DescribeTable")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var tableName: String

        package init(tableName: String) { self.tableName = tableName }
    }

    package struct Output: Decodable, Sendable {
        package var table: TableDescription
    }
}

/// Source: DynamoDB API Reference, TableDescription.
package struct TableDescription: Decodable, Sendable {
    package var tableName: String
    package var tableArn: String?
    /// `CREATING | UPDATING | DELETING | ACTIVE | INACCESSIBLE_ENCRYPTION_CREDENTIALS | ARCHIVING | ARCHIVED`.
    package var tableStatus: String
    /// Refreshed about every six hours.
    package var itemCount: Int?
    package var tableSizeBytes: Int?
    package var globalSecondaryIndexes: [Index]?

    package struct Index: Decodable, Sendable {
        package var indexName: String
        /// As of a table.
        package var indexStatus: String?
    }
}

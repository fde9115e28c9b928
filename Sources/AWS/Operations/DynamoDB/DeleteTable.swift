/// Deletes a table with all that is in it. Source: DynamoDB API Reference, DeleteTable.
package enum DeleteTable: JSONOperation {
    package static let target = Target(.dynamoDB, "DeleteTable")
    package static let mayRepeat = false

    package struct Input: Encodable, Sendable {
        package var tableName: String

        package init(tableName: String) { self.tableName = tableName }
    }

    package struct Output: Decodable, Sendable {}
}

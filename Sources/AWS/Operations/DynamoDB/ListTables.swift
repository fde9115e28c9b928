/// The names of the tables. Source: DynamoDB API Reference, ListTables.
package enum ListTables: JSONOperation, PagedOperation {
    package static let target = Target(.dynamoDB, "ListTables")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var exclusiveStartTableName: String?

        package init(exclusiveStartTableName: String? = nil) { self.exclusiveStartTableName = exclusiveStartTableName }
    }

    package struct Output: Decodable, Sendable, Equatable {
        package var tableNames: [String]?
        package var lastEvaluatedTableName: String?
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        nextToken(output.lastEvaluatedTableName).map { Input(exclusiveStartTableName: $0) }
    }
}

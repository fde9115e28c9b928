import FoundationEssentials
package import Model

/// What Query and Scan have in common: where to read, what of it, from where on, and how much at most.
package struct ReadItemsInput: Sendable, Equatable {
    package var tableName: String
    /// nil for the table itself.
    package var indexName: String?
    /// Of a Query only.
    package var keyCondition: String?
    package var filter: String?
    /// `#s` → `status`: many names are reserved words.
    package var names: [String: String]
    /// `:failed` → its value.
    package var values: [String: AttributeValue]
    /// Items to look at, before the filter; nil for as many as fit into 1 MB.
    package var limit: Int?
    package var startKey: [String: AttributeValue]
    /// Counts instead of returning the items; it consumes the same.
    package var countsOnly: Bool
    /// Sees all that was written before, and consumes twice as much; not for global indexes.
    package var isConsistent: Bool

    package init(
        tableName: String, indexName: String? = nil, keyCondition: String? = nil, filter: String? = nil,
        names: [String: String] = [:], values: [String: AttributeValue] = [:], limit: Int? = nil,
        startKey: [String: AttributeValue] = [:], countsOnly: Bool = false, isConsistent: Bool = false
    ) {
        self.tableName = tableName
        self.indexName = indexName
        self.keyCondition = keyCondition
        self.filter = filter
        self.names = names
        self.values = values
        self.limit = limit
        self.startKey = startKey
        self.countsOnly = countsOnly
        self.isConsistent = isConsistent
    }

    func write(to json: inout JSONText) {
        json.member("TableName", tableName)
        if let indexName { json.member("IndexName", indexName) }
        if let keyCondition { json.member("KeyConditionExpression", keyCondition) }
        if let filter { json.member("FilterExpression", filter) }
        json.texts("ExpressionAttributeNames", names)
        json.item("ExpressionAttributeValues", values)
        if let limit { json.member("Limit", limit) }
        json.item("ExclusiveStartKey", startKey)
        if countsOnly { json.member("Select", "COUNT") }
        if isConsistent { json.member("ConsistentRead", true) }
        json.member("ReturnConsumedCapacity", "TOTAL")
    }
}

/// One page. It may be empty although more follow: only a missing key ends the pages.
package struct ReadItemsOutput: Sendable, Equatable {
    package var items: [[String: AttributeValue]] = []
    package var count = 0
    /// Looked at, before the filter.
    package var scannedCount = 0
    /// Where the next page begins; empty at the last one.
    package var lastKey: [String: AttributeValue] = [:]
    /// Capacity units; nil where the service does not say.
    package var units: Double?

    init() {}

    init(_ response: HTTPResponse) throws {
        self = try JSONScanner.read(response.body, into: ReadItemsOutput()) { scanner, key, output throws(JSONScanner.Problem) in
            if scanner.has("Items", at: key) {
                output.items = try scanner.list { scanner throws(JSONScanner.Problem) in try scanner.item() }
            } else if scanner.has("Count", at: key) {
                output.count = Int(try scanner.optionalInteger() ?? 0)
            } else if scanner.has("ScannedCount", at: key) {
                output.scannedCount = Int(try scanner.optionalInteger() ?? 0)
            } else if scanner.has("LastEvaluatedKey", at: key) {
                output.lastKey = try scanner.item()
            } else if scanner.has("ConsumedCapacity", at: key) {
                output.units = try scanner.capacityUnits()
            } else {
                try scanner.skip()
            }
        }
    }
}

/// Items of one partition key. Source: DynamoDB API Reference, Query.
package enum Query: DynamoOperation, PagedOperation {
    package static let target = Target(.dynamoDB, "Query")
    package static let mayRepeat = true
    package typealias Input = ReadItemsInput
    package typealias Output = ReadItemsOutput

    package static func write(_ input: ReadItemsInput, to json: inout JSONText) { input.write(to: &json) }
    package static func decode(_ response: HTTPResponse) throws -> ReadItemsOutput { try ReadItemsOutput(response) }
    package static func next(after output: ReadItemsOutput, of input: ReadItemsInput) -> ReadItemsInput? {
        output.following(input)
    }
}

/// All items of a table or an index. Source: DynamoDB API Reference, Scan.
package enum Scan: DynamoOperation, PagedOperation {
    package static let target = Target(.dynamoDB, "Scan")
    package static let mayRepeat = true
    package typealias Input = ReadItemsInput
    package typealias Output = ReadItemsOutput

    package static func write(_ input: ReadItemsInput, to json: inout JSONText) { input.write(to: &json) }
    package static func decode(_ response: HTTPResponse) throws -> ReadItemsOutput { try ReadItemsOutput(response) }
    package static func next(after output: ReadItemsOutput, of input: ReadItemsInput) -> ReadItemsInput? {
        output.following(input)
    }
}

extension ReadItemsOutput {
    /// A key that leads back to the same page would never end.
    fileprivate func following(_ input: ReadItemsInput) -> ReadItemsInput? {
        guard !lastKey.isEmpty, lastKey != input.startKey else { return nil }
        var next = input
        next.startKey = lastKey
        return next
    }
}

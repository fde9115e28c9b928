import FoundationEssentials
package import Model

/// One item by its key. Source: DynamoDB API Reference, GetItem.
package enum GetItem: DynamoOperation {
    package static let target = Target(.dynamoDB, "GetItem")
    package static let mayRepeat = true

    package struct Input: Sendable, Equatable {
        package var tableName: String
        package var key: [String: AttributeValue]
        /// Sees all that was written before; consumes twice as much.
        package var isConsistent: Bool

        package init(tableName: String, key: [String: AttributeValue], isConsistent: Bool = true) {
            self.tableName = tableName
            self.key = key
            self.isConsistent = isConsistent
        }
    }

    package struct Output: Sendable, Equatable {
        /// nil where there is no such item.
        package var item: [String: AttributeValue]?
        package var units: Double?
    }

    package static func write(_ input: Input, to json: inout JSONText) {
        json.member("TableName", input.tableName)
        json.item("Key", input.key)
        if input.isConsistent { json.member("ConsistentRead", true) }
        json.member("ReturnConsumedCapacity", "TOTAL")
    }

    package static func decode(_ response: HTTPResponse) throws -> Output {
        try JSONScanner.read(response.body, into: Output()) { scanner, key, output throws(JSONScanner.Problem) in
            if scanner.has("Item", at: key) {
                let item = try scanner.item()
                output.item = item.isEmpty ? nil : item
            } else if scanner.has("ConsumedCapacity", at: key) {
                output.units = try scanner.capacityUnits()
            } else {
                try scanner.skip()
            }
        }
    }
}

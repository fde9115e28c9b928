import FoundationEssentials
package import Model

/// Changes attributes of one item, if a condition holds. Source: DynamoDB API Reference, UpdateItem.
package enum UpdateItem: DynamoOperation {
    package static let target = Target(.dynamoDB, "UpdateItem")
    /// A repetition would meet its own effect: the condition would fail, and a change that was made would look like one that was not.
    package static let mayRepeat = false
    /// What a condition that does not hold is answered with.
    package static let conditionFailed = "ConditionalCheckFailedException"

    package struct Input: Sendable, Equatable {
        package var tableName: String
        package var key: [String: AttributeValue]
        package var update: String
        package var condition: String?
        package var names: [String: String]
        package var values: [String: AttributeValue]

        package init(
            tableName: String, key: [String: AttributeValue], update: String, condition: String? = nil, names: [String: String],
            values: [String: AttributeValue]
        ) {
            self.tableName = tableName
            self.key = key
            self.update = update
            self.condition = condition
            self.names = names
            self.values = values
        }
    }

    package struct Output: Sendable, Equatable {
        package var units: Double?
        package var requestID: String?
    }

    package static func write(_ input: Input, to json: inout JSONText) {
        json.member("TableName", input.tableName)
        json.item("Key", input.key)
        json.member("UpdateExpression", input.update)
        if let condition = input.condition { json.member("ConditionExpression", condition) }
        json.texts("ExpressionAttributeNames", input.names)
        json.item("ExpressionAttributeValues", input.values)
        json.member("ReturnConsumedCapacity", "TOTAL")
    }

    package static func decode(_ response: HTTPResponse) throws -> Output {
        let output = Output(requestID: response.header("x-amzn-RequestId"))
        guard !response.body.isEmpty else { return output }
        return try JSONScanner.read(response.body, into: output) { scanner, key, output throws(JSONScanner.Problem) in
            if scanner.has("ConsumedCapacity", at: key) {
                output.units = try scanner.capacityUnits()
            } else {
                try scanner.skip()
            }
        }
    }
}

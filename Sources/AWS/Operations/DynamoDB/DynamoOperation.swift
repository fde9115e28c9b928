import FoundationEssentials
package import Model

/// A call of DynamoDB: AWS JSON 1.0 whose bodies hold names that users have chosen, so nothing in them is renamed.
package protocol DynamoOperation: AWSOperation {
    /// Writes the members of the body.
    static func write(_ input: Input, to json: inout JSONText)
}

extension DynamoOperation {
    package static func encode(_ input: Input) throws -> OperationRequest {
        guard let dialect = target.service.jsonDialect else {
            throw CodecError("\(target.service.title) does not speak AWS JSON")
        }
        let headers = [("Content-Type", dialect.contentType), ("X-Amz-Target", "\(dialect.prefix).\(target.name)")]
        return OperationRequest(headers: headers, body: Data(JSONText.object { write(input, to: &$0) }.utf8))
    }
}

extension JSONScanner {
    /// What a call has consumed: `{"TableName":…,"CapacityUnits":0.5}`.
    mutating func capacityUnits() throws(Problem) -> Double? {
        guard try kind() == .object else {
            try skip()
            return nil
        }
        var units: Double?
        try members { scanner, key throws(Problem) in
            if scanner.has("CapacityUnits", at: key) { units = try scanner.optionalNumber() } else { try scanner.skip() }
        }
        return units
    }
}

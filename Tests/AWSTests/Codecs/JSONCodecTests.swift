import Foundation
import Testing

@testable import AWS

@Suite struct JSONCodecTests {
    private struct Thing: Codable, Equatable {
        var queueUrl: String
        var maxResults: Int?
        var attributes: [String: String]?
        var things: [Thing]?
    }

    @Test func writesUpperCamelCaseAndLeavesNilOut() throws {
        let data = try JSONCodec.encode(Thing(queueUrl: "u", attributes: ["fifoQueue": "true"]))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? NSDictionary)
        #expect(object == ["QueueUrl": "u", "Attributes": ["fifoQueue": "true"]])
    }

    @Test func readsUpperCamelCaseAndLeavesDictionaryKeysAlone() throws {
        let json = #"{"QueueUrl":"u","Attributes":{"FifoQueue":"true"},"Things":[{"queueUrl":"v","Unknown":1}]}"#
        let thing = try JSONCodec.decode(Thing.self, from: Data(json.utf8))
        #expect(thing == Thing(queueUrl: "u", attributes: ["FifoQueue": "true"], things: [Thing(queueUrl: "v")]))
    }

    @Test(arguments: [
        ("FunctionName", "functionName"), ("UUID", "uuid"), ("KMSKeyArn", "kmsKeyArn"), ("queueUrls", "queueUrls"), ("A", "a"),
        ("", ""),
        ("OKActions", "okActions"), ("__type", "__type"),
    ])
    func lowersTheLeadingCapitals(key: String, expected: String) {
        #expect(JSONCodec.lowerCamelCase(key) == expected)
    }

    @Test(arguments: [
        ("", "it is not JSON"), ("<html>", "it is not JSON"), (#"{"QueueUrl":"u""#, "it is not JSON"),
        ("{}", "queueUrl is missing"),
        (#"{"QueueUrl":7}"#, "a value is no String at queueUrl"), (#"{"QueueUrl":null}"#, "a value is null at queueUrl"),
        (#"{"QueueUrl":"u","Things":[{}]}"#, "queueUrl is missing at things.[0]"),
    ])
    func saysWhatIsWrongWithoutQuotingIt(json: String, reason: String) {
        #expect(throws: CodecError(reason)) { try JSONCodec.decode(Thing.self, from: Data(json.utf8)) }
    }
}

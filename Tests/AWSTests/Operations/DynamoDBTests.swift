import Foundation
import Model
import Testing

@testable import AWS

@Suite struct DynamoDBTests {
    private func body(_ request: OperationRequest) throws -> NSDictionary {
        try #require(try JSONSerialization.jsonObject(with: request.body) as? NSDictionary)
    }

    private func answer(_ text: String) -> HTTPResponse { HTTPResponse(status: 200, body: Data(text.utf8)) }

    /// One of each type, some inside others.
    private static let everything: [String: AttributeValue] = [
        "s": .string("a \"b\" ↵\n"), "n": .number("12345678901234567890123456789012345678"), "b": .binary("AQID"),
        "t": .bool(true), "f": .bool(false), "z": .null, "ss": .strings(["a", ""]), "ns": .numbers(["1", "-2.5e3"]),
        "bs": .binaries(["AQ=="]), "l": .list([.string("x"), .list([]), .map([:])]),
        "m": .map(["deep": .map(["er": .list([.number("1")])]), "pk": .string("UpperCase")]),
    ]

    @Test func readsBackWhatItHasWritten() throws {
        var json = JSONText()
        json.item(Self.everything)
        var scanner = JSONScanner(Array(json.text.utf8))
        #expect(try scanner.item() == Self.everything)
    }

    @Test func leavesTheNamesOfUsersAsTheyAre() throws {
        let input = UpdateItem.Input(
            tableName: "t", key: ["pk": .string("notification#1"), "SK": .string("metadata")], update: "SET #s = :retry",
            condition: "#s = :failed", names: ["#s": "status"],
            values: [":retry": .string("RETRY"), ":failed": .string("FAILED")])
        let request = try UpdateItem.encode(input)
        #expect(request.headers.map(\.value) == ["application/x-amz-json-1.0", "DynamoDB_20120810.UpdateItem"])
        #expect(
            try body(request) == [
                "TableName": "t", "Key": ["pk": ["S": "notification#1"], "SK": ["S": "metadata"]],
                "UpdateExpression": "SET #s = :retry", "ConditionExpression": "#s = :failed",
                "ExpressionAttributeNames": ["#s": "status"],
                "ExpressionAttributeValues": [":retry": ["S": "RETRY"], ":failed": ["S": "FAILED"]],
                "ReturnConsumedCapacity": "TOTAL",
            ])
        #expect(!UpdateItem.mayRepeat && !CreateBackup.mayRepeat && !RestoreTableFromBackup.mayRepeat && !DeleteTable.mayRepeat)
        #expect(Query.mayRepeat && Scan.mayRepeat && GetItem.mayRepeat)
    }

    @Test func readsAPageWithWhatItHasConsumed() throws {
        let page = try Scan.decode(
            answer(
                """
                {"Count":1,"ScannedCount":9,"Items":[{"pk":{"S":"a"},"n":{"N":"1"}}],"LastEvaluatedKey":{"pk":{"S":"a"}},
                 "ConsumedCapacity":{"TableName":"t","CapacityUnits":0.5}}
                """))
        #expect(page.items == [["pk": .string("a"), "n": .number("1")]])
        #expect(page.count == 1 && page.scannedCount == 9 && page.units == 0.5)
        let input = ReadItemsInput(tableName: "t", limit: 5)
        let next = try #require(Scan.next(after: page, of: input))
        #expect(next.startKey == ["pk": .string("a")] && next.limit == 5)
        #expect(Scan.next(after: page, of: next) == nil, "a key that leads back to the same page would never end")
        #expect(Scan.next(after: try Scan.decode(answer(#"{"Items":[],"LastEvaluatedKey":null}"#)), of: input) == nil)
    }

    @Test func asksAnIndexByStatus() throws {
        let input = ReadItemsInput(
            tableName: "t", indexName: "by-status", keyCondition: "#s = :s", names: ["#s": "status"],
            values: [":s": .string("FAILED")], limit: 10, startKey: ["pk": .string("x")], countsOnly: true)
        let sent = try body(try Query.encode(input))
        #expect(sent["IndexName"] as? String == "by-status" && sent["Select"] as? String == "COUNT")
        #expect(sent["Limit"] as? Int == 10)
        #expect(sent["ExclusiveStartKey"] as? NSDictionary == ["pk": ["S": "x"]])
    }

    @Test func knowsAMissingItemFromAnEmptyOne() throws {
        #expect(try GetItem.decode(answer("{}")).item == nil)
        #expect(try GetItem.decode(answer(#"{"Item":{"pk":{"S":"1"}}}"#)).item == ["pk": .string("1")])
    }

    @Test func refusesWhatIsNoAttributeValue() {
        for text in [#"{"Item":{"a":{"X":"1"}}}"#, #"{"Item":{"a":{}}}"#, #"{"Item":{"a":"1"}}"#, #"{"Item":{"a":{"S":"1"}"#] {
            #expect(throws: CodecError.self) { try GetItem.decode(answer(text)) }
        }
    }

    @Test func readsTablesAndBackups() throws {
        let backups = try ListBackups.decode(
            answer(
                #"{"BackupSummaries":[{"BackupArn":"arn:1","BackupName":"n","BackupCreationDateTime":1.7e9,"#
                    + #""BackupStatus":"AVAILABLE"}]}"#))
        #expect(backups.backupSummaries?.first?.backupArn == "arn:1")
        let restored = try DescribeRestoredTable.decode(
            answer(
                #"{"Table":{"TableName":"x","TableStatus":"ACTIVE","TableId":"id","#
                    + #""RestoreSummary":{"SourceBackupArn":"arn:1"}}}"#))
        #expect(restored.table.tableId == "id" && restored.table.restoreSummary?.sourceBackupArn == "arn:1")
        #expect(try ListTables.decode(answer(#"{"TableNames":["a"],"LastEvaluatedTableName":"a"}"#)).tableNames == ["a"])
    }
}

import Foundation
import Testing

@testable import AWS

@Suite struct LogsOperationTests {
    private func body(_ request: OperationRequest) throws -> NSDictionary {
        try #require(try JSONSerialization.jsonObject(with: request.body) as? NSDictionary)
    }

    private func answer(_ text: String) -> HTTPResponse { HTTPResponse(status: 200, body: Data(text.utf8)) }

    @Test func writesKeysAsCloudWatchLogsHasThem() throws {
        let request = try FilterLogEvents.encode(
            .init(logGroupName: "/aws/lambda/f", startTime: 5, filterPattern: "ERROR", limit: 10))
        #expect(request.headers.map(\.value) == ["application/x-amz-json-1.1", "Logs_20140328.FilterLogEvents"])
        #expect(try body(request) == ["logGroupName": "/aws/lambda/f", "startTime": 5, "filterPattern": "ERROR", "limit": 10])
        let foreign = try FilterLogEvents.encode(.init(logGroupName: "arn:aws:logs:x:1:log-group:g"))
        #expect(try body(foreign) == ["logGroupIdentifier": "arn:aws:logs:x:1:log-group:g"])
        let query = try StartQuery.encode(.init(logGroupNames: ["a"], startTime: 1, endTime: 2, queryString: "fields x"))
        #expect(try body(query) == ["logGroupNames": ["a"], "startTime": 1, "endTime": 2, "queryString": "fields x"])
        #expect(!StartQuery.mayRepeat && FilterLogEvents.mayRepeat)
    }

    @Test func readsEventsWhateverStrangersHaveLogged() throws {
        var json = Data(
            #"{"events":[{"eventId":"1","timestamp":1705312830123,"ingestionTime":null,"logStreamName":"s","message":"bad "#.utf8)
        json +=
            [0xFF, 0xC3]
            + Data(#" \ud83d and \u001b[2J","extra":{"a":[1]}},{"eventId":"2"}],"searchedLogStreams":[],"nextToken":"n"}"#.utf8)
        let output = try FilterLogEvents.decode(HTTPResponse(status: 200, body: json))
        #expect(output.events.map(\.eventId) == ["1", "2"] && output.nextToken == "n")
        let event = output.events[0]
        #expect(event.timestamp == 1_705_312_830_123 && event.ingestionTime == nil && event.logStreamName == "s")
        #expect(event.message == "bad \u{FFFD}\u{FFFD} \u{FFFD} and \u{1B}[2J")
    }

    @Test func takesAnEmptyPageAndRefusesACutOne() throws {
        #expect(try FilterLogEvents.decode(answer("{}")) == .init())
        #expect(try FilterLogEvents.decode(answer(#"{"events":null,"nextToken":null}"#)) == .init())
        let whole = #"{"events":[{"eventId":"1","message":"m"}],"nextToken":"n"}"#
        for count in 0..<whole.utf8.count {
            #expect(throws: CodecError.self) { try FilterLogEvents.decode(answer(String(whole.utf8.prefix(count)) ?? "")) }
        }
        #expect(throws: CodecError.self) { try FilterLogEvents.decode(answer("{} x")) }
        #expect(throws: CodecError.self) { try FilterLogEvents.decode(answer(#"{"events":[7]}"#)) }
    }

    @Test func followsTokensButNotInCircles() {
        let input = FilterLogEvents.Input(logGroupName: "g", nextToken: "a")
        #expect(FilterLogEvents.next(after: .init(nextToken: "b"), of: input)?.nextToken == "b")
        for token in [nil, "", "a"] { #expect(FilterLogEvents.next(after: .init(nextToken: token), of: input) == nil) }
        let groups = DescribeLogGroups.Input(logGroupNamePrefix: "p", nextToken: "a")
        #expect(DescribeLogGroups.next(after: .init(nextToken: "b"), of: groups)?.logGroupNamePrefix == "p")
        #expect(DescribeLogGroups.next(after: .init(nextToken: "a"), of: groups) == nil)
        let streams = DescribeLogStreams.Input(logGroupName: "g")
        #expect(DescribeLogStreams.next(after: .init(nextToken: "b"), of: streams)?.logGroupName == "g")
    }

    @Test func readsGroupsAndStreams() throws {
        let groups = try DescribeLogGroups.decode(
            answer(
                #"{"logGroups":[{"logGroupName":"g","arn":"arn:g:*","retentionInDays":7,"storedBytes":12},{"logGroupName":"h","logGroupArn":"arn:h"},{"logGroupName":"i"}]}"#
            ))
        #expect(groups.logGroups?.map(\.identifier) == ["arn:g", "arn:h", "i"])
        #expect(groups.logGroups?.first?.retentionInDays == 7)
        let streams = try DescribeLogStreams.decode(
            answer(#"{"logStreams":[{"logStreamName":"s","lastEventTimestamp":9}],"nextToken":"t"}"#))
        #expect(streams.logStreams == [LogStream(logStreamName: "s", lastEventTimestamp: 9)])
    }

    @Test func readsTheResultsOfAQuery() throws {
        let output = try GetQueryResults.decode(
            answer(
                #"{"results":[[{"field":"@timestamp","value":"t"},{"field":"@message","value":"m\ud83d"}],[]],"statistics":{"recordsMatched":2.0,"recordsScanned":10.0,"bytesScanned":1.5E9},"status":"Running"}"#
            ))
        #expect(
            output.status == "Running" && output.bytesScanned == 1.5e9 && output.recordsMatched == 2
                && output.recordsScanned == 10)
        #expect(output.results.count == 2 && output.results[0].map(\.field) == ["@timestamp", "@message"])
        #expect(output.results[0][1].value == "m\u{FFFD}")
        #expect(try StartQuery.decode(answer(#"{"queryId":"q"}"#)).queryId == "q")
        #expect(try StopQuery.decode(answer(#"{"success":true}"#)).success == true)
    }

    @Test func asksForLogsGently() {
        for operation in ["FilterLogEvents", "DescribeLogGroups", "StartLiveTail"] {
            #expect(RateFamily(Target(.logs, operation)).requestsPerSecond <= 5)
        }
        #expect(FilterLogEvents.estimatedCostUSD(.init(logGroupName: "g")) == 0)
    }
}

import AWS
import Drill
import FoundationEssentials
import Model
import Support
import Testing

@testable import Engines

@Suite struct LogGroupFinderTests {
    private let practice = Practice()

    private func find(_ names: [String]) async throws(AWSError) -> [String] {
        try await LogGroupFinder(client: practice.client).groups(named: names)
    }

    @Test func findsGroupsByFunctionByNameAndByPattern() async throws {
        let creator = "/aws/lambda/altaworx-queue-creator"
        #expect(try await find(["altaworx-queue-creator"]) == [creator])
        #expect(try await find([creator, "altaworx-queue-creator"]) == [creator])
        let all = try await find(["altaworx-*"])
        #expect(all.count == 4 && all.allSatisfy { $0.hasPrefix("/aws/lambda/altaworx-") })
        #expect(try await find(["arn:aws:logs:x:1:log-group:y"]) == ["arn:aws:logs:x:1:log-group:y"])
    }

    @Test func saysWhichNameHasNone() async {
        do throws(AWSError) {
            _ = try await find(["altaworx-queue-creator", "nobody"])
            Issue.record("something was found")
        } catch {
            #expect(error.kind == .notFound && error.message.contains("\"nobody\""))
        }
    }

    @Test func goesOnWhereListingIsNotAllowed() async throws {
        practice.far.set(.denied, for: "DescribeLogGroups")
        #expect(try await find(["f"]) == ["/aws/lambda/f"])
        await #expect(throws: AWSError.self) { _ = try await find(["f*"]) }
    }
}

/// Whose log it is: functions with groups of their own, the consumers of queues.
@Suite struct LogSubjectTests {
    private func finder(_ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse) -> LogGroupFinder {
        LogGroupFinder(client: Practice(transport: ScriptedTransport { answer($0) }).client)
    }

    private static func json(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, headers: [("Content-Type", "application/json")], body: Data(text.utf8))
    }

    @Test func asksTheFunctionWhereItLogs() async {
        let finder = finder { request in
            request.path.contains("/own/")
                ? Self.json(#"{"FunctionName":"own","LoggingConfig":{"LogGroup":"/team/own"}}"#)
                : Self.json(#"{"Message":"no"}"#, status: 403)
        }
        let found = await finder.groups(of: [.function("own"), .function("denied"), .group("/g"), .function("own")])
        #expect(found == FoundLogGroups(groups: ["/team/own", "/aws/lambda/denied", "/g"]))
    }

    @Test func findsTheConsumersOfAQueue_OrSaysThatThereIsNone() async throws {
        let finder = finder { request in
            if request.path.contains("event-source-mappings") {
                let mapping = #"{"UUID":"u","FunctionArn":"arn:aws:lambda:r:1:function:taker:live"}"#
                return Self.json(#"{"EventSourceMappings":[\#(request.query?.contains("full") == true ? mapping : "")]}"#)
            }
            return Self.json(#"{"FunctionName":"taker"}"#)
        }
        let found = await finder.groups(of: [.queue(name: "full", arn: "arn:full"), .queue(name: "idle", arn: "arn:idle")])
        #expect(found.groups == ["/aws/lambda/taker"])
        let missing = try #require(found.missing.first)
        #expect(missing.code == "NoConsumer" && missing.message.contains("queue idle"))
    }
}

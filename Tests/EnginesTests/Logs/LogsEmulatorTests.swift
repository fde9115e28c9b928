import AWS
import Foundation
import Model
import Support
import Testing

@testable import Engines

/// CloudWatch Logs of two emulators, written to through our own client and read back by the engines.
@Suite(.serialized, .enabled(if: FileManager.default.fileExists(atPath: Emulator.environment.appending(path: "bin").path)))
struct LogsEmulatorTests {
    private enum CreateLogGroup: LogsOperation {
        static let target = Target(.logs, "CreateLogGroup")
        static let mayRepeat = false
        struct Input: Encodable, Sendable { var logGroupName: String }
        static func decode(_ response: HTTPResponse) {}
    }

    private enum CreateLogStream: LogsOperation {
        static let target = Target(.logs, "CreateLogStream")
        static let mayRepeat = false
        struct Input: Encodable, Sendable { var logGroupName: String, logStreamName: String }
        static func decode(_ response: HTTPResponse) {}
    }

    private enum PutLogEvents: LogsOperation {
        static let target = Target(.logs, "PutLogEvents")
        static let mayRepeat = false
        struct Event: Encodable, Sendable { var timestamp: Int64, message: String }
        struct Input: Encodable, Sendable { var logGroupName: String, logStreamName: String, logEvents: [Event] }
        static func decode(_ response: HTTPResponse) {}
    }

    private func client(_ emulator: Emulator) throws -> AWSClient {
        let port = try #require(emulator.endpoint.split(separator: ":").last.flatMap { Int($0) })
        return AWSClient(
            transport: CurlTransport(), credentials: FakeAWSCredentials(),
            endpoints: FakeAWSEndpoints(host: "127.0.0.1", port: port),
            signer: SigV4Signer(), region: "us-east-1")
    }

    /// Two groups with two streams each, 150 events in all, a hostile one among them.
    private func seed(_ client: AWSClient, startMs: Int64) async throws -> [LogEvent] {
        var events: [LogEvent] = []
        for (groupNumber, group) in ["/aws/lambda/a", "/aws/lambda/b"].enumerated() {
            try await client.call(CreateLogGroup.self, .init(logGroupName: group))
            for stream in ["one", "two"] {
                try await client.call(CreateLogStream.self, .init(logGroupName: group, logStreamName: stream))
                let mine = (0..<(groupNumber == 0 ? 50 : 25)).map { number in
                    let at = startMs + Int64(number * 100 + groupNumber * 10)
                    let text =
                        number == 7
                        ? "ERROR \u{1B}[2J \u{202E} é\u{1F600}\n  at b" : #"{"level":"info","message":"line \#(number)"}"#
                    return LogEvent(id: "", group: group, stream: stream, atMs: at, message: text)
                }
                try await client.call(
                    PutLogEvents.self,
                    .init(
                        logGroupName: group, logStreamName: stream,
                        logEvents: mine.map { .init(timestamp: $0.atMs, message: $0.message) }))
                events += mine
            }
        }
        return events
    }

    private func essence(_ event: LogEvent) -> String { "\(event.atMs) \(event.group) \(event.stream) \(event.message)" }

    @Test(arguments: Emulator.Kind.allCases)
    func readsWhatWasWritten(kind: Emulator.Kind) async throws {
        let emulator = try Emulator(kind)
        let client = try client(emulator)
        let startMs = Date().milliseconds - 60_000
        let written = try await seed(client, startMs: startMs)
        let groups = ["/aws/lambda/a", "/aws/lambda/b"]

        let collector = LogCollector(client: client)
        let log = await collector.collect(groups: groups, since: Date(milliseconds: startMs))
        #expect(log.problem == nil)
        #expect(log.events.map(essence).sorted() == written.map(essence).sorted())
        #expect(log.events.map(\.atMs) == log.events.map(\.atMs).sorted())

        let later = await collector.collect(groups: groups, since: Date(milliseconds: startMs + 1000))
        #expect(later.events.count == written.count { $0.atMs >= startMs + 1000 })
        let found = await collector.collect(groups: groups, since: Date(milliseconds: startMs), pattern: "ERROR")
        #expect(found.events.count == 4 && found.events.allSatisfy { $0.message.hasPrefix("ERROR") })

        let described = try await client.all(DescribeLogGroups.self, .init(logGroupNamePrefix: "/aws/lambda/")) {
            $0.logGroups ?? []
        }
        #expect(described.map(\.logGroupName).sorted() == groups)
        #expect(described.allSatisfy { $0.identifier.hasPrefix("arn:") && !$0.identifier.hasSuffix("*") })
        let streams = try await client.all(DescribeLogStreams.self, .init(logGroupName: groups[0])) { $0.logStreams ?? [] }
        #expect(streams.map(\.logStreamName).sorted() == ["one", "two"])
    }

    /// Moto has no live tail, ministack has.
    @Test(arguments: Emulator.Kind.allCases)
    func tailsWithAndWithoutLiveTail(kind: Emulator.Kind) async throws {
        let emulator = try Emulator(kind)
        let client = try client(emulator)
        let startMs = Date().milliseconds - 60_000
        let written = try await seed(client, startMs: startMs)
        let batches = Batches()
        let tail = LogTail(
            LogQuestion(groups: ["/aws/lambda/a", "/aws/lambda/b"], from: Date(milliseconds: startMs)), client: client)
        let running = Task { await tail.run { await batches.take($0) } }
        await batches.wait { $0.flatMap(\.events).count >= written.count }
        let new = PutLogEvents.Event(timestamp: Date().milliseconds, message: "new")
        try await client.call(
            PutLogEvents.self, .init(logGroupName: "/aws/lambda/b", logStreamName: "two", logEvents: [new]))
        await batches.wait { $0.flatMap(\.events).count > written.count }
        let events = await batches.events
        #expect(events.map(essence).sorted() == (written.map(essence) + ["\(new.timestamp) /aws/lambda/b two new"]).sorted())
        running.cancel()
        await running.value
        let wasLive = await batches.all.contains { if case .live = $0.status.mode { true } else { false } }
        #expect(wasLive == (kind == .ministack))
    }

    @Test(arguments: Emulator.Kind.allCases)
    func runsAQuery(kind: Emulator.Kind) async throws {
        let emulator = try Emulator(kind)
        let client = try client(emulator)
        let startMs = Date().milliseconds - 60_000
        _ = try await seed(client, startMs: startMs)
        let runner = InsightsRunner(client: client, timeLimit: .seconds(60))
        let answer = try await runner.run(
            "fields @timestamp, @message | limit 5", groups: ["/aws/lambda/a"], from: Date(milliseconds: startMs - 1000),
            to: Date())
        #expect(answer.progress.status == "Complete")
        #expect(answer.columns == ["@timestamp", "@message"] && answer.rows.count == 5)
    }
}

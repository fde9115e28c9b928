import Foundation
import Support
import Synchronization
import Testing

@testable import AWS

/// Live tail through the client, against a scripted far end.
@Suite struct AWSClientStreamTests {
    /// Answers `stream` from a list of answers, each with its body in pieces and perhaps an error at the end.
    private final class StreamingTransport: Transport {
        struct Answer: Sendable {
            var status = 200
            var headers: [(name: String, value: String)] = [("Content-Type", "application/vnd.amazon.eventstream")]
            var pieces: [Data] = []
            var error: TransportError?
            var refuses: TransportError?
        }

        private let state: Mutex<(answers: [Answer], requests: [HTTPRequest])>

        init(_ answers: [Answer]) { state = Mutex((answers, [])) }

        var requests: [HTTPRequest] { state.withLock { $0.requests } }

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            throw TransportError(.invalid, "send is not for streams")
        }

        func stream(_ request: HTTPRequest) async throws -> HTTPStream {
            let answer = state.withLock { state in
                state.requests.append(request)
                return state.answers.removeFirst()
            }
            if let error = answer.refuses { throw error }
            let rest = Rest(answer)
            return HTTPStream(status: answer.status, headers: answer.headers) { try rest.next() }
        }

        private final class Rest: Sendable {
            private let pieces: Mutex<[Data]>
            private let error: TransportError?

            init(_ answer: Answer) {
                pieces = Mutex(answer.pieces)
                error = answer.error
            }

            func next() throws -> Data? {
                let next = pieces.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                if next == nil, let error { throw error }
                return next
            }
        }
    }

    private static let start = Data(EventStreamWriter.event("sessionStart", #"{"sessionId":"s"}"#))
    private static let update = Data(
        EventStreamWriter.event(
            "sessionUpdate",
            #"{"sessionMetadata":{"sampled":true},"sessionResults":[{"logStreamName":"s","logGroupIdentifier":"1:g","message":"a\ud83d","timestamp":5,"ingestionTime":6}]}"#
        ))
    private static let events: [StartLiveTail.Event] = [
        .started,
        .update(
            LiveTailUpdate(
                isSampled: true,
                events: [
                    LiveTailEvent(
                        logGroupIdentifier: "1:g", logStreamName: "s", timestamp: 5, ingestionTime: 6, message: "a\u{FFFD}")
                ])),
    ]

    private func client(_ transport: any Transport, host: String = "logs.test", credentials: [AWSCredentials] = [.example("1")])
        -> AWSClient
    {
        AWSClient(
            transport: transport, credentials: FakeAWSCredentials(credentials), endpoints: FakeAWSEndpoints(host: host),
            signer: AWSClientTests.StampSigner(), region: "eu-west-1", clock: FakeAWSClock(), jitter: { 0.5 })
    }

    private func open(_ transport: any Transport, host: String = "logs.test") async throws(AWSError) -> EventStream<StartLiveTail>
    {
        try await client(transport, host: host).stream(StartLiveTail.self, .init(logGroupIdentifiers: ["arn:g"]))
    }

    /// All events until the end or an error.
    private func read(_ stream: EventStream<StartLiveTail>) async -> ([StartLiveTail.Event], AWSError?) {
        var events: [StartLiveTail.Event] = []
        do throws(AWSError) {
            while let event = try await stream.next() { events.append(event) }
            return (events, nil)
        } catch {
            return (events, error)
        }
    }

    @Test func readsEventsUntilTheServiceEnds() async throws {
        let other = Data(EventStreamWriter.event("newKind", "{}"))
        let transport = StreamingTransport([
            .init(pieces: [Self.start + other + Self.update.prefix(9), Self.update.dropFirst(9)])
        ])
        let (events, error) = await read(try await open(transport))
        #expect(events == Self.events && error == nil)
        let request = transport.requests[0]
        #expect(request.host == "stream-logs.test")
        #expect(request.header("X-Amz-Target") == "Logs_20140328.StartLiveTail")
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"logGroupIdentifiers":["arn:g"]}"#)
        #expect(request.header("Authorization") != nil)
    }

    @Test(arguments: ["127.0.0.1", "10.1.2.3", "[::1]"])
    func putsNothingBeforeAnAddress(host: String) async throws {
        let transport = StreamingTransport([.init(pieces: [Self.start])])
        _ = try await open(transport, host: host)
        #expect(transport.requests[0].host == host)
    }

    @Test func triesOnlyTheOpeningAgain() async throws {
        let busy = StreamingTransport.Answer(
            status: 400, headers: [], pieces: [Data(#"{"__type":"ThrottlingException","message":"slow"}"#.utf8)])
        let refused = StreamingTransport.Answer(refuses: TransportError(.notConnected, "no"))
        let cut = StreamingTransport.Answer(pieces: [Self.start], error: TransportError(.interrupted, "cut"))
        let transport = StreamingTransport([busy, refused, cut, .init()])
        let (events, error) = await read(try await open(transport))
        #expect(events == [.started])
        #expect(error?.kind == .transport && error?.outcomeIsUnknown == false)
        #expect(error?.message == "The stream of CloudWatch Logs StartLiveTail in eu-west-1 broke. cut")
        #expect(transport.requests.count == 3)
        // Signed anew for each attempt, whose dates are in whole seconds.
        #expect(Set(transport.requests.map { $0.header("X-Amz-Date") }).count > 1)
    }

    @Test func saysWhyItWasRefused() async {
        let denied = StreamingTransport.Answer(
            status: 400, headers: [], pieces: [Data(#"{"__type":"AccessDeniedException","#.utf8), Data(#""message":"no"}"#.utf8)])
        let page = StreamingTransport.Answer(headers: [("Content-Type", "text/html")], pieces: [])
        for (answer, kind) in [(denied, AWSError.Kind.denied), (page, .notOffered)] {
            do throws(AWSError) {
                _ = try await open(StreamingTransport([answer, answer, answer]))
                Issue.record("it was opened")
            } catch {
                #expect(error.kind == kind)
            }
        }
    }

    @Test func tellsTheEndsOfAStreamApart() async throws {
        func failure(_ message: EventStreamMessage) async throws -> AWSError? {
            await read(try await open(StreamingTransport([.init(pieces: [Self.start, Data(EventStreamWriter.bytes(message))])])))
                .1
        }
        let timeout = try await failure(
            EventStreamMessage(
                headers: [
                    .init(":message-type", .string("exception")), .init(":exception-type", .string("SessionTimeoutException")),
                ],
                payload: Array(#"{"message":"over"}"#.utf8)))
        #expect(timeout?.code == "SessionTimeoutException")
        #expect(timeout?.message == "CloudWatch Logs StartLiveTail in eu-west-1 was refused (SessionTimeoutException): over")
        let error = try await failure(
            EventStreamMessage(headers: [
                .init(":message-type", .string("error")), .init(":error-code", .string("InternalFailure")),
                .init(":error-message", .string("oops")),
            ]))
        #expect(error?.code == "InternalFailure" && error?.message.contains("oops") == true)
        let bad = try await failure(
            EventStreamMessage(
                headers: [.init(":message-type", .string("event")), .init(":event-type", .string("sessionUpdate"))],
                payload: [0x7B]))
        #expect(bad?.kind == .unreadable)
        let cut = await read(try await open(StreamingTransport([.init(pieces: [Self.start, Self.update.dropLast()])])))
        #expect(cut.0 == [.started] && cut.1?.code == "Interrupted")
        let damaged = await read(try await open(StreamingTransport([.init(pieces: [Self.start, Data(Self.update.reversed())])])))
        #expect(damaged.1?.kind == .unreadable)
    }
}

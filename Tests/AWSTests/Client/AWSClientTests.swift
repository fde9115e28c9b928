import Foundation
import Model
import Support
import Testing

@testable import AWS

/// The client against a scripted far end: what goes out again, when, and with which words a failure comes back.
@Suite struct AWSClientTests {
    /// A read and a change, both with a JSON answer.
    enum Read: JSONOperation {
        static let target = Target(.sqs, "GetQueueUrl")
        static let mayRepeat = true
        struct Input: Encodable, Sendable { var queueName = "q" }
        struct Output: Decodable, Sendable { var queueUrl: String }
    }

    enum Change: JSONOperation {
        static let target = Target(.sqs, "PurgeQueue")
        static let mayRepeat = false
        typealias Input = Read.Input
        typealias Output = Read.Output
    }

    enum Unsigned: JSONOperation {
        static let target = Target(.sqs, "Open")
        static let mayRepeat = true
        static let isSigned = false
        typealias Input = Read.Input
        typealias Output = Read.Output
    }

    /// Writes who signs and when, instead of a signature.
    struct StampSigner: RequestSigner {
        func sign(_ request: HTTPRequest, credentials: AWSCredentials, region: String, service: String, at date: Date)
            -> HTTPRequest
        {
            var request = request
            request.headers.append(("Authorization", "\(credentials.accessKeyID) \(region) \(service)"))
            request.headers.append(("X-Amz-Date", Timestamp.iso8601(date)))
            return request
        }
    }

    struct Bench {
        let transport: FakeAWSTransport
        let credentials: FakeAWSCredentials
        let clock = FakeAWSClock()
        let client: AWSClient

        init(_ steps: [FakeAWSTransport.Step], credentials: [AWSCredentials] = [.example("1")]) {
            transport = FakeAWSTransport(steps)
            self.credentials = FakeAWSCredentials(credentials)
            client = AWSClient(
                transport: transport, credentials: self.credentials, endpoints: FakeAWSEndpoints(), signer: StampSigner(),
                region: "eu-west-1", clock: clock, version: "1.2", jitter: { 0.5 })
        }

        func error<Operation: AWSOperation>(_ operation: Operation.Type, _ input: Operation.Input) async -> AWSError? {
            await Self.error(of: client, operation, input)
        }

        static func error<Operation: AWSOperation>(
            of client: AWSClient, _ operation: Operation.Type, _ input: Operation.Input
        ) async -> AWSError? {
            do throws(AWSError) {
                _ = try await client.call(operation, input)
                Issue.record("the call succeeded")
                return nil
            } catch {
                return error
            }
        }
    }

    private static let good = FakeAWSTransport.Step.json(200, #"{"QueueUrl":"u"}"#)
    private static let throttled = FakeAWSTransport.Step.json(400, #"{"__type":"ThrottlingException","message":"slow"}"#)
    private static let expired = FakeAWSTransport.Step.json(400, #"{"__type":"ExpiredTokenException","message":"old"}"#)

    @Test func sendsWhatTheOperationWritesSignedForTheRegion() async throws {
        let bench = Bench([Self.good])
        #expect(try await bench.client.call(Read.self, .init()).queueUrl == "u")
        let request = bench.transport.requests[0]
        #expect(request.url == "http://aws.test/" && request.method == "POST")
        #expect(request.header("User-Agent") == "nightdesk/1.2")
        #expect(request.header("Authorization") == "AKIDEXAMPLE1 eu-west-1 sqs")
        #expect(request.mayRepeat)
        #expect(bench.clock.waits.isEmpty)
    }

    @Test func waitsAndSignsAnewAfterThrottling() async throws {
        let bench = Bench([Self.throttled, Self.throttled, Self.good])
        _ = try await bench.client.call(Change.self, .init())
        #expect(bench.clock.waits.first == .milliseconds(500))
        let dates = bench.transport.requests.map { $0.header("X-Amz-Date") }
        #expect(dates[0] != dates[2])
        #expect(bench.transport.requests.allSatisfy { !$0.mayRepeat })
        let meter = bench.client.meter.meter(at: bench.clock.now)
        #expect((meter.calls, meter.throttled, meter.failed) == (3, 2, 0))
        #expect(bench.client.limiter.share(.sqs, region: "eu-west-1") < 1)
        #expect(bench.client.limiter.share(.sqs, region: "us-east-1") == 1)
    }

    @Test func givesThrottlingUpAfterTheLastAttempt() async {
        let bench = Bench([Self.throttled, Self.throttled, Self.throttled])
        let error = await bench.error(Read.self, .init())
        #expect(error?.kind == .throttled && error?.code == "ThrottlingException" && error?.status == 400)
        #expect(error?.message == "SQS GetQueueUrl in eu-west-1 was refused (ThrottlingException): slow")
        #expect(bench.transport.requests.count == 3)
    }

    @Test(arguments: [[("x-amz-retry-after", "7000")], [("Retry-After", "7")]])
    func waitsAsLongAsTheAnswerAsks(headers: [(name: String, value: String)]) async throws {
        let bench = Bench([.json(503, "", headers: headers), Self.good])
        _ = try await bench.client.call(Read.self, .init())
        #expect(bench.clock.waits == [.seconds(7)])
    }

    @Test func renewsExpiredCredentialsOnce() async throws {
        let bench = Bench([Self.expired, Self.good], credentials: [.example("1"), .example("2")])
        _ = try await bench.client.call(Change.self, .init())
        #expect(await bench.credentials.refused == [.example("1")])
        #expect(bench.transport.requests.map { $0.header("Authorization")?.prefix(12) } == ["AKIDEXAMPLE1", "AKIDEXAMPLE2"])
        #expect(bench.clock.waits.isEmpty)
    }

    @Test func doesNotSendTheSameExpiredCredentialsTwice() async {
        let bench = Bench([Self.expired])
        let error = await bench.error(Read.self, .init())
        #expect(error?.kind == .credentials && error?.code == "ExpiredToken")
        #expect(bench.transport.requests.count == 1)
    }

    @Test(arguments: ["RequestTimeTooSkewed", "SignatureDoesNotMatch", "InvalidSignatureException", "RequestExpired"])
    func learnsTheServicesClockAndKeepsIt(code: String) async throws {
        // 2026-07-01T12:00:00Z there, while the fake clock says 10:00:00.
        let date = [(name: "Date", value: "Wed, 01 Jul 2026 12:00:00 GMT")]
        let bench = Bench([.json(403, #"{"__type":"\#(code)"}"#, headers: date), Self.good, Self.good])
        _ = try await bench.client.call(Change.self, .init())
        _ = try await bench.client.call(Read.self, .init())
        #expect(
            bench.transport.requests.map { $0.header("X-Amz-Date") } == [
                "2026-07-01T10:00:00Z", "2026-07-01T12:00:00Z", "2026-07-01T12:00:00Z",
            ])
    }

    @Test func blamesTheKeysForAWrongSignature_WhileTheClockIsRight() async {
        let date = [(name: "Date", value: "Wed, 01 Jul 2026 10:01:00 GMT")]
        let bench = Bench([.json(403, #"{"__type":"SignatureDoesNotMatch","message":"m"}"#, headers: date)])
        #expect(await bench.error(Read.self, .init())?.kind == .credentials)
        #expect(bench.transport.requests.count == 1)
    }

    @Test func repeatsAReadButNotAChange_AfterTheConnectionBroke() async throws {
        let broken = FakeAWSTransport.Step.fail(TransportError(.interrupted, "aws.test: reset."))
        _ = try await Bench([broken, Self.good]).client.call(Read.self, .init())
        let bench = Bench([broken])
        let error = await bench.error(Change.self, .init())
        #expect(error?.kind == .transport && error?.outcomeIsUnknown == true)
        #expect(error?.message == "SQS PurgeQueue in eu-west-1 got no answer. aws.test: reset.")
    }

    @Test func repeatsAChangeThatNeverLeft() async throws {
        let refused = FakeAWSTransport.Step.fail(TransportError(.notConnected, "refused."))
        let bench = Bench([refused, refused, refused])
        let error = await bench.error(Change.self, .init())
        #expect(bench.transport.requests.count == 3)
        #expect(error?.outcomeIsUnknown == false)
        #expect(bench.client.meter.meter(at: bench.clock.now).calls == 0)
    }

    @Test func callsTheOutcomeOfAChangeUnknown_WheneverItMayHaveHappened() async {
        let steps: [(FakeAWSTransport.Step, Bool)] = [
            (.json(500, "{}"), true), (.json(200, "{"), true), (.fail(TransportError(.timedOut, "")), true),
            (.fail(TransportError(.tls, "")), false), (.json(400, "{}"), false), (.json(403, "{}"), false),
        ]
        for (step, isUnknown) in steps {
            #expect(await Bench([step]).error(Change.self, .init())?.outcomeIsUnknown == isUnknown)
            #expect(await Bench([step, step, step]).error(Read.self, .init())?.outcomeIsUnknown == false)
        }
    }

    @Test func doesNotRetryWhatIsNotOffered() async {
        let page = HTTPResponse(status: 500, body: Data("<html><title>500</title>".utf8))
        let steps: [FakeAWSTransport.Step] = [
            .answer(page), .json(404, ""), .json(501, "{}"), .json(400, #"{"__type":"InvalidAction"}"#), .json(200, ""),
        ]
        for step in steps {
            let bench = Bench([step])
            #expect(await bench.error(Read.self, .init())?.kind == .notOffered)
            #expect(bench.clock.waits.isEmpty)
        }
    }

    @Test func readsAgainWhatWasCut() async throws {
        let cut = FakeAWSTransport.Step.json(200, #"{"QueueU"#)
        _ = try await Bench([cut, Self.good]).client.call(Read.self, .init())
        let error = await Bench([cut, cut, cut]).error(Read.self, .init())
        #expect(error?.kind == .unreadable)
        #expect(
            error?.message
                == "SQS GetQueueUrl in eu-west-1 was answered with 8 bytes (application/x-amz-json-1.0) that cannot be read: it is not JSON."
        )
    }

    @Test func signsNothing_WhereTheOperationCarriesNoSignature() async throws {
        let bench = Bench([Self.good], credentials: [])
        _ = try await bench.client.call(Unsigned.self, .init())
        #expect(bench.transport.requests[0].header("Authorization") == nil)
        #expect(await Bench([], credentials: []).error(Read.self, .init())?.code == "CredentialsUnavailable")
    }

    @Test func showsNoSecretThatTheServiceRepeats() async {
        let body = #"{"__type":"AccessDenied","message":"key secret-key-1 token session-token-1"}"#
        let error = await Bench([.json(403, body)]).error(Read.self, .init())
        #expect(error?.message.hasSuffix("key … token …") == true)
    }

    @Test func endsAtOnce_WhenCancelledInFlight() async {
        let bench = Bench([.hang])
        let task = Task { await bench.error(Read.self, .init()) }
        task.cancel()
        #expect(await task.value?.kind == .cancelled)
    }

    @Test func endsAtOnce_WhenCancelledWhileItWaits() async {
        let clock = ManualClock()
        let client = AWSClient(
            transport: FakeAWSTransport([Self.throttled, Self.good]), credentials: FakeAWSCredentials(),
            endpoints: FakeAWSEndpoints(),
            signer: StampSigner(), region: "eu-west-1", clock: clock, jitter: { 0.5 })
        let task = Task { await Bench.error(of: client, Read.self, .init()) }
        await clock.waitForSleepers()
        task.cancel()
        #expect(await task.value?.kind == .cancelled)
    }

    @Test func readsAllPagesUntilTheLast() async throws {
        let bench = Bench([
            .json(200, #"{"QueueUrls":["a","b"],"NextToken":"t"}"#), .json(200, #"{"NextToken":"s"}"#),
            .json(200, #"{"QueueUrls":["c"],"NextToken":""}"#),
        ])
        let urls = try await bench.client.all(ListQueues.self, .init()) { $0.queueUrls ?? [] }
        #expect(urls == ["a", "b", "c"])
        let tokens = bench.transport.requests.map { try? JSONSerialization.jsonObject(with: $0.body) as? [String: Any] }
        #expect(tokens.map { $0?["NextToken"] as? String } == [nil, "t", "s"])
    }

    @Test func stopsAtAServiceThatNeverEndsItsPages() async {
        struct Endless: Transport {
            func send(_ request: HTTPRequest) async throws -> HTTPResponse {
                HTTPResponse(status: 200, body: Data(#"{"NextToken":"t"}"#.utf8))
            }
        }
        let client = AWSClient(
            transport: Endless(), credentials: FakeAWSCredentials(), endpoints: FakeAWSEndpoints(), signer: StampSigner(),
            region: "eu-west-1", clock: FakeAWSClock())
        do throws(AWSError) {
            _ = try await client.all(ListQueues.self, .init()) { $0.queueUrls ?? [] }
            Issue.record("the pages ended")
        } catch {
            #expect(error.code == "EndlessPages")
        }
    }

    @Test func estimatesTheCostByThePriceList() async throws {
        let bench = Bench([Self.good, Self.throttled, Self.good])
        _ = try await bench.client.call(Read.self, .init())
        _ = try await bench.client.call(Read.self, .init())
        #expect(abs(bench.client.meter.meter(at: bench.clock.now).estimatedCostUSD - 3 * 0.000_000_4) < 1e-15)
    }
}

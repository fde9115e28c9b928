import AWS
import FoundationEssentials
import Model
import Support
import Synchronization
import Testing

@testable import Engines

@Suite(.timeLimit(.minutes(3))) struct InsightsRunnerTests {
    /// A far end whose query goes through states, the last one for ever, and that keeps what was called.
    private final class FarEnd: Transport {
        private let answers: Mutex<[String]>
        private let log = Mutex<[String]>([])

        init(_ answers: [String]) { self.answers = Mutex(answers) }

        var calls: [String] { log.withLock { $0 } }

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            let call = String(request.header("X-Amz-Target")?.split(separator: ".").last ?? "")
            log.withLock { $0.append(call) }
            let answer =
                switch call {
                case "StartQuery": #"{"queryId":"q-1"}"#
                case "StopQuery": #"{"success":true}"#
                default: answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
                }
            return HTTPResponse(status: 200, body: Data(answer.utf8))
        }
    }

    private static func answer(_ status: String, bytes: Double = 0, rows: String = "") -> String {
        #"{"status":"\#(status)","results":[\#(rows)],"statistics":{"bytesScanned":\#(bytes),"recordsScanned":10,"recordsMatched":1}}"#
    }

    private let clock = FakeAWSClock()

    private func client(_ far: any Transport) -> AWSClient {
        AWSClient(
            transport: far, credentials: FakeAWSCredentials(), endpoints: FakeAWSEndpoints(), signer: SigV4Signer(),
            region: "eu-west-1", clock: clock)
    }

    private func run(
        _ client: AWSClient, timeLimit: Duration = .seconds(900), progress: @Sendable (InsightsProgress) async -> Void = { _ in }
    ) async throws(AWSError) -> InsightsAnswer {
        try await InsightsRunner(client: client, clock: clock, timeLimit: timeLimit).run(
            "fields @message", groups: ["g"], from: Date(milliseconds: 5000), to: Date(milliseconds: 9000), progress: progress)
    }

    @Test func followsAQueryToItsTable() async throws {
        let row = #"[{"field":"@message","value":"m"},{"field":"@ptr","value":"p"}]"#
        let far = FarEnd([
            Self.answer("Scheduled"), Self.answer("Running", bytes: 1e9, rows: row),
            Self.answer("Complete", bytes: 3e9, rows: row),
        ])
        let client = client(far)
        let told = Mutex<[InsightsProgress]>([])
        let answer = try await run(client) { progress in told.withLock { $0.append(progress) } }
        #expect(answer.columns == ["@message"] && answer.rows == [["m"]])
        #expect(told.withLock { $0.map(\.status) } == ["Scheduled", "Running", "Complete"])
        #expect(far.calls == ["StartQuery", "GetQueryResults", "GetQueryResults", "GetQueryResults"])
        // Scanning is charged once, however often it is told.
        #expect(abs(client.meter.meter(at: clock.now).estimatedCostUSD - 0.015) < 1e-9)
        #expect(clock.waits == [.milliseconds(250), .milliseconds(375)])
    }

    @Test(arguments: ["Failed", "Cancelled", "Timeout"])
    func saysHowAQueryHasEnded(status: String) async {
        let far = FarEnd([Self.answer(status)])
        do throws(AWSError) {
            _ = try await run(client(far))
            Issue.record("there was an answer")
        } catch {
            #expect(error.code == "Query\(status)" && !error.hint.isEmpty)
        }
        #expect(!far.calls.contains("StopQuery"))
    }

    @Test func stopsAQueryThatTakesTooLong() async {
        let far = FarEnd([Self.answer("Running")])
        do throws(AWSError) {
            _ = try await run(client(far), timeLimit: .seconds(60))
            Issue.record("there was an answer")
        } catch {
            #expect(error.code == "QueryTooLong")
            #expect(error.message == "The query of Logs Insights was stopped after 60 s.")
        }
        #expect(far.calls.last == "StopQuery")
        #expect(clock.waits.reduce(.zero, +) == .seconds(60))
        #expect(clock.waits.allSatisfy { $0 <= .seconds(2) })
    }

    @Test func stopsAQueryThatNobodyWaitsForAnyMore() async {
        let far = FarEnd([Self.answer("Running")])
        let client = client(far)
        let running = Task {
            do throws(AWSError) {
                _ = try await run(client) { _ in withUnsafeCurrentTask { $0?.cancel() } }
                return AWSError.Kind?.none
            } catch {
                return error.kind
            }
        }
        #expect(await running.value == .cancelled)
        #expect(far.calls == ["StartQuery", "GetQueryResults", "StopQuery"])
    }

    @Test func stopsAQueryWhoseResultsCannotBeHad() async {
        let far = FarEnd(["not json"])
        do throws(AWSError) {
            _ = try await run(client(far))
            Issue.record("there was an answer")
        } catch {
            #expect(error.kind == .unreadable)
        }
        #expect(far.calls.last == "StopQuery")
    }
}

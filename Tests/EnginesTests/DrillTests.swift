import AWS
import Drill
import Engines
import FoundationEssentials
import Model
import Support
import Testing

@Suite(.timeLimit(.minutes(3))) struct DrillTests {
    @Test func whatIsNotSigned_IsRefused() async throws {
        let transport = DrillTransport(clock: ManualClock())
        for service in ["lambda", "sqs", "monitoring", "sts"] {
            let answer = try await transport.send(HTTPRequest(method: "POST", host: "\(service).us-east-1.amazonaws.com"))
            #expect(answer.status == 403)
        }
    }

    @Test func theSameSeedAndMinute_GiveTheSameWorld() async {
        let (first, second) = (Practice(.night(seed: 7)), Practice(.night(seed: 7)))
        let now = first.clock.now
        let other = Practice(.night(seed: 8))
        let rows = await first.lambda().poller.collect(at: now).rows
        #expect(await second.lambda().poller.collect(at: now).rows == rows)
        #expect(await other.lambda().poller.collect(at: now).rows != rows)
    }

    @Test func atAnyTimeOfADay_ThereIsTroubleToFind() async {
        let practice = Practice()
        for _ in 0..<4 {
            let now = practice.clock.now
            let functions = await practice.lambda().poller.collect(at: now)
            let queues = await practice.queues().poller.collect(at: now)
            #expect(functions.rows.first?.severity == .critical)
            #expect(functions.rows.contains { $0.severity == .warning })
            #expect((queues.rows.first?.severity ?? .ok) >= .warning)
            #expect(functions.rows.allSatisfy { $0.severity != .unknown })
            practice.clock.advance(by: .seconds(6 * 3600))
        }
    }

    @Test func aRefresh_TakesThreeMetricCalls() async {
        let practice = Practice()
        let (lambda, queues) = (practice.lambda().poller, practice.queues().poller)
        _ = await lambda.collect(at: practice.clock.now)
        practice.far.forgetCalls()
        _ = await lambda.collect(at: practice.clock.now)
        _ = await queues.collect(at: practice.clock.now)
        #expect(practice.far.calls["GetMetricData"] == 3)
    }
}

import AWS
import Foundation
import Model
import Support
import Synchronization
import Testing

@testable import Services

@Suite(.timeLimit(.minutes(1))) struct TwilioTests {
    @Test func callsAsTwilioWantsIt() async throws {
        let server = try FakeAWSServer { _ in ChannelScene.answer(201, #"{"sid":"CA9","status":"queued"}"#) }
        let outcome = await TwilioNotifier(ChannelScene.farEnds(server)).deliver(ChannelScene.delivery("phone", to: "+385 91 1"))
        #expect(outcome == .delivered(reference: "CA9"))
        let request = try #require(server.requests.first)
        #expect(request.method == "POST" && request.path == "/2010-04-01/Accounts/AC1/Calls.json" && request.query == nil)
        #expect(request.header("Authorization") == "Basic " + Data("AC1:hush-token-value".utf8).base64EncodedString())
        #expect(request.header("Content-Type") == "application/x-www-form-urlencoded")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == "Method=GET&To=%2B385%2091%201&From=%2B38511&Url=https%3A%2F%2Fexample.org%2Fcall.xml%3Fa%3D1%26b%3D2")
    }

    @Test func saysTwiliosOwnReason() async throws {
        let server = try FakeAWSServer { _ in ChannelScene.answer(400, #"{"code":21211,"message":"Invalid number","status":400}"#)
        }
        let outcome = await TwilioNotifier(ChannelScene.farEnds(server)).deliver(ChannelScene.delivery("phone", to: "+1"))
        #expect(outcome == .failed(reason: "Twilio answered 400: Invalid number (error 21211)", isFinal: true, retryAfter: nil))
    }

    @Test(arguments: [
        ("+385111", "+38511"), ("+385911", "+38599"), ("+3859", "+38599"), ("+38", "+1555"), ("385", "+1555"),
        ("default", "+1555"),
    ])
    func takesTheCallerIDOfTheLongestPrefix(number: String, callerID: String) {
        let registry = CallerIDRegistry(["+385": "+38511", "+3859": "+38599", "default": "+1555"])
        #expect(registry.callerID(for: number) == callerID)
    }

    @Test func failsForGoodWithoutACallerIDAndSendsNothing() async throws {
        let server = try FakeAWSServer { _ in ChannelScene.answer(201) }
        var farEnds = ChannelScene.farEnds(server)
        farEnds.callerIDs = { CallerIDRegistry(["+61": "+6117"]) }
        let outcome = await TwilioNotifier(farEnds).deliver(ChannelScene.delivery("phone", to: "+385911234567"))
        #expect(outcome.kind == "failed for good")
        #expect(outcome.reason.contains("…567") && server.requests.isEmpty)
        farEnds.callerIDs = { throw PostgresError(.unavailable, "No connection to PostgreSQL at db:5432/roesc: refused.") }
        let unread = await TwilioNotifier(farEnds).deliver(ChannelScene.delivery("phone", to: "+385911234567"))
        #expect(unread.kind == "failed" && unread.reason.contains("PostgreSQL at db"))
    }

    @Test func readsTheRegistryFromJSON() throws {
        #expect(
            try CallerIDRegistry(json: Data(#"{"+385":"+1","default":"+2"}"#.utf8))
                == CallerIDRegistry(["+385": "+1", "default": "+2"]))
        for bad in ["", "[]", #"{"+385":1}"#] { #expect(throws: (any Error).self) { try CallerIDRegistry(json: Data(bad.utf8)) } }
    }

    @Test(arguments: [
        ("completed", CallResult.answered), ("busy", .notAnswered("busy")), ("no-answer", .notAnswered("no-answer")),
        ("failed", .notAnswered("failed")), ("canceled", .notAnswered("canceled")),
    ])
    func asksUntilTheCallHasEnded(status: String, result: CallResult) async throws {
        let asked = Mutex(0)
        let transport = AnsweringTransport { request in
            #expect(request.method == "GET" && request.path == "/2010-04-01/Accounts/AC1/Calls/CA%2F9.json")
            let count = asked.withLock {
                $0 += 1
                return $0
            }
            // A question that fails in between is asked again.
            if count == 2 { return HTTPResponse(status: 503) }
            return HTTPResponse(status: 200, body: Data(#"{"sid":"CA9","status":"\#(count < 4 ? "ringing" : status)"}"#.utf8))
        }
        let farEnds = FarEnds(environment: ChannelScene.farEnds(nil).environment, transport: transport, clock: LeapingClock())
        #expect(await TwilioCallWatch(farEnds)?.result(of: "CA/9") == result)
        #expect(asked.withLock { $0 } == 4)
    }

    @Test func givesUpOnACallThatNeverEndsOrIsNotKnown() async throws {
        for (status, body) in [
            (200, #"{"status":"ringing"}"#), (404, #"{"code":20404,"message":"gone","status":404}"#), (200, "<html>"),
        ] {
            let transport = AnsweringTransport { _ in HTTPResponse(status: status, body: Data(body.utf8)) }
            let farEnds = FarEnds(environment: ChannelScene.farEnds(nil).environment, transport: transport, clock: LeapingClock())
            guard case .unknown(let reason)? = await TwilioCallWatch(farEnds)?.result(of: "CA9") else {
                Issue.record("\(body) is no result")
                continue
            }
            #expect(!reason.isEmpty)
        }
    }

    /// With `follow_calls` an attempt ends when its call has.
    @Test(arguments: [
        ("completed", "delivered"), ("busy", "failed"), ("no-answer", "failed"), ("failed", "failed"), ("canceled", "failed"),
        ("ringing", "unknown"),
    ])
    func deliversACallOnlyWhenItWasAnswered_WhereCallsAreFollowed(status: String, kind: String) async throws {
        let asked = Mutex<[String]>([])
        let transport = AnsweringTransport { request in
            asked.withLock { $0.append(request.method) }
            let isCall = request.method == "POST"
            return HTTPResponse(
                status: isCall ? 201 : 200, body: Data(#"{"sid":"CA9","status":"\#(isCall ? "queued" : status)"}"#.utf8))
        }
        var farEnds = ChannelScene.farEnds(nil, transport: transport)
        farEnds.clock = LeapingClock()
        farEnds.followsCalls = true
        let outcome = await ChannelScene.notifier("phone", farEnds).deliver(ChannelScene.delivery("phone", to: "+385911"))
        #expect(outcome.kind == kind)
        if kind == "delivered" { #expect(outcome == .delivered(reference: "CA9")) }
        if kind == "failed" { #expect(outcome.reason.contains(status)) }
        let methods = asked.withLock { $0 }
        #expect(methods.first == "POST" && methods.count { $0 == "POST" } == 1 && methods.count > 1)
    }

    @Test func followsNothing_WhereTwilioHasTakenNothing() async throws {
        let asked = Mutex(0)
        let transport = AnsweringTransport { _ in
            asked.withLock { $0 += 1 }
            return HTTPResponse(status: 500)
        }
        var farEnds = ChannelScene.farEnds(nil, transport: transport)
        farEnds.followsCalls = true
        let outcome = await ChannelScene.notifier("phone", farEnds).deliver(ChannelScene.delivery("phone", to: "+385911"))
        #expect(outcome.kind == "failed" && asked.withLock { $0 } == 1)
    }
}

private struct AnsweringTransport: Transport {
    let answer: @Sendable (HTTPRequest) -> HTTPResponse

    func send(_ request: HTTPRequest) async throws -> HTTPResponse { answer(request) }

    func stream(_ request: HTTPRequest) async throws -> HTTPStream { throw TransportError(.invalid, "no streams here") }
}

/// Time that leaps to whatever somebody waits for.
private final class LeapingClock: WallClock {
    private let time = Mutex(Date(timeIntervalSince1970: 0))

    var now: Date { time.withLock { $0 } }
    func sleep(until deadline: Date) async throws { time.withLock { $0 = max($0, deadline) } }
}

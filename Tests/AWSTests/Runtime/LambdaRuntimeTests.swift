import Foundation
import Support
import Testing

@testable import AWS

@Suite struct LambdaRuntimeTests {
    private func make(_ variables: [String: String]) -> LambdaRuntime? {
        var settings = CurlSettings()
        settings.ignoresProxies = true
        return LambdaRuntime(environment: variables, transport: CurlTransport(settings))
    }

    @Test func isNoRuntime_WhereTheVariableIsMissing() {
        #expect(make([:]) == nil && make(["AWS_LAMBDA_RUNTIME_API": ""]) == nil)
    }

    @Test func takesInvocationsAndAnswersThem() async throws {
        let api = try RuntimeAPI(invocations: ["8476a536-e9f4-11e8-9739-2dfe598c3fcd", "b"], seconds: 3600)
        let runtime = try #require(make(api.variables))
        let first = try await runtime.next()
        #expect(first.requestID == "8476a536-e9f4-11e8-9739-2dfe598c3fcd")
        let left = first.deadline.timeIntervalSinceNow
        #expect(left > 0 && left <= 3600)
        try await runtime.respond(to: first, #"{"delivered":1}"#)
        try await runtime.fail(try await runtime.next(), code: "Store.diskFull", message: "The disk is \"full\".")
        try await runtime.failInit(code: "NothingToRun", message: "m")
        let answers = api.answers
        #expect(answers.map(\.kind) == [.response, .error, .initError])
        #expect(answers.map(\.requestID) == ["8476a536-e9f4-11e8-9739-2dfe598c3fcd", "b", nil])
        #expect(answers[0].body == #"{"delivered":1}"#)
        #expect(
            answers[1].body == #"{"errorMessage":"The disk is \"full\".","errorType":"Store.diskFull","stackTrace":[]}"#)
        #expect(answers[1].errorType == "Nightdesk.Store.diskFull")
    }

    /// AWS: "Container error. Non-recoverable state. Runtime should exit promptly."
    @Test(arguments: [500, 403, 200]) func endsOnAnAnswerThatIsNoInvocation(status: Int) async throws {
        let server = try FakeAWSServer { _ in .answer(HTTPResponse(status: status)) }
        let runtime = try #require(make(["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(server.port)"]))
        let error = await #expect(throws: TransportError.self) { try await runtime.next() }
        #expect(error?.code == .invalid && error?.message.contains("\(status)") == true)
    }

    @Test func saysThatAnAnswerWasNotTaken() async throws {
        let server = try FakeAWSServer { _ in .answer(HTTPResponse(status: 413)) }
        let runtime = try #require(make(["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(server.port)"]))
        let invocation = LambdaRuntime.Invocation(requestID: "a", deadline: .now)
        await #expect(throws: TransportError.self) { try await runtime.respond(to: invocation, "{}") }
    }

    /// The Runtime API is on this machine, whatever proxy the function's own calls take.
    @Test func asksNoProxy() async throws {
        let api = try RuntimeAPI(invocations: ["a"])
        var settings = CurlSettings()
        settings.plainProxy = "http://127.0.0.1:9"
        settings.ignoresProxies = true
        let runtime = try #require(LambdaRuntime(environment: api.variables, transport: CurlTransport(settings)))
        #expect(try await runtime.next().requestID == "a")
    }
}

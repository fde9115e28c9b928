import AWS
import FoundationEssentials
import Support
import Testing

@testable import Drill

@Suite struct InvokeFarEndTests {
    private let shortener = "prd3292-prod1-us-east-1-shrtn-event-url"
    private let practice = PracticeStory(
        Scenario(
            name: "s", title: "S", limit: .seconds(600),
            events: [
                StoryEvent(
                    at: .zero,
                    .function(
                        FunctionTurn(
                            "prd3292-prod1-us-east-1-shrtn-event-url", [.errors: .value(1)], failure: "SettingsError: not loaded")
                    )),
                StoryEvent(at: .zero, .function(FunctionTurn("loneworker-check", [.throttles: .value(1_000_000_000)]))),
            ], fixes: [.invoke("altaworx-queue-creator", answer: "{\"ok\":1}")]))

    private func text(_ data: Data) -> String { String(decoding: data, as: UTF8.self) }

    @Test func aFunctionErrorIsToldApartFromAServiceError() async throws {
        let answer = try await practice.invoke(shortener, headers: [("X-Amz-Log-Type", "Tail")])
        #expect(answer.status == 200)
        #expect(answer.header("x-amz-function-error") == "Unhandled")
        #expect(text(answer.body) == #"{"errorType":"SettingsError","errorMessage":"not loaded","trace":[]}"#)
        let tail = try #require(answer.header("x-amz-log-result").flatMap { Data(base64Encoded: $0) }.map(text))
        #expect(tail.contains("SettingsError: not loaded") && tail.contains("REPORT RequestId:"))
    }

    @Test func theTailComesOnlyWhenAskedFor() async throws {
        #expect(try await practice.invoke(shortener).header("X-Amz-Log-Result") == nil)
    }

    @Test(arguments: [("RequestResponse", 200), ("Event", 202), ("DryRun", 204)])
    func answersEachType(type: String, status: Int) async throws {
        let answer = try await practice.invoke("loneworker-connect", headers: [("X-Amz-Invocation-Type", type)])
        #expect(answer.status == status)
        #expect(answer.body.isEmpty == (status != 200))
    }

    @Test func aDryRunMendsNothing_AnEventDoes() async throws {
        let fixed = "altaworx-queue-creator"
        _ = try await practice.invoke(fixed, headers: [("X-Amz-Invocation-Type", "DryRun")])
        #expect(practice.story.report.verdict == .running)
        _ = try await practice.invoke(fixed, headers: [("X-Amz-Invocation-Type", "Event")])
        #expect(practice.story.report.fix.isMet)
    }

    @Test func refusesWhatTheRealOneRefuses() async throws {
        func refusal(_ name: String, _ payload: String, _ type: String = "RequestResponse") async throws -> String {
            let answer = try await practice.invoke(name, payload, headers: [("X-Amz-Invocation-Type", type)])
            return "\(answer.status) \(answer.header("x-amzn-ErrorType") ?? "")"
        }
        #expect(try await refusal("nobody", "{}") == "404 ResourceNotFoundException")
        #expect(try await refusal(shortener, "{") == "400 InvalidRequestContentException")
        let large = "\"" + String(repeating: "x", count: 1 << 20) + "\""
        #expect(try await refusal(shortener, large, "Event") == "413 RequestTooLargeException")
        #expect(try await refusal("loneworker-connect", large) == "200 ")
        #expect(try await refusal("loneworker-check", "{}") == "429 TooManyRequestsException")
    }

    @Test func knowsNoVersions() async throws {
        let path = "/2015-03-31/functions/\(shortener)/"
        let aliases = try await practice.send("lambda", method: "GET", path: path + "aliases", "")
        #expect(text(aliases.body) == #"{"Aliases":[],"NextMarker":null}"#)
        let versions = try await practice.send("lambda", method: "GET", path: path + "versions", "")
        #expect(text(versions.body).contains(#""Version":"$LATEST""#))
    }

    @Test(arguments: [
        (
            #"{"Details":{"Parameters":{"buttonpressed":"1"},"ContactData":{"CustomerEndpoint":{"Address":"+447700900123"}}}}"#,
            "Your appointment has been checked in."
        ),
        (
            #"{"Details":{"Parameters":{"buttonpressed":"3"},"ContactData":{"CustomerEndpoint":{"Address":""}}}}"#,
            "Emergency email sent."
        ),
        (
            #"{"Details":{"Parameters":{"buttonpressed":"2"}}}"#,
            "An error occurred. Unable to find your phone number. Please phone the office."
        ),
        (#"{"Details":{"Parameters":{"buttonpressed":"9"}}}"#, "An error occurred. Unknown button. Please phone the office."),
        ("{}", "An error occurred. Unknown button. Please phone the office."),
    ])
    func theLoneWorkersFunctionAnswersItsButtons(payload: String, message: String) async throws {
        let answer = try await practice.invoke("loneworker-connect", payload)
        #expect(text(answer.body).contains("\"message\":\"\(message)\""))
    }
}

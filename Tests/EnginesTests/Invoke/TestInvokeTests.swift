import AWS
import FoundationEssentials
import Model
import Store
import Support
import Synchronization
import Testing

@testable import Engines

@Suite struct TestInvokeTests {
    private struct Scene {
        let folder: TemporaryFolder
        let audit: AuditLog
        let transport: FakeAWSTransport
        let client: AWSClient
        let invoke: TestInvoke

        init(_ steps: [FakeAWSTransport.Step]) throws {
            folder = try TemporaryFolder()
            audit = AuditLog(folder: folder.path)
            transport = FakeAWSTransport(steps)
            let clock = FakeAWSClock()
            client = AWSClient(
                transport: transport, credentials: FakeAWSCredentials(), endpoints: FakeAWSEndpoints(), signer: SigV4Signer(),
                region: "eu-west-1", clock: clock, jitter: { 0.5 })
            let desk = ChangeDesk(audit: audit, author: Author(user: "ana", host: "desk-1"), clock: clock)
            invoke = TestInvoke(client: client, desk: desk, clock: clock)
        }

        var modes: [String?] { transport.requests.map { $0.header("X-Amz-Invocation-Type") } }
    }

    private static let allowed = FakeAWSTransport.Step.answer(HTTPResponse(status: 204))
    private static let report =
        "REPORT RequestId: r-1\tDuration: 12.5 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\t\n"

    private static func done(_ body: String = "{}", error: String? = nil) -> FakeAWSTransport.Step {
        let log = Data("START\nhello\n\(report)".utf8).base64EncodedString()
        let failure = error.map { [("X-Amz-Function-Error", $0)] } ?? []
        return .answer(
            HTTPResponse(
                status: 200,
                headers: [("x-amzn-RequestId", "r-1"), ("X-Amz-Executed-Version", "7"), ("X-Amz-Log-Result", log)] + failure,
                body: Data(body.utf8)))
    }

    private func plan(
        mode: InvokePlan.Mode = .requestResponse, text: String = "{}", readOnly: Bool = false, qualifier: String? = "live"
    ) throws -> InvokePlan {
        try InvokePlan(
            functionName: "CheckFunction", qualifier: qualifier, mode: mode, payload: Payload(name: "p", text: text),
            place: Place(context: "c", region: "eu-west-1", account: "123456789012", isProduction: true, isReadOnly: readOnly),
            timeoutSeconds: 3)
    }

    @Test func runsTheFunctionAfterADryRun() async throws {
        let scene = try Scene([Self.allowed, Self.done(#"{"ok":true}"#)])
        let answer = await scene.invoke.run(try plan())
        #expect(scene.modes == ["DryRun", "RequestResponse"])
        #expect(answer.outcome == Outcome(.confirmed, requestID: "r-1"))
        let result = try #require(answer.result)
        #expect(result.payload == #"{"ok":true}"#)
        #expect(result.logTail.count == 3 && result.logTail[1] == "hello")
        #expect(result.durationMs == 12.5 && result.billedMs == 13 && result.memoryMB == 128 && result.maxMemoryMB == 40)
        #expect(result.initMs == nil && result.executedVersion == "7" && result.requestID == "r-1")
        let rows = try await scene.audit.list()
        #expect(rows.map(\.action) == ["lambda.invoke", "lambda.invoke"])
        #expect(rows.map(\.targets) == [["CheckFunction:live"], ["CheckFunction:live"]])
        #expect(rows.last?.outcome == .confirmed)
    }

    @Test func asksOnlyOnce_WhereTheDryRunWasMadeBefore() async throws {
        let scene = try Scene([Self.allowed, Self.done()])
        let plan = try plan()
        let check = await scene.invoke.check(plan)
        #expect(check == .allowed)
        #expect(try await scene.audit.list().isEmpty, "a dry run changes nothing")
        _ = await scene.invoke.run(plan, check: check)
        #expect(scene.modes == ["DryRun", "RequestResponse"])
    }

    @Test(arguments: ["AccessDeniedException", "ResourceNotFoundException", "InvalidParameterValueException"])
    func sendsNothing_WhereTheDryRunIsRefused(code: String) async throws {
        let refusal = FakeAWSTransport.Step.json(403, #"{"message":"no"}"#, headers: [("x-amzn-errortype", code)])
        let scene = try Scene([refusal])
        let answer = await scene.invoke.run(try plan())
        #expect(scene.modes == ["DryRun"])
        #expect(answer.outcome.kind == .failed)
        #expect(answer.outcome.problem?.code == code)
        #expect(answer.result == nil)
        #expect(try await scene.audit.list().last?.outcome == .failed)
    }

    @Test func goesOn_WhereDryRunsAreNotOffered() async throws {
        let page = FakeAWSTransport.Step.answer(
            HTTPResponse(status: 501, headers: [("Content-Type", "text/html")], body: Data("<html>no</html>".utf8)))
        let scene = try Scene([page, Self.done()])
        let answer = await scene.invoke.run(try plan())
        #expect(answer.outcome.kind == .confirmed)
        #expect(answer.outcome.note?.contains("no dry runs") == true)
    }

    @Test func tellsAFailedFunctionFromAFailedService() async throws {
        let failure = #"{"errorMessage":"no such table","errorType":"Error","trace":[]}"#
        let scene = try Scene([Self.allowed, Self.done(failure, error: "Unhandled")])
        let answer = await scene.invoke.run(try plan())
        #expect(answer.outcome.kind == .confirmed, "it was run")
        #expect(answer.outcome.note == "The function failed: Unhandled: Error: no such table")
        #expect(answer.result?.functionError == "Unhandled")
        #expect(answer.result?.errorText == "Unhandled: Error: no such table")

        let refusal = FakeAWSTransport.Step.json(
            400, #"{"message":"bad"}"#, headers: [("x-amzn-errortype", "InvalidRequestContentException")])
        let service = try Scene([Self.allowed, refusal])
        let refused = await service.invoke.run(try plan())
        #expect(refused.outcome.kind == .failed && refused.result == nil)
    }

    @Test(arguments: [TransportError.Code.timedOut, .interrupted, .cancelled])
    func callsItUnknown_WhenNoAnswerCame(code: TransportError.Code) async throws {
        let scene = try Scene([Self.allowed, .fail(TransportError(code, "Gone.")), Self.done()])
        let answer = await scene.invoke.run(try plan())
        #expect(scene.modes == ["DryRun", "RequestResponse"], "never sent twice")
        #expect(answer.outcome.kind == .unknown)
        #expect(answer.outcome.problem?.message.contains("may have run") == true)
        #expect(answer.outcome.problem?.hint.contains("/aws/lambda/CheckFunction") == true)
        #expect(try await scene.audit.list().last?.outcome == .unknown)
    }

    @Test(arguments: [500, 502, 503, 504]) func callsItUnknown_AfterAFaultOfTheService(status: Int) async throws {
        let scene = try Scene([
            Self.allowed, .json(status, #"{"message":"x"}"#, headers: [("x-amzn-errortype", "ServiceException")]),
        ])
        #expect(await scene.invoke.run(try plan()).outcome.kind == .unknown)
    }

    @Test(arguments: InvokeFault.neverStarted.sorted()) func callsItFailed_WhereLambdaCouldNotStartIt(code: String) async throws {
        let scene = try Scene([Self.allowed, .json(502, #"{"message":"x"}"#, headers: [("x-amzn-errortype", code)])])
        #expect(await scene.invoke.run(try plan()).outcome.kind == .failed)
    }

    @Test func callsItFailed_WhenItNeverLeft() async throws {
        let refused = FakeAWSTransport.Step.fail(TransportError(.notConnected, "Refused."))
        let scene = try Scene([Self.allowed, refused, refused, refused])
        #expect(await scene.invoke.run(try plan()).outcome.kind == .failed)
    }

    @Test func sendsNothingInReadOnly() async throws {
        let scene = try Scene([])
        let plan = try plan(readOnly: true)
        guard case .denied(let problem) = await scene.invoke.check(plan) else {
            Issue.record("the dry run was made")
            return
        }
        #expect(problem.code == "ReadOnly")
        #expect(await scene.invoke.run(plan).outcome.kind == .refused)
        #expect(await scene.invoke.run(plan, check: .allowed).outcome.kind == .refused)
        #expect(scene.transport.requests.isEmpty)
        #expect(try await scene.audit.list().compactMap(\.outcome) == [.refused, .refused])
    }

    @Test func handsAnEventOver() async throws {
        let scene = try Scene([Self.allowed, .answer(HTTPResponse(status: 202))])
        let answer = await scene.invoke.run(try plan(mode: .event))
        #expect(scene.modes == ["DryRun", "Event"])
        #expect(answer.outcome.kind == .confirmed && answer.result?.status == 202)
        #expect(try await scene.audit.list().first?.action == "lambda.invoke-async")
    }

    @Test func showsTheAnswerBeforeTheAuditIsClosed() async throws {
        let scene = try Scene([Self.allowed, Self.done()])
        let shown = Mutex<[InvokeAnswer]>([])
        let answer = await scene.invoke.run(try plan()) { [folder = scene.folder] came in
            shown.withLock { $0.append(came) }
            #expect(throws: Never.self) { try folder.block("audit.lock") }
        }
        #expect(shown.withLock { $0.map(\.result) } == [answer.result])
        #expect(answer.outcome.notRecorded != nil, "the row could not be closed any more")
    }

    @Test func previewsWhatWillHappen_Masked() throws {
        let preview = try plan(text: "{\"password\":\"x\",\n\"to\":\"+447700900123\"}").preview
        #expect(
            preview == [
                "Function   CheckFunction", "Qualifier  live", "Account    123456789012", "Region     eu-west-1",
                "Context    c (production)", "Call       Lambda Invoke, waits for the result", "Payload    p, 38 bytes",
                "{\"password\":\"[password]\",", "\"to\":\"…123\"}",
            ])
    }

    @Test func previewsALongPayloadInPart() throws {
        let lines = (0..<300).map { "\($0)" }.joined(separator: ",\n")
        let preview = try plan(text: "[\(lines),\n\"\(String(repeating: "x", count: 600))\"]").preview
        #expect(preview.last == "… and 101 more lines")
        #expect(preview.count == 7 + 201)
    }

    @Test func refusesABadPayloadBeforeAnything() {
        #expect(throws: Problem.self) { try plan(text: "{") }
    }

    @Test(arguments: [
        ("f", "/aws/lambda/f"), ("f:live", "/aws/lambda/f"),
        ("arn:aws:lambda:eu-west-1:123456789012:function:g:7", "/aws/lambda/g"),
    ])
    func knowsTheLogGroup(name: String, group: String) throws {
        let plan = try InvokePlan(
            functionName: name, payload: Payload(name: "p", text: "1"),
            place: Place(context: "c", region: "eu-west-1", isProduction: false))
        #expect(plan.logGroup == group)
    }

    @Test func showsNoNumbersOfTheAnswer() async throws {
        let scene = try Scene([Self.allowed, Self.done(#"{"calling number":"+447700900123","token":"t"}"#)])
        let result = try #require(await scene.invoke.run(try plan()).result)
        #expect(result.shown.payload == #"{"calling number":"…123","token":"[token]"}"#)
        #expect(result.payload.contains("+447700900123"), "whole for who asks for JSON")
    }

    @Test func writesTheResultAsJSON() async throws {
        let scene = try Scene([Self.allowed, Self.done("1")])
        let result = try #require(await scene.invoke.run(try plan()).result)
        #expect(
            result.json == #"""
                {"status":200,"functionError":null,"errorType":null,"errorMessage":null,"payload":"1","tookMs":0,"durationMs":12.5,\#
                "billedMs":13,"memoryMB":128,"maxMemoryMB":40,"initMs":null,"executedVersion":"7","requestId":"r-1",\#
                "logTail":["START","hello","REPORT RequestId: r-1\tDuration: 12.5 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\t"]}
                """#)
    }

    /// Answers by the last part of the path, since both lists are asked for at once.
    private struct Lists: Transport {
        var answers: [String: String]

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            let name = request.path.split(separator: "/").last.map(String.init) ?? ""
            return HTTPResponse(status: 200, body: Data((answers[name] ?? "").utf8))
        }
    }

    @Test func offersAliasesAndVersions() async throws {
        let versions = """
            {"Versions":[{"FunctionName":"f","Version":"$LATEST","Timeout":9},{"FunctionName":"f","Version":"2"},
            {"FunctionName":"f","Version":"10"}]}
            """
        let lists = Lists(answers: ["aliases": #"{"Aliases":[{"Name":"live","FunctionVersion":"2"}]}"#, "versions": versions])
        let client = AWSClient(
            transport: lists, credentials: FakeAWSCredentials(), endpoints: FakeAWSEndpoints(), signer: SigV4Signer(),
            region: "eu-west-1", clock: FakeAWSClock())
        #expect(
            await client.invokeOptions(for: "f")
                == InvokeOptions(
                    aliases: [.init(name: "live", version: "2")], versions: ["10", "2"], timeoutSeconds: 9, missing: []))
    }

    @Test func saysWhichChoicesCouldNotBeAsked() async throws {
        let denied = FakeAWSTransport.Step.json(403, "{}", headers: [("x-amzn-errortype", "AccessDeniedException")])
        let scene = try Scene([denied, denied])
        let options = await scene.client.invokeOptions(for: "f")
        #expect(options.aliases.isEmpty && options.versions.isEmpty && options.timeoutSeconds == nil)
        #expect(Set(options.missing.map(\.code)) == ["AccessDeniedException"])
    }
}

import AWS
import FoundationEssentials
import Model
import Store
import Support
import Testing

@testable import Engines

/// Against an emulator that really runs functions.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: Emulator.environment.path + "/bin/ministack")))
struct InvokeEmulatorTests {
    /// Only tests make functions.
    private enum CreateFunction: AWSOperation {
        static let target = Target(.lambda, "CreateFunction")
        static let mayRepeat = false

        static func encode(_ input: String) -> OperationRequest {
            let body = JSONText.object { json in
                json.member("FunctionName", input)
                json.member("Runtime", "python3.11")
                json.member("Role", "arn:aws:iam::000000000000:role/worker")
                json.member("Handler", "index.handler")
                json.member("Timeout", 10)
                json.key("Code")
                json.object { $0.member("ZipFile", archive) }
            }
            return .rest("POST", ["2015-03-31", "functions"], body: Data(body.utf8))
        }

        static func decode(_ response: HTTPResponse) -> Int { response.status }

        /// A zip file of `index.py`, whose handler prints "hello", adds a letter to the file that the event names, and then
        /// returns `{"ran": true}`, or raises ValueError("broken") where the event says "fail".
        private static let archive =
            """
            UEsDBBQAAAAIAAAAIVg29yR9lQAAANMAAAAIAAAAaW5kZXgucHlFzEsKwkAQBNB9TtH0agZCDpC9NxA34mI0PaZx7AmdzgfEu5sfWLsqeMXvLq\
            tB7ouGIrRBmkTqaCSxEh5ZjGbzdQFLOmUxhy2llNFv08TWQu5IdnHFyInwVgIG9BB6WPuu16ytmpSNHM7HBUfYbPWk5TwGTuj/QgP3BJeQBjqp\
            ZnV41/wiObCSDSrwQQ2CNZx1oG/xA1BLAQIUAxQAAAAIAAAAIVg29yR9lQAAANMAAAAIAAAAAAAAAAAAAACkAQAAAABpbmRleC5weVBLBQYAAA\
            AAAQABADYAAAC7AAAAAAA=
            """
    }

    private struct Surroundings: CredentialsProvider, EndpointResolver {
        var port: Int

        func credentials() async throws -> AWSCredentials {
            AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret", source: "test")
        }

        func invalidate(_ credentials: AWSCredentials) async {}

        func endpoint(for service: AWSService, region: String) -> Endpoint {
            Endpoint(scheme: "http", host: "127.0.0.1", port: port, signingRegion: region, signingName: service.rawValue)
        }
    }

    let invoke: TestInvoke
    let client: AWSClient
    let audit: AuditLog
    let folder: StateFolder
    /// The last to go: it waits until its connections are closed.
    let emulator: Emulator

    init() async throws {
        emulator = try Emulator(.ministack)
        folder = try StateFolder()
        audit = AuditLog(folder: folder.path)
        let surroundings = Surroundings(port: try #require(emulator.endpoint.split(separator: ":").last.flatMap { Int($0) }))
        client = AWSClient(
            transport: CurlTransport(), credentials: surroundings, endpoints: surroundings, signer: SigV4Signer(),
            region: "us-east-1")
        invoke = TestInvoke(client: client, desk: ChangeDesk(audit: audit, author: Author(user: "ana", host: "desk-1")))
        _ = try await client.call(CreateFunction.self, "CheckFunction")
    }

    private var runs: Int { (try? String(contentsOfFile: folder.path + "/runs", encoding: .utf8))?.count ?? 0 }

    private func plan(_ name: String = "CheckFunction", fail: Bool = false) throws -> InvokePlan {
        let event = JSONText.object { json in
            json.member("file", folder.path + "/runs")
            json.member("fail", fail)
        }
        return try InvokePlan(
            functionName: name, payload: Payload(name: "event", text: event),
            place: Place(context: "c", region: "us-east-1", isProduction: false), timeoutSeconds: 10)
    }

    @Test func runsAFunctionOnce_AndShowsWhatItSaid() async throws {
        let plan = try plan()
        #expect(await invoke.check(plan) == .allowed)
        #expect(runs == 0, "a dry run runs nothing")

        let answer = await invoke.run(plan, check: .allowed)
        #expect(answer.outcome.kind == .confirmed && answer.outcome.requestID != nil)
        #expect(answer.result?.payload == #"{"ran": true}"#)
        #expect(answer.result?.logTail.contains("hello") == true)
        #expect(answer.result?.executedVersion == "$LATEST")
        #expect(runs == 1)

        let failed = await invoke.run(try self.plan(fail: true), check: .allowed)
        #expect(failed.outcome.kind == .confirmed)
        #expect(failed.result?.functionError == "Unhandled")
        #expect(failed.result?.errorMessage == "broken")
        #expect(runs == 2)

        let missing = await invoke.run(try self.plan("NoFunction"))
        #expect(missing.outcome.kind == .failed && missing.result == nil)
        #expect(try await audit.list().compactMap(\.outcome) == [.confirmed, .confirmed, .failed])
        #expect(try await audit.verify().isOK)
    }

    @Test func offersTheVersionsThatThereAre() async throws {
        let options = await client.invokeOptions(for: "CheckFunction")
        #expect(options == InvokeOptions(aliases: [], versions: [], timeoutSeconds: 10, missing: []))
    }
}

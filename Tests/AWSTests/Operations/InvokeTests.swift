import Foundation
import Support
import Testing

@testable import AWS

@Suite struct InvokeTests {
    private func input(_ mode: Invoke.Mode = .requestResponse, qualifier: String? = nil, timeout: Int? = 5) -> Invoke.Input {
        Invoke.Input(
            functionName: "f", qualifier: qualifier, mode: mode, payload: Data(#"{"a":1}"#.utf8), functionTimeoutSeconds: timeout)
    }

    private func headers(_ request: OperationRequest) -> [String: String] {
        Dictionary(uniqueKeysWithValues: request.headers.map { ($0.name, $0.value) })
    }

    @Test func asksForTheResultAndTheTailOfTheLog() {
        let request = Invoke.encode(input(qualifier: "live"))
        #expect(request.method == "POST" && request.path == "/2015-03-31/functions/f/invocations")
        #expect(request.query.map(\.name) == ["Qualifier"] && request.query.map(\.value) == ["live"])
        #expect(
            headers(request) == [
                "Content-Type": "application/json", "X-Amz-Invocation-Type": "RequestResponse", "X-Amz-Log-Type": "Tail",
            ])
        #expect(request.body == Data(#"{"a":1}"#.utf8))
    }

    @Test(arguments: [Invoke.Mode.event, .dryRun]) func asksForNoLogWhereThereIsNone(mode: Invoke.Mode) {
        let request = Invoke.encode(input(mode))
        #expect(headers(request)["X-Amz-Invocation-Type"] == mode.rawValue)
        #expect(headers(request)["X-Amz-Log-Type"] == nil)
        #expect(request.timeout == .seconds(30))
    }

    @Test(arguments: [(3, 33), (0, 30), (-1, 30), (900, 930), (5000, 930), (nil, 930)])
    func waitsAsLongAsTheFunctionMayRun(functionSeconds: Int?, waited: Int) {
        #expect(Invoke.encode(input(timeout: functionSeconds)).timeout == .seconds(waited))
    }

    @Test func readsResultLogVersionAndError() {
        let response = HTTPResponse(
            status: 200,
            headers: [
                ("x-amz-executed-version", "7"), ("x-amz-function-error", "Unhandled"), ("x-amz-log-result", "aGVsbG8K"),
                ("x-amzn-requestid", "r-1"),
            ], body: Data("{}".utf8))
        #expect(
            Invoke.decode(response)
                == Invoke.Output(
                    status: 200, functionError: "Unhandled", executedVersion: "7", logTail: "hello\n", payload: Data("{}".utf8),
                    requestID: "r-1"))
        #expect(Invoke.decode(HTTPResponse(status: 202)) == Invoke.Output(status: 202))
        let damaged = HTTPResponse(status: 200, headers: [("X-Amz-Log-Result", "%%%")])
        #expect(Invoke.decode(damaged).logTail == nil)
    }

    private func client(_ steps: [FakeAWSTransport.Step]) -> (AWSClient, FakeAWSTransport) {
        let transport = FakeAWSTransport(steps)
        let client = AWSClient(
            transport: transport, credentials: FakeAWSCredentials(), endpoints: FakeAWSEndpoints(), signer: SigV4Signer(),
            region: "eu-west-1", clock: FakeAWSClock(), jitter: { 0.5 })
        return (client, transport)
    }

    private static let done = FakeAWSTransport.Step.answer(HTTPResponse(status: 200, body: Data("1".utf8)))

    @Test(arguments: [TransportError.Code.timedOut, .interrupted]) func isNeverSentTwice_OnceItMayHaveArrived(
        code: TransportError.Code
    ) async throws {
        let (client, transport) = client([.fail(TransportError(code, "Gone.")), Self.done])
        let error = await #expect(throws: AWSError.self) { try await client.call(Invoke.self, input()) }
        #expect(error?.outcomeIsUnknown == true)
        #expect(transport.requests.count == 1)
        #expect(transport.requests.first?.mayRepeat == false)
        #expect(transport.requests.first?.timeout == .seconds(35))
    }

    @Test func isNotSentAgainAfterAFaultOfTheService() async throws {
        let (client, transport) = client([.json(500, #"{"Type":"Service","message":"x"}"#), Self.done])
        let error = await #expect(throws: AWSError.self) { try await client.call(Invoke.self, input()) }
        #expect(error?.outcomeIsUnknown == true)
        #expect(transport.requests.count == 1)
    }

    @Test func isSentAgain_WhereItSurelyWasNotRun() async throws {
        let throttled = FakeAWSTransport.Step.json(
            429, "{}", headers: [("x-amzn-errortype", "TooManyRequestsException")])
        let (client, transport) = client([.fail(TransportError(.notConnected, "Refused.")), throttled, Self.done])
        #expect(try await client.call(Invoke.self, input()).payload == Data("1".utf8))
        #expect(transport.requests.count == 3)
    }

    @Test func doesNotSpendTheControlPlanesRate() {
        #expect(RateFamily(Invoke.target) != RateFamily(ListFunctions.target))
    }

    @Test func readsAliasesAndTheirShares() throws {
        let request = ListAliases.encode(.init(functionName: "f", marker: "m"))
        #expect(request.method == "GET" && request.path == "/2015-03-31/functions/f/aliases")
        #expect(request.query.map(\.value) == ["m"])
        let answer = """
            {"Aliases":[{"AliasArn":"arn","Name":"live","FunctionVersion":"3","Description":"",
            "RoutingConfig":{"AdditionalVersionWeights":{"4":0.1}},"RevisionId":"r"}],"NextMarker":"n"}
            """
        let output = try ListAliases.decode(HTTPResponse(status: 200, body: Data(answer.utf8)))
        #expect(output.aliases?.first?.functionVersion == "3")
        #expect(output.aliases?.first?.routingConfig?.additionalVersionWeights == ["4": 0.1])
        #expect(ListAliases.next(after: output, of: .init(functionName: "f"))?.marker == "n")
        #expect(ListAliases.next(after: .init(aliases: [], nextMarker: nil), of: .init(functionName: "f")) == nil)
    }

    @Test func readsVersions() throws {
        let request = ListVersionsByFunction.encode(.init(functionName: "f"))
        #expect(request.path == "/2015-03-31/functions/f/versions" && request.query.isEmpty)
        let answer = #"{"Versions":[{"FunctionName":"f","Version":"$LATEST","Timeout":5},{"FunctionName":"f","Version":"1"}]}"#
        let output = try ListVersionsByFunction.decode(HTTPResponse(status: 200, body: Data(answer.utf8)))
        #expect(output.versions?.map(\.version) == ["$LATEST", "1"])
        #expect(ListVersionsByFunction.next(after: output, of: .init(functionName: "f")) == nil)
    }
}

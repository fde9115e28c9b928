import AWS
import FoundationEssentials
import Model
import Support

@testable import Drill

/// The far end of a story, asked as AWS is asked, on a clock that moves only when told.
struct PracticeStory {
    let clock = ManualClock()
    let story: StoryTeller
    let client: AWSClient
    let transport: DrillTransport

    init(_ scenario: Scenario) {
        story = StoryTeller(scenario, clock: clock)
        transport = DrillTransport(story: story, clock: clock)
        client = AWSClient(
            transport: transport, credentials: FixedCredentials(), endpoints: FixedEndpoints(), signer: SigV4Signer(),
            region: "us-east-1", clock: clock, retry: RetryPolicy(maximumAttempts: 1), jitter: { 0.5 })
    }

    /// A call that has no operation here, signed well enough for the practice world.
    func send(
        _ service: String, target: String? = nil, method: String = "POST", path: String = "/", headers: [(String, String)] = [],
        _ body: String
    )
        async throws -> HTTPResponse
    {
        let scope = "AKIDEXAMPLE/20240115/us-east-1/\(service)/aws4_request"
        var all: [(name: String, value: String)] = [
            ("Authorization", "AWS4-HMAC-SHA256 Credential=\(scope), SignedHeaders=host, Signature=00"),
            ("X-Amz-Date", "20240115T100030Z"),
        ]
        if let target { all.append(("X-Amz-Target", target)) }
        for (name, value) in headers { all.append((name, value)) }
        return try await transport.send(
            HTTPRequest(
                method: method, host: "\(service).us-east-1.amazonaws.com", path: path, headers: all, body: Data(body.utf8)))
    }

    func invoke(_ function: String, _ payload: String = "{}", headers: [(String, String)] = []) async throws -> HTTPResponse {
        try await send("lambda", path: "/2015-03-31/functions/\(function)/invocations", headers: headers, payload)
    }
}

private struct FixedCredentials: CredentialsProvider {
    func credentials() async throws -> AWSCredentials {
        AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret", source: "test")
    }

    func invalidate(_ credentials: AWSCredentials) async {}
}

private struct FixedEndpoints: EndpointResolver {
    func endpoint(for service: AWSService, region: String) throws -> Endpoint {
        Endpoint(
            scheme: "https", host: "\(service.rawValue).\(region).amazonaws.com", signingRegion: region,
            signingName: service.rawValue)
    }
}

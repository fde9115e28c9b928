import AWS
import FoundationEssentials
import Support
import Testing

@Suite struct PresignedURLTests {
    private func client(_ credentials: [AWSCredentials] = [.example("1")]) throws -> AWSClient {
        let configuration = try AWSConfiguration(environment: .test())
        return AWSClient(
            transport: FakeAWSTransport([]), credentials: FakeAWSCredentials(credentials),
            endpoints: StandardEndpoints(configuration), signer: SigV4Signer(), region: "eu-west-1",
            clock: ManualClock(now: CredentialScene.start))
    }

    private func parameters(_ url: String) -> [String: String] {
        let query = url.split(separator: "?", maxSplits: 1)[1]
        return Dictionary(
            uniqueKeysWithValues: query.split(separator: "&").map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
                return (parts[0], parts[1])
            })
    }

    /// The signatures were made by botocore 1.43 (`HttpMethod="GET"`) with the same keys at the same instant.
    @Test func signsACallOfTheQueryProtocolAsBotocoreDoes() async throws {
        let link = try await client().presignedURL(GetCallerIdentity.self, .init(), lifetime: .seconds(60))
        #expect(link.url.hasPrefix("https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15&"))
        let parameters = parameters(link.url)
        #expect(
            parameters["X-Amz-Signature"] == "7c4032a5a6ff27f9c036bf2346d81c71f18facab077896a27e3bb25718127475")
        #expect(parameters["X-Amz-Expires"] == "60" && parameters["X-Amz-SignedHeaders"] == "host")
        #expect(link.expiresAt == CredentialScene.start.addingTimeInterval(60))
    }

    @Test func signsARESTCallAsBotocoreDoes() async throws {
        let input = ListFunctions.Input(marker: "a b/=", maxItems: 3)
        let link = try await client().presignedURL(ListFunctions.self, input, lifetime: .seconds(3600))
        #expect(link.url.hasPrefix("https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions?"))
        #expect(
            parameters(link.url)["X-Amz-Signature"] == "61b215f2b3d2d725d9ea3402d7657b74e4a85f363d6c88791bd5f34b213e0955")
    }

    @Test func endsWithTheCredentials_AndShowsNothingOfItself() async throws {
        var credentials = AWSCredentials.example("1")
        credentials.expiration = CredentialScene.start.addingTimeInterval(90)
        let link = try await client([credentials]).presignedURL(GetCallerIdentity.self, .init(), lifetime: .seconds(3600))
        #expect(link.expiresAt == credentials.expiration)
        for text in ["\(link)", String(reflecting: link)] { #expect(!text.contains("X-Amz") && !text.contains("AKID")) }
    }

    @Test(arguments: [Duration.zero, .milliseconds(999), .seconds(604_801), .seconds(-1)])
    func refusesALifetimeThatAWSWouldRefuse(lifetime: Duration) async throws {
        let client = try client()
        await #expect(throws: AWSError.self) {
            try await client.presignedURL(GetCallerIdentity.self, .init(), lifetime: lifetime)
        }
    }

    @Test func refusesCallsThatNeedABody_OrNoSignature() async throws {
        let client = try client()
        await #expect(throws: AWSError.self) {
            try await client.presignedURL(GetQueueUrl.self, .init(queueName: "q"), lifetime: .seconds(60))
        }
        await #expect(throws: AWSError.self) {
            let input = AssumeRoleWithWebIdentity.Input(roleARN: "r", roleSessionName: "s", webIdentityToken: "t")
            return try await client.presignedURL(AssumeRoleWithWebIdentity.self, input, lifetime: .seconds(60))
        }
        let nobody = try self.client([])
        await #expect(throws: AWSError.self) {
            try await nobody.presignedURL(GetCallerIdentity.self, .init(), lifetime: .seconds(60))
        }
    }
}

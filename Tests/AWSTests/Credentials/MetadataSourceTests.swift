import AWS
import FoundationEssentials
import Support
import Testing

@Suite struct MetadataSourceTests {
    @Test func asksTheContainersEndpoint() async throws {
        let scene = CredentialScene(
            ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials?id=1", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic x"],
            steps: [.metadata("TASK")])
        let credentials = try await scene.credentials()
        #expect(
            credentials.accessKeyID == "TASK" && credentials.source == "container-role"
                && credentials.sessionToken == "role-token")
        #expect(scene.transport.requests[0].url == "http://169.254.170.2/v2/credentials?id=1")
        #expect(scene.transport.requests[0].header("Authorization") == "Basic x")
        #expect(scene.transport.requests[0].timeout == .seconds(2))
    }

    @Test func readsTheTokenFromItsFile_BeforeTheVariable() async throws {
        let scene = CredentialScene(
            [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/token", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "other",
            ], files: ["/token": "from-file"], steps: [.metadata("POD")])
        #expect(try await scene.credentials().accessKeyID == "POD")
        #expect(scene.transport.requests[0].header("Authorization") == "from-file")
    }

    @Test(arguments: [
        ("http://localhost:1/x", true), ("http://127.8.9.10/x", true), ("http://[::1]/x", true), ("http://169.254.170.2/x", true),
        ("http://[fd00:ec2::23]/x", true), ("https://example.com/x", true), ("http://example.com/x", false),
        ("http://127.0.0.1.example.com/x", false), ("http://169.254.169.254/x", false), ("http://128.0.0.1/x", false),
        ("http://localhost@example.com/x", false), ("file:///etc/passwd", false),
    ])
    func sendsTheTokenOnlyToHostsThatMaySeeIt(_ url: String, _ isAllowed: Bool) async {
        let scene = CredentialScene(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url], steps: [.metadata("TASK")])
        let error = await scene.failure()
        #expect((error == nil) == isAllowed)
        #expect(scene.transport.requests.count == (isAllowed ? 1 : 0))
    }

    @Test func refusesATokenThatWouldAddAHeader() async {
        let scene = CredentialScene([
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/x", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "a\r\nX-Evil: 1",
        ])
        #expect(await scene.failure()?.code == "InvalidConfigError")
        #expect(scene.transport.requests.isEmpty)
    }

    @Test func triesTheContainerThreeTimes() async throws {
        let scene = CredentialScene(
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/x"],
            steps: [.text(500), .fail(TransportError(.notConnected, "Refused.")), .text(404)])
        async let failure = scene.failure()
        for _ in 1...2 {
            await scene.clock.waitForSleepers()
            scene.clock.advanceToNextDeadline()
        }
        #expect(await failure?.message.contains("status 404") == true)
        #expect(scene.clock.now == CredentialScene.start.addingTimeInterval(2))
    }

    @Test func asksTheInstanceWithAToken() async throws {
        let scene = CredentialScene(steps: [.text(200, "imds-token"), .text(200, "role\n"), .metadata("BOX")])
        let credentials = try await scene.credentials()
        #expect(credentials.accessKeyID == "BOX" && credentials.source == "iam-role")
        #expect(
            scene.transport.requests.map { "\($0.method) \($0.url)" } == [
                "PUT http://169.254.169.254/latest/api/token",
                "GET http://169.254.169.254/latest/meta-data/iam/security-credentials/",
                "GET http://169.254.169.254/latest/meta-data/iam/security-credentials/role",
            ])
        #expect(scene.transport.requests[0].header("x-aws-ec2-metadata-token-ttl-seconds") == "21600")
        #expect(scene.transport.requests[2].header("x-aws-ec2-metadata-token") == "imds-token")
        #expect(scene.transport.requests.allSatisfy { $0.timeout == .seconds(1) })
    }

    @Test(arguments: [
        FakeAWSTransport.Step.text(403), .text(404), .text(405), .fail(TransportError(.timedOut, "Late.")),
    ])
    func fallsBackToVersion1_UnlessThatIsRefused(_ step: FakeAWSTransport.Step) async throws {
        let scene = CredentialScene(steps: [step, .text(200, "role"), .metadata("BOX")])
        #expect(try await scene.credentials().accessKeyID == "BOX")
        #expect(scene.transport.requests[1].header("x-aws-ec2-metadata-token") == nil)
        let strict = CredentialScene(["AWS_EC2_METADATA_V1_DISABLED": "true"], steps: [step])
        #expect(await strict.failure()?.code == "NoCredentialsError")
        #expect(strict.transport.requests.count == 1)
    }

    @Test(arguments: [
        [FakeAWSTransport.Step.fail(TransportError(.notConnected, "No route."))], [.text(400)],
        [.text(200, "t"), .text(404)], [.text(200, "t"), .text(200, "role"), .text(200, #"{"Code":"Failed","Message":"m"}"#)],
    ])
    func takesAnInstanceWithoutARoleForNone(_ steps: [FakeAWSTransport.Step]) async {
        let scene = CredentialScene(steps: steps)
        #expect(await scene.failure()?.code == "NoCredentialsError")
        #expect(scene.transport.requests.count == steps.count)
    }

    @Test func asksAnotherEndpoint_OrNone() async throws {
        let scene = CredentialScene(
            ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://localhost:1338/"],
            steps: [.text(200, "t"), .text(200, "role"), .metadata("BOX")])
        #expect(try await scene.credentials().accessKeyID == "BOX")
        #expect(scene.transport.requests[0].url == "http://localhost:1338/latest/api/token")
        let off = CredentialScene(["AWS_EC2_METADATA_DISABLED": "true"])
        #expect(await off.failure()?.code == "NoCredentialsError")
        #expect(off.transport.requests.isEmpty)
    }

    @Test func goesOnWithOldInstanceCredentials_WhileAWSCannotRenewThem() async throws {
        let scene = CredentialScene(
            steps: [.text(200, "t"), .text(200, "role"), .metadata("BOX", expires: "2024-01-15T09:00:00Z")])
        #expect(try await scene.credentials().expiration == CredentialScene.start.addingTimeInterval(15 * 60 + 120))
    }

    @Test func knowsTheRegionOfTheInstance() async throws {
        let scene = CredentialScene(steps: [.text(200, "t"), .text(200, "eu-west-1")])
        let configuration = try AWSConfiguration(environment: scene.files.environment())
        let dependencies = CredentialDependencies(transport: scene.transport, clock: scene.clock)
        #expect(try await configuration.instanceRegion(dependencies) == "eu-west-1")
        #expect(scene.transport.requests[1].url == "http://169.254.169.254/latest/meta-data/placement/region")
        #expect(try await configuration.instanceRegion(dependencies) == nil)
    }
}

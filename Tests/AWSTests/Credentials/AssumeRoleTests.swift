import AWS
import FoundationEssentials
import Support
import Testing

@Suite struct AssumeRoleTests {
    private static let base = "[base]\naws_access_key_id = BASE\naws_secret_access_key = base-secret\n"

    @Test func assumesTheRoleWithTheSourceProfile() async throws {
        let scene = CredentialScene(
            ["AWS_REGION": "eu-west-1"],
            config: """
                [profile ops]
                role_arn = arn:aws:iam::123456789012:role/ops+x
                source_profile = base
                external_id = e/1
                role_session_name = ann
                duration_seconds = 900
                """, credentials: Self.base, profile: "ops", steps: [.role("ROLE")])
        let credentials = try await scene.credentials()
        #expect(
            credentials.accessKeyID == "ROLE" && credentials.source == "assume-role" && credentials.accountID == "123456789012")
        #expect(credentials.expiration == CredentialScene.start.addingTimeInterval(3600))
        let request = try #require(scene.transport.requests.first)
        #expect(request.url == "https://sts.eu-west-1.amazonaws.com/")
        #expect(request.header("Authorization")?.contains("Credential=BASE/20240115/eu-west-1/sts/aws4_request") == true)
        let form = Set(scene.body().split(separator: "&"))
        #expect(
            form == [
                "Action=AssumeRole", "Version=2011-06-15", "RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fops%2Bx",
                "ExternalId=e%2F1", "RoleSessionName=ann", "DurationSeconds=900",
            ])
    }

    @Test func followsAChainOfRoles() async throws {
        let scene = CredentialScene(
            config: """
                [profile top]
                role_arn = top
                source_profile = middle
                [profile middle]
                role_arn = middle
                source_profile = base
                """, credentials: Self.base, profile: "top", steps: [.role("MIDDLE"), .role("TOP")])
        #expect(try await scene.credentials().accessKeyID == "TOP")
        #expect(scene.transport.requests.map { $0.header("Authorization")?.contains("MIDDLE/") } == [false, true])
        #expect(scene.transport.requests[1].header("X-Amz-Security-Token") == "role-token")
        #expect(scene.body(0).contains("RoleSessionName=nightdesk-1705312800"))
    }

    @Test func mayUseItsOwnKeys_WhenItNamesItself() async throws {
        let scene = CredentialScene(
            config: "[default]\nrole_arn = r\nsource_profile = default\n",
            credentials: "[default]\naws_access_key_id = OWN\naws_secret_access_key = s\n", steps: [.role("ROLE")])
        #expect(try await scene.credentials().accessKeyID == "ROLE")
        #expect(scene.transport.requests[0].header("Authorization")?.contains("Credential=OWN/") == true)
    }

    @Test func prefersTheKeysOfASourceProfile_OverARoleThatItAlsoNames() async throws {
        let scene = CredentialScene(
            config: "[profile top]\nrole_arn = r\nsource_profile = base\n[profile base]\nrole_arn = other\nsource_profile = x\n",
            credentials: Self.base, profile: "top", steps: [.role("ROLE")])
        #expect(try await scene.credentials().accessKeyID == "ROLE")
        #expect(scene.transport.requests.count == 1)
    }

    @Test(
        arguments: [
            (
                "Environment", ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s"], [FakeAWSTransport.Step.role("ROLE")],
                "ENV"
            ),
            (
                "EcsContainer", ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"], [.metadata("TASK"), .role("ROLE")], "TASK"
            ),
            ("Ec2InstanceMetadata", [:], [.text(200, "token"), .text(200, "role"), .metadata("BOX"), .role("ROLE")], "BOX"),
        ] as [(String, [String: String], [FakeAWSTransport.Step], String)])
    func takesItsSourceFromAName(
        _ name: String, _ variables: [String: String], _ steps: [FakeAWSTransport.Step], _ signer: String
    ) async throws {
        let scene = CredentialScene(
            variables, config: "[profile ops]\nrole_arn = r\ncredential_source = \(name)\n", profile: "ops", steps: steps)
        #expect(try await scene.credentials().accessKeyID == "ROLE")
        #expect(scene.transport.requests.last?.header("Authorization")?.contains("Credential=\(signer)/") == true)
    }

    @Test(arguments: [
        ("role_arn = r\nsource_profile = base\ncredential_source = Environment\n", "InvalidConfigError", "both"),
        ("role_arn = r\n", "PartialCredentialsError", "source_profile or credential_source"),
        ("role_arn = r\nsource_profile = gone\n", "InvalidConfigError", "\"gone\""),
        ("role_arn = r\ncredential_source = environment\n", "InvalidConfigError", "\"environment\""),
        ("role_arn = r\ncredential_source = Environment\n", "CredentialRetrievalError", "Environment"),
        ("role_arn = r\nsource_profile = a\n", "InfiniteLoopConfigError", "a → a"),
        (
            "role_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\nsource_profile = a\n", "InfiniteLoopConfigError",
            "a → b → a"
        ),
        (
            "role_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\nsource_profile = b\n", "InfiniteLoopConfigError",
            "a → b → b"
        ),
        ("role_arn = r\nsource_profile = empty\n[profile empty]\nregion = x\n", "InvalidConfigError", "no credentials"),
        ("role_arn = r\nsource_profile = base\nmfa_serial = m\n", "MFARequired", "MFA"),
    ])
    func refusesProfilesThatLeadNowhere(_ profile: String, _ code: String, _ detail: String) async {
        let scene = CredentialScene(config: "[profile a]\n" + profile, credentials: Self.base, profile: "a")
        let error = await scene.failure()
        #expect(error?.code == code && error?.kind == .credentials)
        #expect(error?.message.contains(detail) == true)
        #expect(error?.hint.isEmpty == false)
    }

    /// The file name was computed with botocore 1.43's AssumeRoleCredentialFetcher.
    @Test func takesWhatTheCLIHasGotWithAnMFACode() async throws {
        let name = "/home/ann/.aws/cli/cache/\(Self.cacheName).json"
        let entry = """
            {"Credentials":{"AccessKeyId":"CACHED","SecretAccessKey":"s","SessionToken":"t","Expiration":"2024-01-15T10:30:00+00:00"}}
            """
        let scene = CredentialScene(
            config: """
                [profile ops]
                role_arn = arn:aws:iam::123456789012:role/ops
                source_profile = base
                mfa_serial = arn:aws:iam::123456789012:mfa/ann
                external_id = e"1
                duration_seconds = 3600
                """, credentials: Self.base, files: [name: entry], profile: "ops")
        #expect(try await scene.credentials().accessKeyID == "CACHED")
        scene.clock.advance(by: .seconds(1800))
        #expect(await scene.failure()?.code == "MFARequired")
    }

    private static let cacheName = "58197c5fd699976e4ae9a9fe2a44327a29e8b5dd"

    @Test func saysWhySTSRefused_WithoutSecrets() async {
        let scene = CredentialScene(
            config: "[profile ops]\nrole_arn = r\nsource_profile = base\n", credentials: Self.base, profile: "ops",
            steps: [
                .xml(
                    403,
                    """
                    <ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>\
                    <Message>User: ann is not authorized (base-secret)</Message></Error><RequestId>id-1</RequestId></ErrorResponse>
                    """)
            ])
        let error = await scene.failure()
        #expect(
            error?.code == "AccessDenied" && error?.kind == .credentials && error?.status == 403 && error?.requestID == "id-1")
        #expect(error?.message.contains("ann is not authorized") == true && error?.hint.contains("trust policy") == true)
        #expect(error.map { "\($0)".contains("base-secret") } == false)
    }

    @Test func triesAgain_AfterFaultsOfTheServiceAndTheNetwork() async throws {
        let scene = CredentialScene(
            config: "[profile ops]\nrole_arn = r\nsource_profile = base\n", credentials: Self.base, profile: "ops",
            steps: [.text(503), .fail(TransportError(.interrupted, "Cut.")), .role("ROLE")])
        async let credentials = scene.credentials()
        for _ in 1...2 {
            await scene.clock.waitForSleepers()
            scene.clock.advanceToNextDeadline()
        }
        #expect(try await credentials.accessKeyID == "ROLE")
    }

    @Test func signsWithTheServicesTime_WhenTheClockIsWrong() async throws {
        let fault = "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>m</Message></Error></ErrorResponse>"
        let scene = CredentialScene(
            config: "[profile ops]\nrole_arn = r\nsource_profile = base\n", credentials: Self.base, profile: "ops",
            steps: [.xml(403, fault, headers: [("Date", "Mon, 15 Jan 2024 10:20:00 GMT")]), .role("ROLE")])
        #expect(try await scene.credentials().accessKeyID == "ROLE")
        #expect(scene.transport.requests.map { $0.header("X-Amz-Date") } == ["20240115T100000Z", "20240115T102000Z"])
    }

    @Test func tradesAWebIdentityToken() async throws {
        let files = ["/var/token": "a.b+c"]
        let step = FakeAWSTransport.Step.role("WEB", action: "AssumeRoleWithWebIdentity")
        let variables = [
            "AWS_WEB_IDENTITY_TOKEN_FILE": "/var/token", "AWS_ROLE_ARN": "arn", "AWS_ROLE_SESSION_NAME": "pod",
            "AWS_REGION": "eu-west-1",
        ]
        let scene = CredentialScene(variables, files: files, steps: [step])
        let credentials = try await scene.credentials()
        #expect(credentials.accessKeyID == "WEB" && credentials.source == "assume-role-with-web-identity")
        #expect(scene.transport.requests[0].header("Authorization") == nil)
        #expect(scene.body().contains("WebIdentityToken=a.b%2Bc") && scene.body().contains("RoleSessionName=pod"))

        let profile = "[profile web]\nrole_arn = arn\nweb_identity_token_file = /var/token\n"
        let other = CredentialScene(variables, config: profile, files: files, profile: "web", steps: [step])
        #expect(try await other.credentials().accessKeyID == "WEB")
        #expect(other.body().contains("RoleSessionName=nightdesk-"))
    }

    @Test(arguments: [
        (["AWS_WEB_IDENTITY_TOKEN_FILE": "/var/token"], "InvalidConfigError", "no role"),
        (["AWS_WEB_IDENTITY_TOKEN_FILE": "/gone", "AWS_ROLE_ARN": "r"], "CredentialRetrievalError", "/gone"),
    ])
    func refusesHalfAWebIdentity(_ variables: [String: String], _ code: String, _ detail: String) async {
        let error = await CredentialScene(variables, files: ["/var/token": "t"]).failure()
        #expect(error?.code == code && error?.message.contains(detail) == true)
    }
}

import AWS
import FoundationEssentials
import Support
import Testing

@Suite struct SSOTests {
    private static let session = """
        [profile ops]
        sso_session = corp
        sso_account_id = 123456789012
        sso_role_name = On Call
        [sso-session corp]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1
        """
    private static let legacy = """
        [profile ops]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1
        sso_account_id = 123456789012
        sso_role_name = On Call
        """
    /// SHA-1 of `corp` and of the start URL.
    private static let sessionPath = "/home/ann/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
    private static let legacyPath = "/home/ann/.aws/sso/cache/a51746d4aa793ae07b25e90c3a5db96fc7832bd7.json"
    /// Good until 11:00, an hour from the start.
    private static let roleAnswer = FakeAWSTransport.Step.json(
        200,
        #"{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"s","sessionToken":"t","expiration":1705316400000}}"#)

    private static func token(_ expires: String, canRefresh: Bool = true) -> String {
        let refresh =
            canRefresh
            ? #","refreshToken":"refresh-1","clientId":"client","clientSecret":"hush","registrationExpiresAt":"2024-03-01T00:00:00Z""#
            : ""
        return #"{"startUrl":"u","region":"r","accessToken":"access-1","expiresAt":"\#(expires)"\#(refresh)}"#
    }

    @Test(arguments: [
        (session, sessionPath, "2024-01-15T18:00:00Z"), (legacy, legacyPath, "2024-01-15T18:00:00Z"),
        (legacy, legacyPath, "2024-01-15T18:00:00UTC"),
    ])
    func tradesTheTokenOfTheCLIForARole(_ config: String, _ path: String, _ expires: String) async throws {
        let scene = CredentialScene(config: config, files: [path: Self.token(expires)], profile: "ops", steps: [Self.roleAnswer])
        let credentials = try await scene.credentials()
        #expect(credentials.accessKeyID == "SSO" && credentials.source == "sso" && credentials.accountID == "123456789012")
        #expect(credentials.expiration == CredentialScene.start.addingTimeInterval(3600))
        let request = try #require(scene.transport.requests.first)
        #expect(
            request.url
                == "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?role_name=On%20Call&account_id=123456789012"
        )
        #expect(request.header("x-amz-sso_bearer_token") == "access-1" && request.header("Authorization") == nil)
    }

    @Test func renewsTheTokenOfASession_AndKeepsItForTheCLI() async throws {
        let scene = CredentialScene(
            config: Self.session, files: [Self.sessionPath: Self.token("2024-01-15T10:14:59Z")], profile: "ops",
            steps: [.json(200, #"{"accessToken":"access-2","expiresIn":28800,"refreshToken":"refresh-2"}"#), Self.roleAnswer])
        #expect(try await scene.credentials().accessKeyID == "SSO")
        #expect(scene.transport.requests[0].url == "https://oidc.eu-west-1.amazonaws.com/token")
        let asked = scene.body()
        for part in [#""grantType":"refresh_token""#, #""clientSecret":"hush""#, #""refreshToken":"refresh-1""#] {
            #expect(asked.contains(part))
        }
        #expect(scene.transport.requests[1].header("x-amz-sso_bearer_token") == "access-2")
        let kept = try #require(scene.files[Self.sessionPath])
        for part in [#""accessToken":"access-2""#, #""refreshToken":"refresh-2""#, #""expiresAt":"2024-01-15T18:00:00Z""#] {
            #expect(kept.contains(part))
        }
        #expect(kept.contains(#""registrationExpiresAt":"2024-03-01T00:00:00Z""#) && kept.contains(#""clientSecret":"hush""#))
    }

    @Test func goesOnWithAnOldToken_WhenItsRenewalFails() async throws {
        let scene = CredentialScene(
            config: Self.session, files: [Self.sessionPath: Self.token("2024-01-15T10:10:00Z")], profile: "ops",
            steps: [.json(400, #"{"error":"invalid_grant"}"#), Self.roleAnswer])
        #expect(try await scene.credentials().accessKeyID == "SSO")
        #expect(scene.transport.requests[1].header("x-amz-sso_bearer_token") == "access-1")
    }

    @Test(
        arguments: [
            (session, sessionPath, nil, []), (session, sessionPath, "no json", []),
            (session, sessionPath, token("2024-01-15T09:00:00Z"), [FakeAWSTransport.Step.json(400, "{}")]),
            (session, sessionPath, token("2024-01-15T09:00:00Z", canRefresh: false), []),
            (legacy, legacyPath, token("2024-01-15T10:00:00Z"), []),
            (legacy, legacyPath, token("2024-01-15T18:00:00Z"), [.json(401, #"{"message":"Session token not found"}"#)]),
        ] as [(String, String, String?, [FakeAWSTransport.Step])])
    func saysHowToSignInAgain(
        _ config: String, _ path: String, _ token: String?, _ steps: [FakeAWSTransport.Step]
    ) async {
        let scene = CredentialScene(config: config, files: token.map { [path: $0] } ?? [:], profile: "ops", steps: steps)
        let error = await scene.failure()
        #expect(error?.code == "UnauthorizedSSOTokenError" && error?.kind == .credentials)
        #expect(error?.hint.contains("aws sso login --profile ops") == true)
        #expect(error.map { "\($0)".contains("access-1") || "\($0)".contains("hush") } == false)
    }

    @Test func seesASignInThatHappensMeanwhile() async throws {
        let scene = CredentialScene(config: Self.session, profile: "ops", steps: [Self.roleAnswer])
        let chain = try scene.chain()
        await #expect(throws: AWSError.self) { try await chain.credentials() }
        scene.files[Self.sessionPath] = Self.token("2024-01-15T18:00:00Z")
        #expect(try await chain.credentials().accessKeyID == "SSO")
    }

    @Test(arguments: [
        ("[profile ops]\nsso_account_id = 1\n", "sso_role_name, sso_start_url, sso_region"),
        ("[profile ops]\nsso_session = gone\nsso_account_id = 1\nsso_role_name = r\n", "\"gone\""),
        (session.replacing("sso_session = corp", with: "sso_session = corp\nsso_region = us-east-1"), "disagree"),
    ])
    func refusesHalfAConfiguration(_ config: String, _ detail: String) async {
        let error = await CredentialScene(config: config, profile: "ops").failure()
        #expect(error?.code == "InvalidConfigError" && error?.message.contains(detail) == true)
    }

    @Test func saysWhenTheRoleIsNotOurs() async {
        let scene = CredentialScene(
            config: Self.legacy, files: [Self.legacyPath: Self.token("2024-01-15T18:00:00Z")], profile: "ops",
            steps: [.json(403, #"{"message":"No access"}"#, headers: [("x-amzn-ErrorType", "ForbiddenException")])])
        let error = await scene.failure()
        #expect(error?.code == "ForbiddenException" && error?.message.contains("On Call") == true)
    }
}

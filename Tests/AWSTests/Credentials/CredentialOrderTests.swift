import AWS
import FoundationEssentials
import Support
import Testing

@Suite struct CredentialOrderTests {
    struct Case: CustomTestStringConvertible {
        var variables: [String: String] = [:]
        var config: String?
        var credentials: String?
        var profile: String?
        let source: String
        let key: String
        var testDescription: String { "\(variables.keys.sorted()) \(config ?? "") \(credentials ?? "") \(profile ?? "")" }
    }

    private static let variables = ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s"]
    private static func keys(_ name: String, _ key: String) -> String {
        "[\(name)]\naws_access_key_id = \(key)\naws_secret_access_key = s\n"
    }

    static let cases = [
        Case(variables: variables, credentials: keys("default", "FILE"), source: "env", key: "ENV"),
        Case(credentials: keys("default", "FILE"), source: "shared-credentials-file", key: "FILE"),
        Case(config: keys("default", "CONFIG"), source: "config-file", key: "CONFIG"),
        Case(
            config: keys("default", "CONFIG"), credentials: keys("default", "FILE"), source: "shared-credentials-file",
            key: "FILE"),
        // A flag takes the variables out; a variable that names a profile does not.
        Case(
            variables: variables, credentials: keys("ops", "OPS"), profile: "ops", source: "shared-credentials-file", key: "OPS"),
        Case(
            variables: variables.merging(["AWS_PROFILE": "ops"]) { $1 }, credentials: keys("ops", "OPS"), source: "env",
            key: "ENV"),
        Case(variables: ["AWS_PROFILE": "ops"], credentials: keys("ops", "OPS"), source: "shared-credentials-file", key: "OPS"),
        Case(
            config: keys("profile ops", "CONFIG") + "credential_process = /bin/p\n", profile: "ops", source: "custom-process",
            key: "PROCESS"),
        Case(
            config: "[profile ops]\ncredential_process = /bin/p\n", credentials: keys("ops", "OPS"), profile: "ops",
            source: "shared-credentials-file", key: "OPS"),
        // Empty variables are none.
        Case(
            variables: ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""], credentials: keys("default", "FILE"),
            source: "shared-credentials-file", key: "FILE"),
    ]

    @Test(arguments: cases) func asksTheSourcesInBotocoresOrder(_ example: Case) async throws {
        let scene = CredentialScene(
            example.variables, config: example.config, credentials: example.credentials, profile: example.profile,
            processOutput: #"{"Version":1,"AccessKeyId":"PROCESS","SecretAccessKey":"s"}"#)
        let credentials = try await scene.credentials()
        #expect(credentials.source == example.source)
        #expect(credentials.accessKeyID == example.key)
        #expect(scene.transport.requests.isEmpty)
    }

    @Test func readsAllThatTheEnvironmentSays() async throws {
        let scene = CredentialScene([
            "AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t", "AWS_ACCOUNT_ID": "123456789012",
            "AWS_CREDENTIAL_EXPIRATION": "2024-01-15T12:00:00+01:00",
        ])
        let credentials = try await scene.credentials()
        #expect(credentials.sessionToken == "t" && credentials.accountID == "123456789012")
        #expect(credentials.expiration == CredentialScene.start.addingTimeInterval(3600))
    }

    @Test(
        arguments: [
            (["AWS_ACCESS_KEY_ID": "ENV"], nil, "PartialCredentialsError", "AWS_SECRET_ACCESS_KEY"),
            ([:], "[default]\naws_access_key_id = FILE\n", "PartialCredentialsError", "aws_secret_access_key"),
            (
                ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "hush", "AWS_CREDENTIAL_EXPIRATION": "soon"], nil,
                "InvalidConfigError", "AWS_CREDENTIAL_EXPIRATION"
            ),
            (
                [
                    "AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "hush",
                    "AWS_CREDENTIAL_EXPIRATION": "2024-01-15T09:59:59Z",
                ], nil,
                "ExpiredCredentials", "env"
            ),
            (["AWS_EC2_METADATA_DISABLED": "true"], nil, "NoCredentialsError", "\"default\""),
        ] as [([String: String], String?, String, String)])
    func saysWhatIsMissing_WithoutSecrets(
        _ variables: [String: String], _ credentials: String?, _ code: String, _ detail: String
    ) async {
        let error = await CredentialScene(variables, credentials: credentials).failure()
        #expect(error?.kind == .credentials && error?.code == code)
        #expect(error?.message.contains(detail) == true && error?.hint.isEmpty == false)
        #expect(error.map { "\($0)".contains("hush") } == false)
    }

    @Test func doesNotGoOnToTheInstance_WhenAProfileIsBroken() async {
        let scene = CredentialScene(config: "[default]\nrole_arn = r\n")
        #expect(await scene.failure()?.code == "PartialCredentialsError")
        #expect(scene.transport.requests.isEmpty)
    }
}

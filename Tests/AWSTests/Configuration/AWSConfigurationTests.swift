import AWS
import Testing

@Suite struct AWSConfigurationTests {
    private static let config = """
        [default]
        region = from-default
        [profile ops]
        region = from-ops
        max_attempts = 7
        retry_mode = adaptive
        ca_bundle = /ops.pem
        use_fips_endpoint = true
        metadata_service_timeout = 5
        [profile bare]
        output = json
        """

    @Test(
        arguments: [
            (nil, [:], nil), ("ops", [:], "ops"), (nil, ["AWS_PROFILE": "ops"], "ops"),
            (nil, ["AWS_DEFAULT_PROFILE": "ops"], "ops"), (nil, ["AWS_PROFILE": "bare", "AWS_DEFAULT_PROFILE": "ops"], "bare"),
            ("ops", ["AWS_PROFILE": "bare"], "ops"), (nil, ["AWS_PROFILE": ""], nil),
            (nil, ["AWS_PROFILE": "", "AWS_DEFAULT_PROFILE": "ops"], "ops"),
        ] as [(String?, [String: String], String?)])
    func choosesTheProfile(_ flag: String?, _ variables: [String: String], _ name: String?) throws {
        let configuration = try make(AWSOptions(profile: flag), variables)
        #expect(configuration.profileName == name)
        #expect(configuration.namesProfileExplicitly == (flag != nil))
    }

    @Test(
        arguments: [
            (AWSOptions(), [:], "from-default"), (AWSOptions(profile: "ops"), [:], "from-ops"),
            (AWSOptions(profile: "bare"), [:], nil), (AWSOptions(), ["AWS_REGION": "a", "AWS_DEFAULT_REGION": "b"], "a"),
            (AWSOptions(), ["AWS_DEFAULT_REGION": "b"], "b"), (AWSOptions(region: "c"), ["AWS_REGION": "a"], "c"),
            (AWSOptions(profile: "ops"), ["AWS_REGION": ""], "from-ops"),
        ] as [(AWSOptions, [String: String], String?)])
    func choosesTheRegionAsTheCLIDoes(_ options: AWSOptions, _ variables: [String: String], _ region: String?) throws {
        #expect(try make(options, variables).region == region)
    }

    @Test func takesTheRestFromVariablesThenProfileThenDefaults() throws {
        let bare = try make(AWSOptions(profile: "bare"))
        #expect(bare.maxAttempts == 3 && bare.retryMode == .standard && bare.caBundle == nil && !bare.usesFIPS)
        #expect(bare.metadata.timeout == .seconds(1) && bare.metadata.endpoint == "http://169.254.169.254")
        let ops = try make(AWSOptions(profile: "ops"))
        #expect(ops.maxAttempts == 7 && ops.retryMode == .adaptive && ops.caBundle == "/ops.pem" && ops.usesFIPS)
        #expect(ops.metadata.timeout == .seconds(5))
        let told = try make(
            AWSOptions(profile: "ops"),
            [
                "AWS_MAX_ATTEMPTS": "1", "AWS_RETRY_MODE": "legacy", "AWS_CA_BUNDLE": "/told.pem", "AWS_USE_FIPS_ENDPOINT": "no",
                "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6", "AWS_EC2_METADATA_DISABLED": "TRUE",
            ])
        #expect(told.maxAttempts == 1 && told.retryMode == .legacy && told.caBundle == "/told.pem" && !told.usesFIPS)
        #expect(told.metadata.endpoint == "http://[fd00:ec2::254]" && told.metadata.isDisabled)
    }

    @Test(arguments: [
        ("AWS_MAX_ATTEMPTS", "many"), ("AWS_MAX_ATTEMPTS", "0"), ("AWS_RETRY_MODE", "hasty"),
        ("AWS_METADATA_SERVICE_TIMEOUT", "1.5"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ipv5"),
    ])
    func refusesValuesThatAreNone_NamingTheVariable(_ variable: String, _ value: String) {
        let error = #expect(throws: ConfigurationError.self) { try make(AWSOptions(), [variable: value]) }
        #expect(error?.code == "InvalidConfigError")
        #expect(error?.message.contains(variable) == true && error?.message.contains(value) == true)
    }

    @Test(
        arguments: [
            (AWSOptions(profile: "nobody"), [:]), (AWSOptions(), ["AWS_PROFILE": "nobody"]),
        ] as [(AWSOptions, [String: String])])
    func refusesAProfileThatDoesNotExist(_ options: AWSOptions, _ variables: [String: String]) {
        let error = #expect(throws: ConfigurationError.self) { try make(options, variables) }
        #expect(error?.code == "ProfileNotFound")
        #expect(error?.message.contains("\"nobody\"") == true)
    }

    struct Hint: CustomTestStringConvertible {
        var profile: String?
        var variables: [String: String] = [:]
        var config: String?
        var credentials: String?
        let isThere: Bool
        var testDescription: String { "\(profile ?? "") \(variables) \(config ?? "") \(credentials ?? "")" }
    }

    static let hints = [
        Hint(isThere: false), Hint(profile: "x", isThere: true), Hint(variables: ["AWS_REGION": "eu-west-1"], isThere: false),
        Hint(variables: ["AWS_ACCESS_KEY_ID": "k"], isThere: true), Hint(variables: ["AWS_ACCESS_KEY_ID": ""], isThere: false),
        Hint(variables: ["AWS_PROFILE": "x"], isThere: true), Hint(variables: ["AWS_DEFAULT_PROFILE": "x"], isThere: true),
        Hint(variables: ["AWS_WEB_IDENTITY_TOKEN_FILE": "/t"], isThere: true),
        Hint(variables: ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2"], isThere: true),
        Hint(variables: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost"], isThere: true),
        Hint(variables: ["AWS_ENDPOINT_URL": "http://h"], isThere: false),
        Hint(config: "[default]\nregion = a\n", isThere: false),
        Hint(credentials: "[default]\naws_access_key_id = k\n", isThere: true),
        Hint(config: "[default]\naws_access_key_id = k\n", isThere: true),
        Hint(config: "[default]\nsso_session = s\n", isThere: true),
        Hint(config: "[default]\nsso_account_id = 1\n", isThere: true), Hint(config: "[default]\nrole_arn = r\n", isThere: true),
        Hint(config: "[default]\ncredential_process = p\n", isThere: true),
        Hint(config: "[default]\nlogin_session = l\n", isThere: true),
        Hint(config: "[profile other]\naws_access_key_id = k\n", isThere: false),
        Hint(credentials: "[other]\naws_access_key_id = k\n", isThere: false), Hint(credentials: "broken", isThere: true),
    ]

    @Test(arguments: hints) func tellsWithoutTheNetworkWhetherCredentialsAreConfigured(_ hint: Hint) {
        let environment = AWSEnvironment.test(hint.variables, config: hint.config, credentials: hint.credentials)
        let options = AWSOptions(profile: hint.profile)
        #expect(AWSConfiguration.hasCredentialHints(options: options, environment: environment) == hint.isThere)
    }

    @Test func readsAtMostTwoFilesForTheHint() {
        let files = TestFiles()
        #expect(!AWSConfiguration.hasCredentialHints(options: AWSOptions(), environment: files.environment()))
        #expect(files.readCount == 2)
        #expect(AWSConfiguration.hasCredentialHints(options: AWSOptions(profile: "x"), environment: files.environment()))
        #expect(files.readCount == 2)
    }

    private func make(_ options: AWSOptions, _ variables: [String: String] = [:]) throws -> AWSConfiguration {
        try AWSConfiguration(options: options, environment: .test(variables, config: Self.config))
    }
}

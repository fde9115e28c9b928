import AWS
import Testing

@Suite struct StandardEndpointsTests {
    /// Hosts that botocore 1.43 built for the same service and region.
    @Test(
        arguments: [
            (.sts, "us-east-1", "sts.us-east-1.amazonaws.com"), (.lambda, "eu-west-1", "lambda.eu-west-1.amazonaws.com"),
            (.sqs, "cn-north-1", "sqs.cn-north-1.amazonaws.com.cn"),
            (.cloudWatch, "us-gov-west-1", "monitoring.us-gov-west-1.amazonaws.com"),
            (.logs, "us-iso-east-1", "logs.us-iso-east-1.c2s.ic.gov"),
            (.sts, "us-isob-east-1", "sts.us-isob-east-1.sc2s.sgov.gov"),
            (.lambda, "eu-isoe-west-1", "lambda.eu-isoe-west-1.cloud.adc-e.uk"),
            (.sqs, "us-isof-south-1", "sqs.us-isof-south-1.csp.hci.ic.gov"),
            (.sso, "eu-west-1", "portal.sso.eu-west-1.amazonaws.com"),
            (.ssoOIDC, "cn-north-1", "oidc.cn-north-1.amazonaws.com.cn"),
            (.cloudWatch, "eusc-de-east-1", "monitoring.eusc-de-east-1.amazonaws.eu"),
            (.lambda, "xx-new-1", "lambda.xx-new-1.amazonaws.com"), (.signin, "eu-west-1", "eu-west-1.signin.aws.amazon.com"),
            (.signin, "cn-north-1", "cn-north-1.signin.amazonaws.cn"),
            (.signin, "us-gov-west-1", "us-gov-west-1.signin.amazonaws-us-gov.com"),
            (.signin, "us-iso-east-1", "signin.us-iso-east-1.c2s.ic.gov"),
        ] as [(AWSService, String, String)])
    func findsTheHostOfEachPartition(_ service: AWSService, _ region: String, _ host: String) throws {
        let endpoint = try endpoints().endpoint(for: service, region: region)
        #expect(endpoint.host == host)
        #expect(endpoint.scheme == "https" && endpoint.port == nil && endpoint.path.isEmpty && endpoint.signingRegion == region)
    }

    struct Variants {
        let service: AWSService
        let region: String
        let fips: String
        let dualStack: String
        let both: String
    }

    /// As botocore 1.43.
    static let variants = [
        Variants(
            service: .sts, region: "us-east-1", fips: "sts-fips.us-east-1.amazonaws.com", dualStack: "sts.us-east-1.api.aws",
            both: "sts-fips.us-east-1.api.aws"),
        Variants(
            service: .lambda, region: "us-gov-west-1", fips: "lambda-fips.us-gov-west-1.amazonaws.com",
            dualStack: "lambda.us-gov-west-1.api.aws", both: "lambda-fips.us-gov-west-1.api.aws"),
        Variants(
            service: .sqs, region: "us-gov-west-1", fips: "sqs.us-gov-west-1.amazonaws.com",
            dualStack: "sqs.us-gov-west-1.api.aws", both: "sqs-fips.us-gov-west-1.api.aws"),
        Variants(
            service: .cloudWatch, region: "us-gov-west-1", fips: "monitoring.us-gov-west-1.amazonaws.com",
            dualStack: "monitoring.us-gov-west-1.api.aws", both: "monitoring.us-gov-west-1.api.aws"),
        Variants(
            service: .logs, region: "cn-north-1", fips: "logs-fips.cn-north-1.amazonaws.com.cn",
            dualStack: "logs.cn-north-1.api.amazonwebservices.com.cn", both: "logs-fips.cn-north-1.api.amazonwebservices.com.cn"),
        Variants(
            service: .sso, region: "eu-west-1", fips: "portal.sso-fips.eu-west-1.amazonaws.com",
            dualStack: "portal.sso.eu-west-1.api.aws", both: "portal.sso-fips.eu-west-1.api.aws"),
        Variants(
            service: .ssoOIDC, region: "us-gov-west-1", fips: "oidc.us-gov-west-1.amazonaws.com",
            dualStack: "oidc.us-gov-west-1.api.aws", both: "oidc-fips.us-gov-west-1.api.aws"),
        Variants(
            service: .signin, region: "eu-west-1", fips: "signin-fips.eu-west-1.amazonaws.com",
            dualStack: "signin.eu-west-1.api.aws", both: "signin-fips.eu-west-1.api.aws"),
    ]

    @Test(arguments: variants) func findsFIPSAndDualStackHosts(_ expected: Variants) throws {
        func host(_ variables: [String: String]) throws -> String {
            try endpoints(variables).endpoint(for: expected.service, region: expected.region).host
        }
        #expect(try host(["AWS_USE_FIPS_ENDPOINT": "true"]) == expected.fips)
        #expect(try host(["AWS_USE_DUALSTACK_ENDPOINT": "true"]) == expected.dualStack)
        #expect(try host(["AWS_USE_FIPS_ENDPOINT": "true", "AWS_USE_DUALSTACK_ENDPOINT": "True"]) == expected.both)
    }

    @Test func signsForCloudWatchAsMonitoring_AndForGlobalNamesInARealRegion() throws {
        #expect(try endpoints().endpoint(for: .cloudWatch, region: "eu-west-1").signingName == "monitoring")
        #expect(try endpoints().endpoint(for: .sts, region: "aws-global").signingRegion == "us-east-1")
        #expect(try endpoints().endpoint(for: .sts, region: "aws-cn-global").host == "sts.cn-northwest-1.amazonaws.com.cn")
    }

    private static let config = """
        [default]
        services = local
        endpoint_url = http://profile:4
        [profile plain]
        endpoint_url = http://profile:4
        [profile quiet]
        endpoint_url = http://profile:4
        ignore_configured_endpoint_urls = true
        [services local]
        sqs =
          endpoint_url = http://section:3
        cloudwatch =
          endpoint_url = http://section:5
        """

    struct Choice {
        let service: AWSService
        var options = AWSOptions()
        var variables: [String: String] = [:]
        let host: String
    }

    static let choices = [
        Choice(
            service: .sqs, options: AWSOptions(endpointURL: "http://flag:1"),
            variables: ["AWS_ENDPOINT_URL_SQS": "http://own:1"],
            host: "flag"),
        Choice(
            service: .sqs, variables: ["AWS_ENDPOINT_URL_SQS": "http://own:1", "AWS_ENDPOINT_URL": "http://all:2"], host: "own"),
        Choice(service: .sqs, variables: ["AWS_ENDPOINT_URL": "http://all:2"], host: "all"),
        Choice(service: .sqs, host: "section"),
        Choice(service: .cloudWatch, host: "section"), Choice(service: .lambda, host: "profile"),
        Choice(service: .cloudWatch, variables: ["AWS_ENDPOINT_URL_CLOUDWATCH": "http://own:1"], host: "own"),
        Choice(service: .logs, variables: ["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS": "http://own:1"], host: "own"),
        Choice(service: .ssoOIDC, variables: ["AWS_ENDPOINT_URL_SSO_OIDC": "http://own:1"], host: "own"),
        Choice(service: .sso, variables: ["AWS_ENDPOINT_URL_SSO": "http://own:1"], host: "own"),
        Choice(service: .sqs, options: AWSOptions(profile: "plain"), host: "profile"),
        Choice(
            service: .sqs, variables: ["AWS_ENDPOINT_URL": "http://all:2", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"],
            host: "sqs.r-1.amazonaws.com"),
        Choice(
            service: .sqs, options: AWSOptions(profile: "quiet"), variables: ["AWS_ENDPOINT_URL": "http://all:2"],
            host: "sqs.r-1.amazonaws.com"),
        Choice(service: .sqs, options: AWSOptions(profile: "quiet", endpointURL: "http://flag:1"), host: "flag"),
        Choice(
            service: .sqs, options: AWSOptions(profile: "quiet"), variables: ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false"],
            host: "profile"),
    ]

    @Test(arguments: choices) func prefersConfiguredURLsInBotocoresOrder(_ choice: Choice) throws {
        let endpoints = try endpoints(choice.variables, choice.options, Self.config)
        #expect(try endpoints.endpoint(for: choice.service, region: "r-1").host == choice.host)
    }

    @Test func takesTheFlagForEveryService_AlsoBeforeAServicesOwnVariable() throws {
        let configuration = try AWSConfiguration(
            options: AWSOptions(endpointURL: "http://flag:1"), environment: .test(["AWS_ENDPOINT_URL_STS": "http://own:2"]))
        #expect(try StandardEndpoints(configuration).endpoint(for: .sts, region: "r-1").host == "flag")
    }

    @Test(
        arguments: [
            ("http://localhost:4566", "http", "localhost", 4566, ""), ("https://h", "https", "h", nil, ""),
            ("http://h/", "http", "h", nil, ""), ("http://h/base/", "http", "h", nil, "/base"),
            ("HTTPS://Host.Example:443/a/b", "https", "host.example", 443, "/a/b"), ("http://[::1]:80", "http", "[::1]", 80, ""),
            ("http://10.0.0.1", "http", "10.0.0.1", nil, ""),
        ] as [(String, String, String, Int?, String)])
    func takesURLsApart(_ url: String, _ scheme: String, _ host: String, _ port: Int?, _ path: String) throws {
        let endpoint = try endpoints([:], AWSOptions(endpointURL: url)).endpoint(for: .sqs, region: "eu-west-1")
        let expected = Endpoint(
            scheme: scheme, host: host, port: port, path: path, signingRegion: "eu-west-1", signingName: "sqs")
        #expect(endpoint == expected)
    }

    @Test(arguments: [
        "", "localhost:4566", "ftp://h", "http://", "http://h:0", "http://h:99999", "http://h:x", "http://h?x=1", "http://h/#f",
        "http://a b", "http://h\nX: y", "http://-h", "http://user:hush@h", "http://h..i", "http://[::1", "http://[zz]",
        "http://h:+80", "http://h\\@evil", "http://ü",
    ])
    func refusesURLsThatAreNone_WithoutShowingPasswords(_ url: String) {
        let error = #expect(throws: AWSError.self) {
            try endpoints([:], AWSOptions(endpointURL: url)).endpoint(for: .sqs, region: "eu-west-1")
        }
        #expect(error?.code == "InvalidEndpointURL")
        #expect(error?.message.contains("--endpoint-url") == true && error?.message.contains("hush") == false)
    }

    @Test(arguments: [
        "", "eu west", "eu.west", "a/b", "-a", "a-", "evil.example/#", "12345", "a@b", "a_b", String(repeating: "a", count: 64),
        "ü",
    ])
    func refusesRegionsThatAreNoHostLabel(_ region: String) {
        let error = #expect(throws: AWSError.self) { try endpoints().endpoint(for: .sqs, region: region) }
        #expect(error?.code == "InvalidRegion")
    }

    @Test func refusesAServicesSectionThatDoesNotExist_AndOwnURLsWithFIPS() {
        let missing = #expect(throws: AWSError.self) {
            try endpoints([:], AWSOptions(), "[default]\nservices = gone\n").endpoint(for: .sqs, region: "r-1")
        }
        #expect(missing?.message.contains("\"gone\"") == true)
        let fips = #expect(throws: AWSError.self) {
            try endpoints(["AWS_USE_FIPS_ENDPOINT": "true", "AWS_ENDPOINT_URL": "http://h"]).endpoint(for: .sqs, region: "r-1")
        }
        #expect(fips?.code == "InvalidConfigError")
    }

    private func endpoints(
        _ variables: [String: String] = [:], _ options: AWSOptions = AWSOptions(), _ config: String? = nil
    ) throws -> StandardEndpoints {
        StandardEndpoints(try AWSConfiguration(options: options, environment: .test(variables, config: config)))
    }
}

/// How a service is named where it is reached, signed for and configured. One line a service.
struct ServiceEntry {
    enum FIPSInGovCloud { case ownHost, plainHost, plainHostAlsoDualStack }

    let hostPrefix: String
    let signingName: String
    /// As in `AWS_ENDPOINT_URL_<ID>`; in lower case the key of `services` sections.
    let id: String
    /// GovCloud's plain hosts are FIPS hosts for most services.
    var fipsInGovCloud = FIPSInGovCloud.plainHost

    static func of(_ service: AWSService) -> ServiceEntry {
        switch service {
        case .sts: ServiceEntry(hostPrefix: "sts", signingName: "sts", id: "STS")
        case .lambda: ServiceEntry(hostPrefix: "lambda", signingName: "lambda", id: "LAMBDA", fipsInGovCloud: .ownHost)
        case .sqs: ServiceEntry(hostPrefix: "sqs", signingName: "sqs", id: "SQS")
        case .cloudWatch:
            ServiceEntry(
                hostPrefix: "monitoring", signingName: "monitoring", id: "CLOUDWATCH", fipsInGovCloud: .plainHostAlsoDualStack)
        case .logs: ServiceEntry(hostPrefix: "logs", signingName: "logs", id: "CLOUDWATCH_LOGS")
        case .ssm: ServiceEntry(hostPrefix: "ssm", signingName: "ssm", id: "SSM")
        case .sso: ServiceEntry(hostPrefix: "portal.sso", signingName: "awsssoportal", id: "SSO")
        case .ssoOIDC: ServiceEntry(hostPrefix: "oidc", signingName: "sso-oauth", id: "SSO_OIDC")
        case .signin: ServiceEntry(hostPrefix: "signin", signingName: "signin", id: "SIGNIN", fipsInGovCloud: .ownHost)
        }
    }

    func host(region: String, _ partition: Partition, fips: Bool, dualStack: Bool) -> String {
        if hostPrefix == "signin", !fips, !dualStack, let suffix = Self.signinSuffixes[partition.id] {
            return "\(region).\(suffix)"
        }
        let isPlainInGovCloud = fipsInGovCloud == .plainHostAlsoDualStack || (fipsInGovCloud == .plainHost && !dualStack)
        let isMarked = fips && !(partition.id == "aws-us-gov" && isPlainInGovCloud)
        return hostPrefix + (isMarked ? "-fips" : "") + ".\(region)."
            + (dualStack ? partition.dualStackSuffix : partition.dnsSuffix)
    }

    private static let signinSuffixes = [
        "aws": "signin.aws.amazon.com", "aws-cn": "signin.amazonaws.cn", "aws-us-gov": "signin.amazonaws-us-gov.com",
    ]
}

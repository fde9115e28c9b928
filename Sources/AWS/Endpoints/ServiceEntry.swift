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
        case .dynamoDB: ServiceEntry(hostPrefix: "dynamodb", signingName: "dynamodb", id: "DYNAMODB")
        case .iam: ServiceEntry(hostPrefix: "iam", signingName: "iam", id: "IAM")
        case .cloudTrail: ServiceEntry(hostPrefix: "cloudtrail", signingName: "cloudtrail", id: "CLOUDTRAIL")
        case .costExplorer: ServiceEntry(hostPrefix: "ce", signingName: "ce", id: "COST_EXPLORER")
        case .cloudFront: ServiceEntry(hostPrefix: "cloudfront", signingName: "cloudfront", id: "CLOUDFRONT")
        case .apiGateway: ServiceEntry(hostPrefix: "apigateway", signingName: "apigateway", id: "API_GATEWAY")
        case .s3: ServiceEntry(hostPrefix: "s3", signingName: "s3", id: "S3", fipsInGovCloud: .ownHost)
        case .eventBridge: ServiceEntry(hostPrefix: "events", signingName: "events", id: "EVENTBRIDGE")
        case .kinesis: ServiceEntry(hostPrefix: "kinesis", signingName: "kinesis", id: "KINESIS")
        case .elastiCache: ServiceEntry(hostPrefix: "elasticache", signingName: "elasticache", id: "ELASTICACHE")
        case .secretsManager:
            ServiceEntry(
                hostPrefix: "secretsmanager", signingName: "secretsmanager", id: "SECRETS_MANAGER", fipsInGovCloud: .ownHost)
        case .support: ServiceEntry(hostPrefix: "support", signingName: "support", id: "SUPPORT")
        case .signin: ServiceEntry(hostPrefix: "signin", signingName: "signin", id: "SIGNIN", fipsInGovCloud: .ownHost)
        }
    }

    func host(region: String, _ partition: Partition, fips: Bool, dualStack: Bool) -> String {
        if let host = worldwide[partition.id]?.host, !dualStack {
            return fips ? hostPrefix + "-fips" + host.dropFirst(hostPrefix.count) : host
        }
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

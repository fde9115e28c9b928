extension AWSService {
    /// The service's name as AWS writes it.
    package var title: String {
        switch self {
        case .sts: "STS"
        case .lambda: "Lambda"
        case .sqs: "SQS"
        case .cloudWatch: "CloudWatch"
        case .logs: "CloudWatch Logs"
        case .sso: "IAM Identity Center"
        case .ssoOIDC: "IAM Identity Center OIDC"
        case .signin: "AWS Sign-In"
        case .ssm: "Systems Manager"
        }
    }
}

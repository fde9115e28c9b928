extension AWSService {
    /// Dollars for one request by the public price list of us-east-1, where it is not free. Sources: the pages "Pricing" of
    /// Amazon CloudWatch ($0.01 per 1,000 requests) and Amazon SQS ($0.40 per million).
    var requestPriceUSD: Double {
        switch self {
        case .cloudWatch: 0.000_01
        case .sqs: 0.000_000_4
        case .sts, .lambda, .logs, .sso, .ssoOIDC, .signin, .ssm: 0
        }
    }
}

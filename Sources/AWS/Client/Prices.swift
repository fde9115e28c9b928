extension AWSService {
    /// Dollars for one request by the public price list of us-east-1, where it is not free. Sources: the pages "Pricing" of
    /// Amazon CloudWatch ($0.01 per 1,000 requests), Amazon SQS ($0.40 per million) and AWS Cost Explorer ($0.01 a request).
    var requestPriceUSD: Double {
        switch self {
        case .cloudWatch: 0.000_01
        case .sqs: 0.000_000_4
        case .costExplorer: 0.01
        // DynamoDB's reads are charged by what they consume, once that is known.
        default: 0
        }
    }
}

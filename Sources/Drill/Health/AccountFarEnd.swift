import AWS
import FoundationEssentials
import Model

/// Answers the services of which the practice world has a thing or two, for its health checks.
struct AccountFarEnd {
    let now: Date

    /// Of services whose calls are told apart by method and path; nil for the others.
    static func action(of request: HTTPRequest, service: String) -> String? {
        let parts = request.path.split(separator: "/")
        switch service {
        case "cloudfront": return parts.count == 3 && parts[1] == "distribution" ? "GetDistribution" : ""
        case "apigateway": return parts.last == "stages" ? "GetStages" : parts.last == "restapis" ? "GetRestApis" : ""
        case "s3":
            let query = request.query ?? ""
            return query.hasPrefix("policyStatus")
                ? "GetBucketPolicyStatus"
                : query.hasPrefix("publicAccessBlock") ? "GetPublicAccessBlock" : parts.isEmpty ? "ListBuckets" : ""
        default: return nil
        }
    }

    /// - Returns: nil for a service that the practice world has not.
    func answer(_ asked: DrillRequest, _ request: HTTPRequest) -> HTTPResponse? {
        let text = String(decoding: request.body, as: UTF8.self)
        switch (asked.service, asked.action) {
        case ("dynamodb", _): return TopologyFarEnd(now: now).answer(asked.action, text) ?? Self.noTable
        case ("cloudfront", _): return CloudFrontFarEnd(now: now).answer(path: request.path)
        case ("apigateway", "GetRestApis"): return .json(Self.apis)
        case ("apigateway", "GetStages"): return .json(Self.stages)
        case ("s3", _): return BucketFarEnd().answer(asked.action)
        case ("events", _): return RuleFarEnd().answer(asked.action, text)
        case ("kinesis", _): return StreamFarEnd().answer(asked.action)
        case ("elasticache", "DescribeCacheClusters"): return .xml(Self.caches)
        case ("iam", _): return CredentialFarEnd(now: now).answer(asked.action)
        case ("cloudtrail", "LookupEvents"): return .json("{\"Events\":[]}")
        case ("ce", _): return CostFarEnd(now: now).answer(asked.action)
        case ("secretsmanager", "DescribeSecret"):
            return .refusal("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
        // The practice account has no support plan, as most have not.
        case ("support", _):
            return .refusal("SubscriptionRequiredException", "Amazon Web Services Premium Support Subscription is required")
        case ("ssm", "GetParametersByPath"): return .json("{\"Parameters\":[]}")
        default: return nil
        }
    }

    private static let noTable = HTTPResponse.refusal(
        "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "Requested resource not found")
    private static let apis = "{\"item\":[{\"id\":\"drill1api\",\"name\":\"network-visualizer-api-production\"}]}"
    private static let stages = "{\"item\":[{\"stageName\":\"prod\",\"deploymentId\":\"d1\"}]}"
    private static let caches = """
        <DescribeCacheClustersResponse xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/"><DescribeCacheClustersResult>\
        <CacheClusters><CacheCluster><CacheClusterId>altaworx-rate-plans</CacheClusterId><CacheClusterStatus>available</CacheClusterStatus>\
        <Engine>redis</Engine></CacheCluster></CacheClusters></DescribeCacheClustersResult></DescribeCacheClustersResponse>
        """
}

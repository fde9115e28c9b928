extension ServiceEntry {
    /// Where a service that has no regions is reached and what its requests are signed for, by partition; empty for a regional one.
    /// Source: botocore's endpoint rule sets.
    var worldwide: [String: (host: String, region: String)] {
        switch hostPrefix {
        case "iam":
            [
                "aws": ("iam.amazonaws.com", "us-east-1"), "aws-cn": ("iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
                "aws-us-gov": ("iam.us-gov.amazonaws.com", "us-gov-west-1"),
            ]
        case "cloudfront":
            [
                "aws": ("cloudfront.amazonaws.com", "us-east-1"),
                "aws-cn": ("cloudfront.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1"),
            ]
        case "ce":
            [
                "aws": ("ce.us-east-1.amazonaws.com", "us-east-1"),
                "aws-cn": ("ce.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1"),
            ]
        case "support":
            [
                "aws": ("support.us-east-1.amazonaws.com", "us-east-1"),
                "aws-cn": ("support.cn-north-1.amazonaws.com.cn", "cn-north-1"),
                "aws-us-gov": ("support.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
            ]
        default: [:]
        }
    }
}

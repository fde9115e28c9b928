import FoundationEssentials

/// A call of the AWS JSON protocols: everything in the body, the name in `X-Amz-Target`. Source: smithy.io, AWS JSON 1.0 and 1.1.
package protocol JSONOperation: AWSOperation where Input: Encodable, Output: Decodable {
    /// False for the few services whose keys begin with a small letter.
    static var capitalizesKeys: Bool { get }
}

extension JSONOperation {
    package static var capitalizesKeys: Bool { true }

    package static func encode(_ input: Input) throws -> OperationRequest {
        guard let dialect = target.service.jsonDialect else {
            throw CodecError("\(target.service.title) does not speak AWS JSON")
        }
        let headers = [("Content-Type", dialect.contentType), ("X-Amz-Target", "\(dialect.prefix).\(target.name)")]
        let body = capitalizesKeys ? try JSONCodec.encode(input) : try JSONEncoder().encode(input)
        return OperationRequest(headers: headers, body: body)
    }

    package static func decode(_ response: HTTPResponse) throws -> Output {
        try JSONCodec.decode(Output.self, from: response.body)
    }
}

extension AWSService {
    /// What the service's JSON protocol puts into the headers; nil where it speaks another.
    var jsonDialect: (prefix: String, contentType: String)? {
        switch self {
        case .sqs: ("AmazonSQS", "application/x-amz-json-1.0")
        case .logs: ("Logs_20140328", "application/x-amz-json-1.1")
        case .ssm: ("AmazonSSM", "application/x-amz-json-1.1")
        case .dynamoDB: ("DynamoDB_20120810", "application/x-amz-json-1.0")
        case .cloudTrail: ("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", "application/x-amz-json-1.1")
        case .costExplorer: ("AWSInsightsIndexService", "application/x-amz-json-1.1")
        case .eventBridge: ("AWSEvents", "application/x-amz-json-1.1")
        case .kinesis: ("Kinesis_20131202", "application/x-amz-json-1.1")
        case .secretsManager: ("secretsmanager", "application/x-amz-json-1.1")
        case .support: ("AWSSupport_20130415", "application/x-amz-json-1.1")
        case .cloudWatch: ("GraniteServiceVersion20100801", "application/x-amz-json-1.0")
        case .sts, .lambda, .sso, .ssoOIDC, .signin, .iam, .cloudFront, .apiGateway, .s3, .elastiCache: nil
        }
    }
}

import FoundationEssentials

/// A call of the AWS JSON protocols: everything in the body, the name in `X-Amz-Target`. Source: smithy.io, AWS JSON 1.0 and 1.1.
package protocol JSONOperation: AWSOperation where Input: Encodable, Output: Decodable {}

extension JSONOperation {
    package static func encode(_ input: Input) throws -> OperationRequest {
        guard let dialect = target.service.jsonDialect else {
            throw CodecError("\(target.service.title) does not speak AWS JSON")
        }
        let headers = [("Content-Type", dialect.contentType), ("X-Amz-Target", "\(dialect.prefix).\(target.name)")]
        return OperationRequest(headers: headers, body: try JSONCodec.encode(input))
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
        case .sts, .lambda, .cloudWatch, .sso, .ssoOIDC, .signin: nil
        }
    }
}

import FoundationEssentials

/// A call of the query protocol: a form goes out, XML comes back.
package protocol QueryOperation: AWSOperation where Input: QueryEncodable {}

/// What can be written into a form.
package protocol QueryEncodable {
    func encode(to form: inout QueryForm)
}

/// What can be read from the `<…Result>` element of an answer.
package protocol XMLDecodable {
    init(xml: XMLElement) throws
}

extension QueryOperation {
    package static func encode(_ input: Input) throws -> OperationRequest {
        guard let version = target.service.queryVersion else {
            throw CodecError("\(target.service.title) does not speak the query protocol")
        }
        var form = QueryForm(action: target.name, version: version)
        input.encode(to: &form)
        return OperationRequest(headers: [("Content-Type", "application/x-www-form-urlencoded")], body: form.data)
    }
}

extension QueryOperation where Output: XMLDecodable {
    package static func decode(_ response: HTTPResponse) throws -> Output {
        let root = try XMLElement(parsing: response.body)
        guard root.name == "\(target.name)Response" else {
            throw CodecError("the answer is <\(root.name)>, not <\(target.name)Response>")
        }
        guard let result = root["\(target.name)Result"] else { throw CodecError("<\(target.name)Result> is missing") }
        return try Output(xml: result)
    }
}

extension AWSService {
    /// The version that the query protocol wants in every form; nil where the service speaks another.
    var queryVersion: String? {
        switch self {
        case .sts: "2011-06-15"
        case .cloudWatch: "2010-08-01"
        case .lambda, .sqs, .logs, .sso, .ssoOIDC, .signin, .ssm: nil
        }
    }
}

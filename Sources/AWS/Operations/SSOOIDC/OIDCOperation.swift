import FoundationEssentials

/// A call of IAM Identity Center's OIDC service: it carries no signature, and its JSON has lowerCamelCase keys both ways.
package protocol OIDCOperation: AWSOperation where Input: Encodable, Output: Decodable {
    /// Segments below the endpoint.
    static var path: [String] { get }
}

extension OIDCOperation {
    package static var isSigned: Bool { false }

    package static func encode(_ input: Input) throws -> OperationRequest {
        .rest("POST", path, body: try JSONEncoder().encode(input))
    }

    /// - Throws: ``CodecError`` without a word of the answer, which holds secrets.
    package static func decode(_ response: HTTPResponse) throws -> Output {
        do {
            return try JSONDecoder().decode(Output.self, from: response.body)
        } catch {
            throw CodecError("the answer to \(target.name) has not the expected keys")
        }
    }
}

package import FoundationEssentials

/// A request as it goes out: what is signed is what is sent.
package struct SigningRequest: Sendable {
    package var method: String
    /// As sent, beginning with `/`.
    package var path: String
    /// As sent, without `?`; nil for none.
    package var query: String?
    /// In order; must have `Host`. A folded value has its line breaks in it.
    package var headers: [(name: String, value: String)]
    package var body: Data

    package init(
        method: String, path: String, query: String? = nil, headers: [(name: String, value: String)], body: Data = Data()
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }
}

/// The keys that sign. Shows no secret.
package struct SigningCredentials: Sendable, CustomStringConvertible, CustomReflectable {
    package var accessKeyID: String
    package var secretAccessKey: String
    package var sessionToken: String?

    package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }

    package var description: String { "signing credentials …\(accessKeyID.suffix(4))" }
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

/// A signed request, and the steps that led to it.
package struct SignedRequest: Sendable {
    /// Ready to send; its headers are the kept ones, then `addedHeaders`.
    package var request: SigningRequest
    package var addedHeaders: [(name: String, value: String)]
    package var canonicalRequest: String
    package var stringToSign: String
    /// 64 lower-case hexadecimal digits.
    package var signature: String
    /// Value of the `Authorization` header; nil when presigned, as the query then carries the signature.
    package var authorization: String?
}

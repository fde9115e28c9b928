package import FoundationEssentials

/// What is wrong with the input of `debug sign`, and what to do about it.
package struct SigningInputError: Error, Equatable, CustomStringConvertible {
    package let message: String
    package let hint: String

    init(_ message: String, hint: String) {
        self.message = message
        self.hint = hint
    }

    package var description: String { "Could not sign: \(message). \(hint)" }
}

/// Signs one raw HTTP request and shows every step: the engine of `debug sign` (contract, "JSON").
package enum SigningProbe {
    package struct Answer: Codable, Sendable, Equatable {
        package var canonicalRequest: String
        package var stringToSign: String
        package var signature: String
        /// null when presigned: the query carries the signature then.
        package var authorization: String?
        /// Raw HTTP, with the line breaks of the request; what signing does not touch is unchanged.
        package var signedRequest: String

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(canonicalRequest, forKey: .canonicalRequest)
            try container.encode(stringToSign, forKey: .stringToSign)
            try container.encode(signature, forKey: .signature)
            try container.encode(authorization, forKey: .authorization)
            try container.encode(signedRequest, forKey: .signedRequest)
        }
    }

    /// - Parameter request: Raw HTTP with LF or CRLF.
    /// - Parameter context: The signing context as JSON, see ``SigningContext``.
    /// - Parameter presigns: Signs in the query instead of in a header.
    /// - Throws: ``SigningInputError``
    package static func run(request: Data, context: Data, presigns: Bool) throws(SigningInputError) -> Answer {
        let context = try SigningContext(json: context)
        let raw = try RawRequest(request)
        let plain = raw.signingRequest
        guard plain.headers.contains(where: { $0.name.lowercased() == "host" }) else {
            throw SigningInputError(
                "the request has no Host header, and every signature covers it", hint: "Add `Host:` and the name.")
        }
        let signer = context.signer(presigns: presigns)
        let signed =
            presigns
            ? signer.presign(plain, at: context.timestamp, lifetimeSeconds: context.lifetimeSeconds)
            : signer.sign(plain, at: context.timestamp)
        return Answer(
            canonicalRequest: signed.canonicalRequest, stringToSign: signed.stringToSign, signature: signed.signature,
            authorization: signed.authorization, signedRequest: raw.text(of: signed))
    }
}

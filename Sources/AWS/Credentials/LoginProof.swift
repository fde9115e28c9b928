import FoundationEssentials
import SigV4

/// The header that ties a request to the key of a login session. Source: RFC 9449, DPoP.
struct LoginProof {
    let url: String
    let issuedAt: Date
    /// 32 hexadecimal digits, never the same twice.
    private let id: String

    init(url: String, issuedAt: Date, random: (ClosedRange<Int>) -> Int) {
        self.url = url
        self.issuedAt = issuedAt
        id = Digest.hex((0..<16).map { _ in UInt8(truncatingIfNeeded: random(0...255)) })
    }

    /// - Returns: A compact JSON Web Signature; nil when the key fails.
    func signed(with key: borrowing ProofKey) -> String? {
        guard let point = key.publicPoint else { return nil }
        let header =
            #"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","x":"\#(Self.base64URL(point.x))","#
            + #""y":"\#(Self.base64URL(point.y))","crv":"P-256"}}"#
        let payload = #"{"htm":"POST","htu":"\#(url)","iat":\#(Int(issuedAt.timeIntervalSince1970)),"jti":"\#(id)"}"#
        let message = Self.base64URL(Array(header.utf8)) + "." + Self.base64URL(Array(payload.utf8))
        return key.sign(message).map { message + "." + Self.base64URL($0) }
    }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

package import FoundationEssentials
import SigV4

/// Lets a receiver see that a request is ours, and fresh.
///
/// `X-Nightdesk-Timestamp` has whole seconds since 1970. `X-Nightdesk-Signature` is `v1=` and the lower-case hexadecimal HMAC-SHA256,
/// under the shared secret, of the timestamp, a dot, and the body's bytes as sent. A receiver computes the same, compares in constant
/// time, and refuses timestamps older than some minutes.
package enum WebhookSignature {
    package static let header = "X-Nightdesk-Signature"
    package static let timestampHeader = "X-Nightdesk-Timestamp"

    package static func text(of body: Data, timestamp: String, secret: String) -> String {
        "v1=" + Digest.hex(Digest.hmacSHA256(key: Array(secret.utf8), Array("\(timestamp).".utf8) + body))
    }
}

import CCrypto

/// SHA-256, with everything that can be kept from one message to the next: half the time of one-shot calls.
final class ChainDigest {
    static let byteCount = 32
    private let algorithm: OpaquePointer
    private let context: OpaquePointer

    /// libcrypto gives no digest only when it has no memory or no SHA-256, which ends the program in either case.
    init() {
        guard let algorithm = EVP_MD_fetch(nil, "SHA256", nil), let context = EVP_MD_CTX_new() else {
            preconditionFailure("libcrypto has no SHA-256")
        }
        self.algorithm = algorithm
        self.context = context
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_MD_free(algorithm)
    }

    /// Puts the digest of `hash` and `body` into `hash`.
    /// - Parameter hash: ``byteCount`` bytes.
    func update(_ hash: inout [UInt8], with body: UnsafeRawBufferPointer) {
        let done = hash.withUnsafeMutableBufferPointer { hash in
            EVP_DigestInit_ex(context, algorithm, nil) == 1
                && EVP_DigestUpdate(context, hash.baseAddress, Self.byteCount) == 1
                && EVP_DigestUpdate(context, body.baseAddress, body.count) == 1
                && EVP_DigestFinal_ex(context, hash.baseAddress, nil) == 1
        }
        precondition(done, "libcrypto could not compute SHA-256")
    }
}

import CCrypto

/// The P-256 key with which `aws login` proves that a token is its own.
package struct ProofKey: ~Copyable {
    private let key: OpaquePointer

    /// - Parameter pem: A private key on the curve P-256; nil for anything else.
    package init?(pem: String) {
        let key = Array(pem.utf8).withUnsafeBytes { co_read_private_key($0.baseAddress, Int32($0.count)) }
        guard let key else { return nil }
        self.key = key
    }

    deinit { co_free_key(key) }

    /// The public point, 32 bytes each, big-endian; nil when libcrypto has no memory.
    package var publicPoint: (x: [UInt8], y: [UInt8])? {
        var x = [UInt8](repeating: 0, count: 32)
        var y = x
        return co_p256_public(key, &x, &y) == 1 ? (x, y) : nil
    }

    /// ECDSA with SHA-256: r, then s, 64 bytes. nil when libcrypto refuses.
    package func sign(_ message: String) -> [UInt8]? {
        var signature = [UInt8](repeating: 0, count: 64)
        let done = Array(message.utf8).withUnsafeBytes { co_p256_sign(key, $0.baseAddress, $0.count, &signature) }
        return done == 1 ? signature : nil
    }
}

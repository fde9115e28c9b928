import CCrypto
package import FoundationEssentials

/// The hashes that AWS asks for. libcrypto fails them only when it has no memory, which ends a Swift program in any case.
package enum Digest {
    package static func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        hash(Array(bytes)) { co_sha256($0.baseAddress, $0.count, $1.baseAddress) }
    }

    package static func sha256(_ data: Data) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        let done = data.withUnsafeBytes { bytes in
            digest.withUnsafeMutableBufferPointer { co_sha256(bytes.baseAddress, bytes.count, $0.baseAddress) }
        }
        precondition(done == 1, "libcrypto could not compute SHA-256")
        return digest
    }

    /// - Returns: 20 bytes. Names the CLI's cache files, protects nothing.
    package static func sha1(_ text: String) -> [UInt8] {
        hash(Array(text.utf8), count: 20) { co_sha1($0.baseAddress, $0.count, $1.baseAddress) }
    }

    /// - Returns: 32 bytes.
    package static func hmacSHA256(key: [UInt8], _ message: some Sequence<UInt8>) -> [UInt8] {
        hash(Array(message)) { message, digest in
            key.withUnsafeBytes {
                co_hmac_sha256($0.baseAddress, Int32($0.count), message.baseAddress, message.count, digest.baseAddress)
            }
        }
    }

    /// Lower-case, two digits a byte.
    package static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: bytes.count * 2) { text in
            for (index, byte) in bytes.enumerated() {
                text[index * 2] = digits[Int(byte >> 4)]
                text[index * 2 + 1] = digits[Int(byte & 15)]
            }
            return bytes.count * 2
        }
    }

    private static func hash(
        _ bytes: [UInt8], count: Int = 32, by function: (UnsafeRawBufferPointer, UnsafeMutableBufferPointer<UInt8>) -> Int32
    ) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: count)
        let done = bytes.withUnsafeBytes { bytes in digest.withUnsafeMutableBufferPointer { function(bytes, $0) } }
        precondition(done == 1, "libcrypto could not compute a digest")
        return digest
    }
}

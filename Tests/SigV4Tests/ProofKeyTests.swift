import CCrypto
import SigV4
import Testing

/// The key of these tests was made for them and opens nothing.
@Suite struct ProofKeyTests {
    private static let pem = """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIJx8IunS4m/UctmQiWeGmzuMrs+Ny2Uj7z50QvCTekyioAoGCCqGSM49
        AwEHoUQDQgAEHEy/uBBx+N1LQ+GrxmzrXiLsWlZES2k9Wl9690P/RDm83PPwygqL
        kF/YZumGELVGPrdmyE2O+pYvxnyvv9gyHw==
        -----END EC PRIVATE KEY-----
        """
    private struct KeyIsNotRead: Error {}

    private static let publicPEM = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHEy/uBBx+N1LQ+GrxmzrXiLsWlZE
        S2k9Wl9690P/RDm83PPwygqLkF/YZumGELVGPrdmyE2O+pYvxnyvv9gyHw==
        -----END PUBLIC KEY-----
        """

    @Test func signsSoThatOpenSSLAgrees() throws {
        guard let key = ProofKey(pem: Self.pem) else { throw KeyIsNotRead() }
        let signature = key.sign("message") ?? []
        #expect(signature.count == 64)
        guard signature.count == 64 else { return }
        #expect(verifies(signature, "message"))
        #expect(!verifies(signature, "massage"))
    }

    @Test func givesThePublicPoint() throws {
        guard let key = ProofKey(pem: Self.pem) else { throw KeyIsNotRead() }
        guard let point = key.publicPoint else { throw KeyIsNotRead() }
        #expect(Digest.hex(point.x) == "1c4cbfb81071f8dd4b43e1abc66ceb5e22ec5a56444b693d5a5f7af743ff4439")
        #expect(Digest.hex(point.y) == "bcdcf3f0ca0a8b905fd866e98610b5463eb766c84d8efa962fc67cafbfd8321f")
    }

    @Test(arguments: ["", "no key", publicPEM, pem.replacing("MHc", with: "MHd")])
    func refusesWhatIsNoPrivateKeyOnTheCurve(_ pem: String) {
        let isRead = ProofKey(pem: pem) != nil
        #expect(!isRead)
    }

    /// Puts r and s into the DER form that OpenSSL verifies.
    private func verifies(_ signature: [UInt8], _ message: String) -> Bool {
        let (pem, bytes) = (Array(Self.publicPEM.utf8), Array(message.utf8))
        let text = BIO_new_mem_buf(pem, Int32(pem.count))
        let key = PEM_read_bio_PUBKEY(text, nil, nil, nil)
        let numbers = ECDSA_SIG_new()
        let context = EVP_MD_CTX_new()
        defer {
            BIO_free(text)
            EVP_PKEY_free(key)
            ECDSA_SIG_free(numbers)
            EVP_MD_CTX_free(context)
        }
        ECDSA_SIG_set0(numbers, BN_bin2bn(signature, 32, nil), BN_bin2bn(Array(signature[32...]), 32, nil))
        var der: UnsafeMutablePointer<UInt8>?
        let length = i2d_ECDSA_SIG(numbers, &der)
        defer { CRYPTO_free(der, nil, 0) }
        guard EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key) == 1 else { return false }
        return EVP_DigestVerify(context, der, Int(length), bytes, bytes.count) == 1
    }
}

import FoundationEssentials
import SigV4
import Testing

@Suite struct SignerTests {
    private let signer = Signer(
        credentials: SigningCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "token"),
        region: "eu-west-1", service: "sqs")

    @Test func hashesAsTheStandardsSay() {
        #expect(Digest.hex(Digest.sha256("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Digest.hex(Digest.sha256(Data("abc".utf8))) == Digest.hex(Digest.sha256("abc".utf8)))
        #expect(Digest.hex(Digest.sha1("abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    }

    @Test func signsAgainWithoutLeavingTheOldSignature() {
        let request = SigningRequest(method: "POST", path: "/", headers: [("Host", "h")], body: Data("{}".utf8))
        let first = signer.sign(request, at: Date(timeIntervalSince1970: 0))
        let again = signer.sign(first.request, at: Date(timeIntervalSince1970: 951_782_400))
        #expect(again.request.headers.map(\.name) == ["Host", "X-Amz-Security-Token", "X-Amz-Date", "Authorization"])
        #expect(again.request.headers[2].value == "20000229T000000Z")
        #expect(again.signature == signer.sign(request, at: Date(timeIntervalSince1970: 951_782_400)).signature)
    }

    @Test(arguments: [
        (0, "19700101T000000Z"), (-1, "19691231T235959Z"), (951_868_799, "20000229T235959Z"), (951_868_800, "20000301T000000Z"),
        (4_102_444_799, "20991231T235959Z"), (1_709_164_800, "20240229T000000Z"),
    ])
    func writesTheDateInUTC(_ seconds: Int, _ timestamp: String) {
        let date = Date(timeIntervalSince1970: Double(seconds) + 0.75)
        let signed = signer.sign(SigningRequest(method: "GET", path: "/", headers: [("Host", "h")]), at: date)
        #expect(signed.request.headers.contains { $0.value == timestamp })
    }

    @Test func leavesThePayloadUnsigned_WhenAskedTo() {
        var unsigned = signer
        unsigned.options.leavesPayloadUnsigned = true
        unsigned.options.signsBody = true
        let signed = unsigned.sign(
            SigningRequest(method: "PUT", path: "/", headers: [("Host", "h")], body: Data([1])), at: Date())
        #expect(signed.canonicalRequest.hasSuffix("\nUNSIGNED-PAYLOAD"))
        #expect(signed.request.headers.contains { $0 == ("x-amz-content-sha256", "UNSIGNED-PAYLOAD") })
    }

    @Test func showsNoSecret() {
        var dumped = ""
        dump(signer, to: &dumped)
        #expect(!"\(signer) \(String(reflecting: signer)) \(dumped)".contains("secret"))
        #expect(!"\(signer) \(dumped)".contains("token"))
    }
}

import FoundationEssentials
import SigV4
import Testing

/// AWS's public vectors, from awslabs/aws-c-auth: every step must agree byte for byte.
@Suite struct PublicVectorTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")
    static let names =
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0 != "NOTICE" && !$0.hasPrefix(".") }.sorted()) ?? []

    @Test func all19AreThere() {
        #expect(Self.names.count == 19)
    }

    @Test(arguments: names) func signsInAHeader(_ name: String) throws {
        let answer = try answer(name, presigns: false)
        #expect(try answer.canonicalRequest == text(name, "header-canonical-request.txt"))
        #expect(try answer.stringToSign == text(name, "header-string-to-sign.txt"))
        #expect(try answer.signature == text(name, "header-signature.txt"))
        #expect(try answer.signedRequest == text(name, "header-signed-request.txt"))
        #expect(answer.authorization?.hasSuffix("Signature=\(answer.signature)") == true)
    }

    @Test(arguments: names) func signsInTheQuery(_ name: String) throws {
        let answer = try answer(name, presigns: true)
        #expect(try answer.canonicalRequest == text(name, "query-canonical-request.txt"))
        #expect(try answer.stringToSign == text(name, "query-string-to-sign.txt"))
        #expect(try answer.signature == text(name, "query-signature.txt"))
        #expect(try answer.signedRequest == text(name, "query-signed-request.txt"))
        #expect(answer.authorization == nil)
    }

    private func answer(_ name: String, presigns: Bool) throws -> SigningProbe.Answer {
        try SigningProbe.run(
            request: data(name, "request.txt"), context: data(name, "context.json"), presigns: presigns)
    }

    private func data(_ name: String, _ file: String) throws -> Data {
        try Data(contentsOf: Self.folder.appending(path: name).appending(path: file))
    }

    private func text(_ name: String, _ file: String) throws -> String {
        String(decoding: try data(name, file), as: UTF8.self)
    }
}

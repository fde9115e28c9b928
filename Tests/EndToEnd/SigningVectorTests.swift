import Foundation
import Support
import Testing

@Suite struct SigningVectorTests {
    private static let folder = Program.root.appending(path: "Tests/SigV4Tests/Vectors")

    @Test func signsAPublicVectorThroughTheCommand() throws {
        let vectors = try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: nil)
            .filter { FileManager.default.fileExists(atPath: $0.appending(path: "request.txt").path) }
        #expect(!vectors.isEmpty)
        let program = try Program()
        for vector in vectors.prefix(3) {
            for (presign, prefix) in [(false, "header"), (true, "query")] {
                let arguments = ["debug", "sign", "--request", vector.appending(path: "request.txt").path, "--context"]
                let answer = try program.run(
                    arguments + [vector.appending(path: "context.json").path] + (presign ? ["--presign"] : []))
                let wanted = try String(contentsOf: vector.appending(path: "\(prefix)-signature.txt"), encoding: .utf8)
                #expect(try answer.json()["signature"] as? String == wanted.trimmingCharacters(in: .whitespacesAndNewlines))
            }
        }
    }
}

import AWS
import FoundationEssentials
import Testing

@Suite struct SystemFilesTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "nightdesk-\(UUID().uuidString)").path
    private let environment = AWSEnvironment.current()

    @Test func writesAFileThatOnlyItsOwnerReads_AndReadsItBack() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/sso/cache/token.json"
        for text in ["first", String(repeating: "second", count: 10_000)] {
            try environment.writeFile(path, Data(text.utf8))
            #expect(try environment.readFile(path) == Data(text.utf8))
        }
        let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect("\(permissions ?? "")" == "\(0o600)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/sso/cache") == ["token.json"])
    }

    @Test func takesWhatIsNoFileForNothing() throws {
        #expect(try environment.readFile("/nowhere/at/all") == nil)
        #expect(try environment.readFile("/etc/passwd/below") == nil)
        #expect(try environment.readFile("/tmp") == nil)
    }

    @Test func saysWhyAFileCannotBeWritten() {
        let error = #expect(throws: ConfigurationError.self) { try environment.writeFile("/proc/nothing/x", Data()) }
        #expect(error?.message.contains("/proc/nothing/x") == true)
    }
}

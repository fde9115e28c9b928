import FoundationEssentials

/// A state folder of one test, gone with its last reference.
final class StateFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/nightdesk-desk-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Puts a folder in the place of a file, which nobody can write, not even root.
    func block(_ name: String) throws {
        let file = path + "/" + name
        if FileManager.default.fileExists(atPath: file) { try FileManager.default.removeItem(atPath: file) }
        try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
    }
}

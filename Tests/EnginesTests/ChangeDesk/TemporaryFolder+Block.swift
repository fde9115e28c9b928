import FoundationEssentials
import Support

extension TemporaryFolder {
    /// Puts a folder in the place of a file, which nobody can write, not even root.
    func block(_ name: String) throws {
        let file = path + "/" + name
        if FileManager.default.fileExists(atPath: file) { try FileManager.default.removeItem(atPath: file) }
        try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
    }
}

import Assembly
import FoundationEssentials
import Glibc

/// What a command reads: a file, or standard input for `-`.
enum InputFile {
    /// More than any request has.
    private static let limitBytes = 64 << 20

    /// - Throws: ``CommandFailure`` 65.
    static func read(_ path: String) throws -> Data {
        if path == "-" { return readStandardInput() }
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw CommandFailure(
                .badInput, code: "BadInput", message: "\(path): cannot be read.",
                hint: "Name a file that exists and that you may read.")
        }
        return data
    }

    private static func readStandardInput() -> Data {
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while data.count <= limitBytes {
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            data.append(contentsOf: buffer[..<count])
        }
        return data
    }
}

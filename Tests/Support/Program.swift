package import Foundation

/// The built `nightdesk`, run as a user runs it, in an environment of its own.
package struct Program: Sendable {
    package struct Answer: Sendable {
        package var status: Int32
        package var output: String
        package var errors: String

        package func json() throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
        }
    }

    /// The root of the package.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    package static var path: String {
        ProcessInfo.processInfo.environment["NIGHTDESK_PROGRAM"] ?? root.appending(path: ".build/debug/nightdesk").path
    }

    package var home: TemporaryFolder
    /// On top of PATH, HOME and a UTF-8 locale; nothing is inherited.
    package var environment: [String: String]

    package init(environment: [String: String] = [:]) throws {
        home = try TemporaryFolder()
        self.environment = environment
    }

    package var fullEnvironment: [String: String] {
        let inherited = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return ["PATH": inherited, "HOME": home.path, "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
            .merging(environment) { $1 }
    }

    /// Runs to the end; standard input is empty.
    package func run(_ arguments: [String], executable: String = Program.path) throws -> Answer {
        let (status, output, errors) = try Child([executable] + arguments, environment: fullEnvironment).finish()
        return Answer(status: status, output: output, errors: errors)
    }
}

/// A folder that is removed with its last reference.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "nightdesk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        path = url.path
    }

    /// Writes a file below the folder and returns its path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        let url = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
        return url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

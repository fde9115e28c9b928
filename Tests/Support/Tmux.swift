import Foundation

/// The built program in a real terminal emulator. The server is its own and ends with the last reference.
package final class Tmux: Sendable {
    private let socket: String
    private let folder: TemporaryFolder

    /// - Parameter command: Run by a shell that stays afterwards, so that the state of the terminal can be seen.
    package init(width: Int, height: Int, program: Program) throws {
        folder = try TemporaryFolder()
        socket = folder.path + "/tmux"
        var variables = program.fullEnvironment
        variables["TERM"] = nil
        let assignments = variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        try command(
            ["new-session", "-d", "-x", String(width), "-y", String(height), "env", "-i", "TERM=tmux-256color"] + assignments
                + ["PS1=shell> ", "bash", "--norc", "--noprofile"])
        _ = try wait(for: "shell>")
    }

    deinit { _ = try? command(["kill-server"]) }

    @discardableResult
    package func command(_ arguments: [String]) throws -> String {
        let words = ["tmux", "-S", socket, "-f", "/dev/null"] + arguments
        return try Child(words, environment: ProcessInfo.processInfo.environment).finish().output
    }

    /// Keys by tmux's names (`Enter`, `C-c`), or text.
    package func send(_ keys: String...) throws { try command(["send-keys", "-t", ":"] + keys) }

    package var screen: String { get throws { try command(["capture-pane", "-p", "-t", ":"]) } }

    /// The screen as soon as it holds `text`.
    package func wait(for text: String, seconds: Double = 20) throws -> String {
        try wait(seconds: seconds, what: "\"\(text)\"") { $0.contains(text) }
    }

    /// The screen as soon as `isReached` says so.
    package func wait(seconds: Double = 20, what: String, until isReached: (String) -> Bool) throws -> String {
        let deadline = Date().addingTimeInterval(seconds)
        while true {
            let now = try screen
            if isReached(now) { return now }
            guard Date() < deadline else {
                throw EmulatorError(text: "\(what) did not appear within \(seconds) s; the screen:\n\(now)")
            }
        }
    }
}

import Glibc

/// Why there can be no full-screen console here. Its description says what to do instead.
package enum ScreenError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Standard input or output is a file, a pipe or closed.
    case noTerminal
    /// `TERM` is unset, empty or `dumb`.
    case plainTerminal(String)
    /// The terminal database does not have this `TERM`, or cannot move its cursor.
    case unknownTerminal(String)
    /// The system gave no file descriptor for signals; its `errno`.
    case noDescriptors(Int32)

    package var description: String {
        switch self {
        case .noTerminal:
            "No full screen: standard input and output are not both a terminal."
        case .plainTerminal(let name):
            "No full screen: TERM is \(name.isEmpty ? "not set" : "\"\(name)\""). Set TERM to what the terminal is, such as xterm-256color."
        case .unknownTerminal(let name):
            "No full screen: the terminal database does not know TERM=\"\(name)\". Try TERM=xterm-256color, or install ncurses-term."
        case .noDescriptors(let code):
            "No full screen: the system refused a pipe for signals (\(String(cString: strerror(code)))). Close some programs."
        }
    }
}

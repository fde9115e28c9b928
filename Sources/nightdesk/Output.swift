import Assembly
import FoundationEssentials
import Glibc
import Model

/// What a command prints. A reader that went away (`| head`) ends the program quietly.
enum Output {
    static func print(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO) }
    static func print(_ data: Data) { print(String(decoding: data, as: UTF8.self)) }
    static func error(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: STDERR_FILENO) }

    /// Whether standard error is a terminal, where progress may be shown.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Rewrites the line of progress on standard error; an empty text takes it away.
    static func showProgress(_ text: String) { write("\r\u{1B}[K" + text, to: STDERR_FILENO) }

    /// Ends the program when whoever read its output has gone, before there is something to write.
    static func endIfNobodyReads() {
        var state = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
        if poll(&state, 1, 0) > 0, state.revents & Int16(POLLERR) != 0 { exit(ExitStatus.done.rawValue) }
    }

    /// A question, whose answer is typed behind it.
    static func ask(_ text: String) { write(text, to: STDERR_FILENO) }

    /// A JSON document as the contract has it: nulls are written by the types themselves, slashes are left alone, members in the same order each time.
    static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            // Only numbers that are not finite cannot be encoded, and none of our documents holds one.
            preconditionFailure("\(type(of: value)) cannot be written as JSON: \(error)")
        }
    }

    /// One line what happened, one line what to do; with `--json` also as an object.
    static func complain(_ failure: CommandFailure, asJSON: Bool) {
        guard asJSON else {
            error("nightdesk: \(failure.message)")
            if !failure.hint.isEmpty { error("  \(failure.hint)") }
            return
        }
        // Written by hand: an encoder would put the members into another order each time.
        error(
            JSONText.object { json in
                json.key("error")
                json.object { body in
                    body.member("code", failure.code)
                    body.member("message", failure.message)
                    body.member("hint", failure.hint)
                    body.member("requestId", failure.requestID)
                }
            })
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN {
                    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&waiting, 1, -1)
                    continue
                }
                exit(descriptor == STDOUT_FILENO && errno == EPIPE ? 0 : ExitStatus.internalError.rawValue)
            }
            bytes = bytes.dropFirst(count)
        }
    }
}

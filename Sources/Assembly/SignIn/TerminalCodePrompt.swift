import AWS
import Drawing
import FoundationEssentials
import Glibc
package import Model
import Synchronization

/// Asks for an MFA code on the terminal that a command was started from, one question at a time. What is typed does not show.
package final class TerminalCodePrompt: CodePrompt {
    private struct State {
        /// The last question; the next one waits for its answer.
        var turn: Task<Void, Never>?
        /// Profiles whose question was left without an answer; they are not asked about again.
        var givenUp: Set<String> = []
    }

    private let state = Mutex(State())

    package init() {}

    /// False where standard input is no terminal: then nobody is there to answer.
    package static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// - Throws: ``AWSError``: `MFARequired` without a terminal, or when the person gives up with Ctrl-c, Ctrl-d or Esc.
    package func code(for question: CodeQuestion) async throws -> OneTimeCode {
        guard Self.canAsk, let terminal = Terminal() else { return try await NoCodePrompt().code(for: question) }
        let task = state.withLock { state -> Task<OneTimeCode, any Error> in
            let before = state.turn
            let task = Task {
                await before?.value
                return try await ask(question, on: terminal)
            }
            state.turn = Task { _ = try? await task.value }
            return task
        }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    private func ask(_ question: CodeQuestion, on terminal: Terminal) async throws -> OneTimeCode {
        if !state.withLock({ $0.givenUp.contains(question.profile) }), let code = try await terminal.ask(question) { return code }
        _ = state.withLock { $0.givenUp.insert(question.profile) }
        throw AWSError.codeMissing(question, hint: "Run it again and type the code.")
    }
}

/// The controlling terminal, read without waiting, so that the pool's threads stay free.
private final class Terminal: Sendable {
    private let descriptor: Int32

    init?() {
        descriptor = open("/dev/tty", O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    /// nil when the person gives up.
    func ask(_ question: CodeQuestion) async throws -> OneTimeCode? {
        if let reason = question.reason { write(reason + "\n") }
        while true {
            let prompt = SafeText.of("MFA code of \(question.serial) for profile \(question.profile): ")
            guard let line = try await line(prompt) else { return nil }
            if let code = OneTimeCode(line) { return code }
            write("The code has six digits.\n")
        }
    }

    /// Without echo, and with Ctrl-c as a key, so that the terminal is whole again however this ends; nil when given up.
    private func line(_ prompt: String) async throws -> String? {
        var before = termios()
        guard tcgetattr(descriptor, &before) == 0 else { return nil }
        var raw = before
        raw.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        // What was typed before the question is no answer.
        tcsetattr(descriptor, TCSAFLUSH, &raw)
        write(prompt)
        defer {
            tcsetattr(descriptor, TCSAFLUSH, &before)
            write("\n")
        }
        var typed: [UInt8] = []
        while true {
            var byte: UInt8 = 0
            switch read(descriptor, &byte, 1) {
            case 1: break
            case -1 where errno == EAGAIN || errno == EINTR:
                try await Task.sleep(for: .milliseconds(30))
                continue
            default: return nil
            }
            switch byte {
            case 3, 4, 27: return nil
            case 10, 13: return String(decoding: typed, as: UTF8.self)
            case 8, 127: _ = typed.popLast()
            case 32...126 where typed.count < 64: typed.append(byte)
            default: break
            }
        }
    }

    private func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(descriptor, bytes, bytes.count)
    }
}

import CTerminal
import Glibc

/// A process that a test starts. Not Foundation's: that hands on the signal mask of the test's thread, which blocks SIGTERM and SIGCHLD,
/// so that neither emulators nor tmux would end. Killed and reaped with its last reference.
package final class Child: Sendable {
    package let pid: Int32
    /// Readable until it and all that it has started have closed their standard output or error; -1 when discarded.
    package let output: Int32
    package let errors: Int32

    /// Standard input is empty.
    package init(_ words: [String], environment: [String: String], keepsOutput: Bool = true) throws {
        var (outputPipe, errorPipe): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
        if keepsOutput {
            guard ct_pipe(&outputPipe) == 0, ct_pipe(&errorPipe) == 0 else { throw Self.failure(words, errno) }
        }
        var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
            for end in [outputPipe[1], errorPipe[1]] where end >= 0 { close(end) }
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for (number, pipe) in [(Int32(1), outputPipe), (2, errorPipe)] {
            if keepsOutput {
                posix_spawn_file_actions_adddup2(&actions, pipe[1], number)
            } else {
                posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_WRONLY, 0)
            }
        }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let arguments = words.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        var pid: Int32 = 0
        let code = posix_spawnp(&pid, words[0], &actions, &attributes, arguments, variables)
        guard code == 0 else { throw Self.failure(words, code) }
        (self.pid, output, errors) = (pid, outputPipe[0], errorPipe[0])
    }

    deinit {
        kill(pid, SIGKILL)
        var status: Int32 = 0
        // Already reaped when `wait` was called; then there is no such child.
        waitpid(pid, &status, 0)
        for end in [output, errors] where end >= 0 { close(end) }
    }

    /// Everything that it writes until it ends, and how it ended: its exit code, or 128 + the signal.
    package func finish() -> (status: Int32, output: String, errors: String) {
        var (text, complaints): ([UInt8], [UInt8]) = ([], [])
        var ends = [pollfd(fd: output, events: Int16(POLLIN), revents: 0), pollfd(fd: errors, events: Int16(POLLIN), revents: 0)]
        while ends.contains(where: { $0.fd >= 0 }) {
            guard poll(&ends, 2, -1) >= 0 || errno == EINTR else { break }
            Self.drain(&ends[0], into: &text)
            Self.drain(&ends[1], into: &complaints)
        }
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
        return (code, String(decoding: text, as: UTF8.self), String(decoding: complaints, as: UTF8.self))
    }

    /// The first line that it writes.
    package func firstLine() -> String {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
        return String(decoding: line, as: UTF8.self)
    }

    private static func drain(_ end: inout pollfd, into bytes: inout [UInt8]) {
        guard end.fd >= 0, end.revents != 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(end.fd, &buffer, buffer.count)
        if count > 0 { bytes += buffer[..<count] } else if count == 0 || errno != EINTR { end.fd = -1 }
    }

    private static func failure(_ words: [String], _ code: Int32) -> EmulatorError {
        EmulatorError(text: "\(words[0]) could not be started: \(String(cString: strerror(code)))")
    }
}

import CTerminal
import Glibc

/// A program on a terminal of its own, and what that terminal shows.
package final class Pty {
    package let process: Int32
    package private(set) var screen: PtyScreen
    /// Everything that the program wrote.
    package private(set) var output: [UInt8] = []
    /// As `waitpid` gives it; nil while the program runs.
    package private(set) var status: Int32?
    private var tty: Int32

    package struct Failure: Error, CustomStringConvertible { package var description: String }

    /// - Parameter environment: The whole environment of the program.
    package init(
        _ path: String, _ arguments: [String] = [], environment: [String: String] = [:], columns: Int = 80, rows: Int = 24
    ) throws {
        screen = PtyScreen(columns: columns, rows: rows)
        var variables = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"]
        variables.merge(environment) { $1 }
        var tty: Int32 = -1
        process = Self.withCStrings([path] + arguments) { arguments in
            Self.withCStrings(variables.filter { !$0.value.isEmpty }.map { "\($0)=\($1)" }) { environment in
                ct_spawn(path, arguments, environment, Int32(columns), Int32(rows), &tty)
            }
        }
        self.tty = tty
        guard process > 0 else { throw Failure(description: "cannot run \(path)") }
        _ = fcntl(tty, F_SETFL, O_NONBLOCK)
    }

    deinit {
        if status == nil {
            kill(process, SIGKILL)
            var status: Int32 = 0
            waitpid(process, &status, 0)
        }
        if tty >= 0 { close(tty) }
    }

    package func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes all of it, and reads meanwhile, since the program may wait for that.
    package func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        let deadline = Self.now() + 10_000
        while !rest.isEmpty, Self.now() < deadline {
            let count = rest.withUnsafeBytes { Glibc.write(tty, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else { read(within: 10) }
        }
    }

    package func resize(columns: Int, rows: Int) {
        screen.resize(columns: columns, rows: rows)
        _ = ct_set_window_size(tty, Int32(columns), Int32(rows))
    }

    /// Takes the terminal away, as a line that breaks.
    package func hangUp() {
        close(tty)
        tty = -1
    }

    package func signal(_ number: Int32) { kill(process, number) }

    /// Reads until the condition holds; throws with the screen's text when it does not within the time.
    package func wait(
        _ what: String, milliseconds: Int = 10_000, until condition: (PtyScreen) -> Bool
    ) throws {
        let deadline = Self.now() + milliseconds
        while !condition(screen) {
            guard Self.now() < deadline else { throw Failure(description: "not seen: \(what)\n\(screen.text)") }
            read(within: 20)
        }
    }

    package func wait(for text: String) throws { try wait(text) { $0.text.contains(text) } }

    /// Waits for the program's end.
    ///
    /// - Returns: Its status, as `waitpid` gives it.
    package func waitForExit(milliseconds: Int = 10_000) throws -> Int32 {
        let deadline = Self.now() + milliseconds
        while Self.now() < deadline {
            read(within: 5)
            if let status = pollExit() { return status }
        }
        throw Failure(description: "does not end\n\(screen.text)")
    }

    /// The process group that the terminal listens to, as `kill` takes it; nil when there is none.
    package var foregroundGroup: Int32? {
        let group = tcgetpgrp(tty)
        return group > 0 ? -group : nil
    }

    /// Whether keys are echoed and lines are edited, as a shell leaves it.
    package var isCooked: Bool {
        var settings = termios()
        tcgetattr(tty, &settings)
        return settings.c_lflag & UInt32(ECHO | ICANON | ISIG) == UInt32(ECHO | ICANON | ISIG)
    }

    private func pollExit() -> Int32? {
        if let status { return status }
        var status: Int32 = 0
        guard waitpid(process, &status, WNOHANG) == process else { return nil }
        self.status = status
        read(within: 0)
        return status
    }

    private func read(within milliseconds: Int32) {
        var waiting = pollfd(fd: tty, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) > 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(tty, &buffer, buffer.count)
            guard count > 0 else { return }
            output += buffer[..<count]
            screen.feed(buffer[..<count])
        }
    }

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let list = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: strings.count + 1)
        for (index, string) in strings.enumerated() { list[index] = strdup(string) }
        list[strings.count] = nil
        defer {
            for index in strings.indices { free(list[index]) }
            list.deallocate()
        }
        return body(list)
    }
}

/// Where the build put the programs: beside the tests.
package enum BuiltProgram {
    package static func path(_ name: String) -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let tests = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return tests.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/" + name
    }
}

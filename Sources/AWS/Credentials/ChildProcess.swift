import CProcess
package import FoundationEssentials
import Glibc

/// Runs a program without a shell, without a terminal and with none of our open files.
package enum ChildProcess {
    private static let timeout = Duration.seconds(60)
    private static let longestOutputBytes = 1 << 20

    /// For programs that have nothing to do with credentials.
    /// - Throws: ``ProcessProblem``, or `CancellationError` once the cancelled task's program and all it has started are gone.
    package static func runPlugin(
        _ words: [String], variables: [String: String], timeout: Duration
    ) async throws -> (status: Int32, output: Data) {
        do {
            let output = try await run(words, variables: variables, timeout: timeout)
            return (output.status, output.standardOutput)
        } catch let error as AWSError where error.kind != .cancelled {
            throw ProcessProblem(text: error.message.replacing("The credential process ", with: ""))
        } catch {
            throw CancellationError()
        }
    }

    /// - Parameter words: The program, looked up in PATH, and its arguments.
    /// - Throws: ``AWSError``; cancelling the task ends the program and all it has started.
    static func run(_ words: [String], variables: [String: String], timeout: Duration = timeout) async throws -> ProcessOutput {
        let (pid, descriptor) = try start(words, variables)
        defer { close(descriptor) }
        let deadline = ContinuousClock.now + timeout
        do {
            let output = try await read(descriptor, words, until: deadline)
            return ProcessOutput(status: try await exitStatus(pid, words, until: deadline), standardOutput: output)
        } catch {
            // It leads a session of its own, so this reaches its children too.
            kill(-pid, SIGKILL)
            var status: Int32 = 0
            waitpid(pid, &status, 0)
            throw error is CancellationError ? AWSError.cancelledWhileFetching : error
        }
    }

    private static func start(_ words: [String], _ variables: [String: String]) throws -> (pid_t, output: Int32) {
        var arguments = words.map { strdup($0) } + [nil]
        var environment = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { (arguments + environment).forEach { free($0) } }
        var pid: pid_t = 0
        var output: Int32 = -1
        let error = cp_start(&arguments, &environment, &pid, &output)
        guard error == 0 else { throw failure(words, "could not be started: \(String(cString: strerror(error)))") }
        return (pid, output)
    }

    /// Looks again and again at growing distances: a program that runs for seconds costs a few wake-ups and no thread.
    private static func read(_ descriptor: Int32, _ words: [String], until deadline: ContinuousClock.Instant) async throws -> Data
    {
        var output = Data()
        var chunk = [UInt8](repeating: 0, count: 16_384)
        var pause = Duration.milliseconds(2)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count == 0 { return output }
            if count > 0 {
                output.append(contentsOf: chunk[..<count])
                guard output.count <= longestOutputBytes else { throw failure(words, "printed more than a megabyte") }
            } else if errno == EAGAIN {
                try await wait(&pause, words, until: deadline)
            } else if errno != EINTR {
                throw failure(words, "could not be read from")
            }
        }
    }

    private static func exitStatus(_ pid: pid_t, _ words: [String], until deadline: ContinuousClock.Instant) async throws -> Int32
    {
        var status: Int32 = 0
        var pause = Duration.milliseconds(2)
        while waitpid(pid, &status, WNOHANG) == 0 { try await wait(&pause, words, until: deadline) }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    private static func wait(_ pause: inout Duration, _ words: [String], until deadline: ContinuousClock.Instant) async throws {
        guard ContinuousClock.now < deadline else { throw failure(words, "did not end in time") }
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .milliseconds(100))
    }

    /// Names the program only: its arguments may hold secrets.
    private static func failure(_ words: [String], _ reason: String) -> AWSError {
        AWSError.retrieval("The credential process \(words[0]) \(reason).", hint: "Run the command of the profile by hand.")
    }
}

/// Why a program gave no answer: `/usr/lib/x could not be started: …`.
package struct ProcessProblem: Error, Sendable, Equatable {
    package var text: String
}

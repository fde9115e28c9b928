import Foundation
import Glibc

/// `Tests/Bench/far_end.py`: a large account on loopback that can be told to fail. Ends with its last reference.
package final class FarEnd: Sendable {
    package enum Fault: String, Sendable, CaseIterable { case none, hang, html, reset, truncate, throttle, denied, expired }

    package let endpoint: String
    private let process = Process()
    private let input = Pipe()

    package init(functions: Int, queues: Int) throws {
        let output = Pipe()
        process.executableURL = Emulator.environment.appending(path: "bin/python")
        process.arguments = [
            Program.root.appending(path: "Tests/Bench/far_end.py").path, "--functions", String(functions), "--queues", String(queues),
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        endpoint = line.trimmingCharacters(in: .whitespacesAndNewlines)
        guard endpoint.hasPrefix("http://127.0.0.1:") else { throw EmulatorError(text: "the far end said \"\(line)\"") }
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
    }

    package var variables: [String: String] {
        ["AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"]
    }

    /// From now on every request is answered like this.
    package func set(_ fault: Fault) throws { _ = try get("/_fault?mode=\(fault.rawValue)") }

    /// Calls so far, by operation.
    package func calls() throws -> [String: Int] {
        try JSONSerialization.jsonObject(with: get("/_calls")) as? [String: Int] ?? [:]
    }

    private func get(_ path: String) throws -> Data {
        let program = try Program()
        let code = "import sys, urllib.request; sys.stdout.write(urllib.request.urlopen(sys.argv[1], timeout=10).read().decode())"
        let python = Emulator.environment.appending(path: "bin/python").path
        let answer = try program.run(["-c", code, endpoint + path], executable: python)
        guard answer.status == 0 else { throw EmulatorError(text: answer.errors) }
        return Data(answer.output.utf8)
    }
}

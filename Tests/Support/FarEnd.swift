import Foundation

/// `Tests/Bench/far_end.py`: a large account on loopback that can be told to fail. Ends with its last reference.
package final class FarEnd: Sendable {
    package enum Fault: String, Sendable, CaseIterable {
        case none, hang, html, reset, truncate, throttle, denied, expired
        /// Of invocations alone, after they have arrived.
        case invokeHang = "invoke-hang", invokeReset = "invoke-reset"
    }

    package let endpoint: String
    private let child: Child

    package init(functions: Int, queues: Int) throws {
        let python = Emulator.environment.appending(path: "bin/python").path
        let script = Program.root.appending(path: "Tests/Bench/far_end.py").path
        child = try Child(
            [python, script, "--functions", String(functions), "--queues", String(queues)],
            environment: ProcessInfo.processInfo.environment)
        endpoint = child.firstLine()
        guard endpoint.hasPrefix("http://127.0.0.1:") else { throw EmulatorError(text: "the far end said \"\(endpoint)\"") }
    }

    package var variables: [String: String] {
        [
            "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "us-east-1",
        ]
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

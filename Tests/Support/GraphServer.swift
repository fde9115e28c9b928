import Foundation

/// Microsoft's login and Graph for one mailbox on loopback (`Emulators/graph.py`). Ends with its last reference.
package final class GraphServer: Sendable {
    package let address: String
    private let child: Child
    private let folder: TemporaryFolder

    /// - Parameter world: JSON: events, contacts, users, page (see graph.py).
    package init(_ world: String) throws {
        folder = try TemporaryFolder()
        let python = Emulator.environment.appending(path: "bin/python").path
        let script = Program.root.appending(path: "Tests/Support/Emulators/graph.py").path
        child = try Child(
            [python, script, try folder.write(world, to: "world.json")], environment: ProcessInfo.processInfo.environment)
        let line = child.firstLine()
        guard let port = Int(line) else { throw EmulatorError(text: "the Graph stand-in said \"\(line)\"") }
        address = "http://127.0.0.1:\(port)"
    }

    /// The environment variables that lead there.
    package var variables: [String: String] { ["NIGHTDESK_GRAPH_URL": address, "NIGHTDESK_LOGIN_URL": address] }

    /// Events, mails and requests so far.
    package func state() throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(ask("/_state").utf8)) as? [String: Any] ?? [:]
    }

    /// The categories of an event; nil where there is none of that id.
    package func categories(of id: String) throws -> [String]? {
        let events = try state()["events"] as? [[String: Any]] ?? []
        return events.first { $0["id"] as? String == id }?["categories"] as? [String]
    }

    package func mails() throws -> [[String: Any]] { try state()["mails"] as? [[String: Any]] ?? [] }

    /// These are given to the next requests to Graph instead of real answers: status, headers, body.
    package func answerNext(_ answers: [(status: Int, headers: [[String]], body: String)]) throws {
        let list: [[Any]] = answers.map { [$0.status, $0.headers, $0.body] }
        let body = try JSONSerialization.data(withJSONObject: ["answers": list])
        _ = try ask("/_next", String(decoding: body, as: UTF8.self))
    }

    package func revokeTokens() throws { _ = try ask("/_revoke", "{}") }

    private func ask(_ path: String, _ body: String? = nil) throws -> String {
        let code = """
            import sys, urllib.request
            data = sys.argv[2].encode() if len(sys.argv) > 2 else None
            sys.stdout.write(urllib.request.urlopen(urllib.request.Request(sys.argv[1], data), timeout=30).read().decode())
            """
        let python = Emulator.environment.appending(path: "bin/python").path
        let answer = try Program().run(["-c", code, address + path] + (body.map { [$0] } ?? []), executable: python)
        guard answer.status == 0 else { throw EmulatorError(text: answer.errors) }
        return answer.output
    }
}

import AWS
import Dispatch
import Foundation
import Support
import Synchronization
import Testing

/// `nightdesk health` while far ends misbehave, each in its own way and all at the same time.
@Suite(.serialized, .timeLimit(.minutes(4))) struct HealthFaultTests {
    private static func call(_ request: HTTPRequest) -> String {
        if let target = request.header("X-Amz-Target") { return String(target.split(separator: ".").last ?? "") }
        let form = String(decoding: request.body, as: UTF8.self).split(separator: "&")
        return form.first { $0.hasPrefix("Action=") }.map { String($0.dropFirst(7)) } ?? request.method
    }

    private static func json(_ text: String, status: Int = 200) -> FakeAWSServer.Reply {
        .answer(HTTPResponse(status: status, headers: [("Content-Type", "application/x-amz-json-1.1")], body: Data(text.utf8)))
    }

    /// DescribeTable hangs; the others fail in ways of their own, but the web address is well.
    private static func misbehave(_ request: HTTPRequest) -> FakeAWSServer.Reply {
        switch call(request) {
        case "DescribeTable": return .hang
        case "ListRules": return json("{\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}", status: 400)
        case "DescribeAlarms":
            let body = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>"
            return .answer(HTTPResponse(status: 403, headers: [("Content-Type", "text/xml")], body: Data(body.utf8)))
        case "DescribeSecret": return .reset
        case "GET": return request.path == "/health" ? json("{\"status\":\"healthy\"}") : page
        default: return page
        }
    }

    /// What a web server says that knows nothing of the service.
    private static let page = FakeAWSServer.Reply.answer(
        HTTPResponse(status: 500, headers: [("Content-Type", "text/html")], body: Data("<html>no</html>".utf8)))

    private func program(_ server: FakeAWSServer, daily: [String]) throws -> (Program, file: String) {
        let program = try Program(environment: [
            "AWS_ENDPOINT_URL": "http://127.0.0.1:\(server.port)", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1",
        ])
        let checks = daily.map { "        - {\($0)}\n" }.joined()
        let file = try program.home.write("contexts:\n  p:\n    health:\n      daily:\n\(checks)", to: "health.yaml")
        return (program, file)
    }

    private static func checks(_ server: FakeAWSServer, hangFor seconds: Int) -> [String] {
        [
            "name: hangs, kind: table, table: t, timeout: \(seconds)s", "name: throttled, kind: rule, prefix: r, timeout: 30s",
            "name: denied, kind: alarms, timeout: 30s", "name: not offered, kind: cost, timeout: 30s",
            "name: broken, kind: secret, secret: s, timeout: 30s",
            "name: well, kind: http, url: 'http://127.0.0.1:\(server.port)/health', timeout: 30s",
        ]
    }

    @Test func whatFailsIsUnknown_AndDelaysNothingButItself() throws {
        let server = try FakeAWSServer(Self.misbehave)
        let (program, file) = try program(server, daily: Self.checks(server, hangFor: 5))
        let answer = try program.run(["health", "--config", file, "--context", "p", "--json"])
        #expect(answer.status == 3, "\(answer.errors)")
        let report = try answer.json()
        let rows = try #require(report["checks"] as? [[String: Any]])
        let checks = Dictionary(uniqueKeysWithValues: rows.map { ($0["name"] as? String ?? "", $0) })
        func evidence(_ name: String) -> String { checks[name]?["evidence"] as? String ?? "" }
        func took(_ name: String) -> Double { checks[name]?["durationMs"] as? Double ?? .infinity }
        #expect(rows.filter { $0["verdict"] as? String != "unknown" }.compactMap { $0["name"] as? String } == ["well"])
        #expect(evidence("hangs") == "No answer within 5s.")
        #expect(evidence("throttled").contains("slow down") || evidence("throttled").contains("Rate exceeded"))
        #expect(evidence("denied").contains("cloudwatch:DescribeAlarms"))
        #expect(evidence("not offered").hasPrefix("Not offered here"))
        #expect(evidence("broken").contains("got no answer"))
        #expect(took("hangs") >= 5000)
        // None of these has a reason to wait; five seconds are an age, also for a busy machine.
        for name in ["denied", "not offered", "well"] { #expect(took(name) < 5000, "\(name)") }
    }

    /// The first answer comes when nobody waits for it any more: it is not taken for that of the next round, which asks anew.
    @Test func anAnswerAfterTheTimeOut_IsUnknown_AndTheNextRoundReadsAnew() throws {
        let isAskedAnew = DispatchSemaphore(value: 0)
        let asked = Mutex(0)
        let changed = Int(Date().timeIntervalSince1970) - 86_400
        let server = try FakeAWSServer { request in
            let number = asked.withLock { asked in
                asked += 1
                return asked
            }
            if number == 1 { isAskedAnew.wait() } else { isAskedAnew.signal() }
            let days = number == 1 ? 400 : 0
            return Self.json("{\"Name\":\"s\",\"LastRotatedDate\":\(changed - days * 86_400)}")
        }
        defer { isAskedAnew.signal() }
        let (program, file) = try program(server, daily: ["name: stored, kind: secret, secret: s, timeout: 2s"])
        let answer = try program.run([
            "health", "--config", file, "--context", "p", "--watch", "9s", "--every", "1s", "--format", "text",
        ])
        // The worst seen.
        #expect(answer.status == 3, "\(answer.output) \(answer.errors)")
        let rounds = answer.output.split(separator: "\n").filter { $0.contains("Z ") && !$0.contains("UNKNOWN") }
        #expect(rounds.first?.contains("Z unknown  stored") == true, "\(answer.output)")
        #expect(rounds.contains { $0.contains("Z ok  (stored is ok)") }, "\(answer.output)")
        #expect(!answer.output.contains("warning"), "\(answer.output)")
    }

    /// While one check hangs, the others are read, and every key is answered.
    @Test func aHangingCheck_NeverBlocksTheScreen() throws {
        let server = try FakeAWSServer(Self.misbehave)
        let (program, file) = try program(server, daily: Self.checks(server, hangFor: 25))
        let tmux = try Tmux(width: 120, height: 40, program: program)
        try tmux.send("\(Program.path) --config \(file) --context p", "Enter")
        _ = try tmux.wait(for: "Lambda")
        try tmux.send("H")
        let running = try tmux.wait(what: "the others", until: { $0.contains("5 of 6 have answered") })
        #expect(running.contains("asking") && running.contains("HTTP 200"))
        try tmux.send("j")
        try tmux.send("Escape")
        let panes = try tmux.wait(what: "the panes", until: { $0.contains("Queues") && !$0.contains("have answered") })
        #expect(!panes.contains("health check daily is"), "the check has ended before it could be left")
        try tmux.send("h")
        let end = try tmux.wait(seconds: 60, what: "the end", until: { $0.contains("6 checks: 5 unknown") })
        #expect(end.contains("No answer within 25s."))
        try tmux.send("q")
        try tmux.send("q")
        _ = try tmux.wait(what: "the shell", until: { $0.contains("shell>") && !$0.contains("Lambda") })
    }

    /// What is pasted into a ticket; only moments and durations are left out.
    @Test func theMarkdownOfThePracticeWorld() throws {
        let answer = try Program().run(["health", "--check", "table", "--check", "access keys", "--format", "markdown"])
        #expect(answer.status == 1)
        let lines = answer.output.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.hasPrefix("- **Taken**") { return "- **Taken**" }
            guard line.hasPrefix("| ok") || line.hasPrefix("| warning") else { return String(line) }
            return line.split(separator: "|").dropLast().joined(separator: "|") + "|"
        }
        let expected = """
            # Health check: daily is warning

            - **Context**: drill
            - **Taken**
            - **Result**: 2 checks: 1 warning

            | Verdict | Check | Value | Evidence | Took |
            | --- | --- | ---: | --- | ---: |
             ok | table | 48,213 items | ACTIVE, 48,213 items, 31.5 MB. |
             warning | access keys | 1 key (\\> 0) | Unused: former-contractor (not for 140 d). |

            ## Runbooks

            - access keys: docs/health-checks.md\\#shipped-sets

            """
        #expect(lines.joined(separator: "\n") == expected, "\(answer.output)")
    }
}

import AWS
import Foundation
import Glibc
import Support
import Testing

/// A machine with escalations of its own and a far end on loopback.
private final class Escalations: Sendable {
    let program: Program
    let server: FakeAWSServer
    static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

    /// - Parameter latency: How long the far end takes, in milliseconds.
    init(latency: Int32 = 0, environment: [String: String] = [:], section: String = "") throws {
        server = try FakeAWSServer { _ in
            var nobody: [pollfd] = []
            if latency > 0 { _ = poll(&nobody, 0, latency) }
            return .bytes(Self.answer)
        }
        program = try Program(environment: environment)
        try program.home.write(
            """
            contexts:
              desk:
                escalations:
                  source: embedded
                  channels: [webhook, phone]
                  webhook: {url: "http://127.0.0.1:\(server.port)/hook"}
                  \(section)
            """, to: "config.yaml")
    }

    func arguments(_ words: [String]) -> [String] {
        ["--context", "desk", "--config", program.home.path + "/config.yaml", "--state-dir", program.home.path + "/state"] + words
    }

    @discardableResult
    func run(_ words: String...) throws -> Program.Answer { try program.run(words + arguments([])) }

    func engine() throws -> Child {
        try Child([Program.path, "engine", "run"] + arguments([]), environment: program.fullEnvironment, keepsOutput: false)
    }

    /// Starts one process with as many notifications as moments are given, in seconds from now.
    func start(_ id: String, _ after: [Double]) throws -> Program.Answer {
        let now = Date().timeIntervalSince1970.rounded(.down)
        let list = after.map { #"{"channel":"webhook","at":\#(Int(now + $0)),"webhook-target":"t"}"# }
        let file = try program.home.write(
            #"{"process-id":"\#(id)","action":"start","notifications":[\#(list.joined(separator: ","))]}"#, to: "request.json")
        return try run("escalation", "start", file, "--yes")
    }

    /// The `key` of each request that came, and how often.
    func keys() throws -> [String: Int] {
        let keys = try server.requests.map { request in
            let body = try JSONSerialization.jsonObject(with: request.body) as? [String: Any]
            return body?["key"] as? String ?? ""
        }
        return Dictionary(keys.map { ($0, 1) }, uniquingKeysWith: +)
    }

    func rows(_ words: String...) throws -> [[String: Any]] {
        try program.run(["escalation", "list", "--json"] + words + arguments([])).json()["rows"] as? [[String: Any]] ?? []
    }
}

@Suite(.serialized) struct EscalationTests {
    @Test func startsShowsStopsAndRecords() throws {
        let desk = try Escalations()
        #expect(try desk.start("p", [500, 600]).status == 0)
        #expect(try desk.start("p", [500]).status == 1, "it is running already")
        let row = try #require(try desk.rows().first)
        #expect(row["processId"] as? String == "p" && row["state"] as? String == "scheduled" && row["remaining"] as? Int == 2)
        #expect(row["nextChannel"] as? String == "webhook" && row["lastAttempt"] is NSNull && row["severity"] as? String == "ok")
        let shown = try desk.run("escalation", "show", "p", "--json").json()
        #expect((shown["notifications"] as? [[String: Any]])?.count == 2)
        #expect(try desk.run("escalation", "snooze", "p", "--for", "1h", "--note", "we know", "--yes").status == 0)
        #expect(try desk.run("escalation", "stop", "p", "q", "--yes").status == 1, "the worst of the two")
        #expect(try desk.rows().isEmpty)
        #expect(try desk.rows("--all").count == 1)
        #expect(try desk.run("escalation", "stop", "p", "--yes").status == 1, "there is nothing left to stop")
        #expect(try desk.run("escalation", "show", "nobody").status == 1)
        let audit = try desk.run("audit", "list", "--json").output
        for action in ["escalation.start", "escalation.snooze", "escalation.stop"] { #expect(audit.contains(action)) }
        #expect(try desk.run("audit", "verify").status == 0)
    }

    @Test func asksFirst_AndNeverChangesWhatIsReadOnly() throws {
        let desk = try Escalations()
        #expect(try desk.start("p", [500]).status == 0)
        #expect(try desk.run("escalation", "stop", "p").status == 4, "nobody can be asked")
        #expect(try desk.run("escalation", "stop", "p", "--yes", "--read-only").status == 4)
        #expect(try desk.run("engine", "run", "--once", "--read-only").status == 4)
        let dry = try desk.run("escalation", "stop", "p", "--dry-run", "--json")
        #expect(dry.status == 0 && dry.output.contains("will not be sent"))
        #expect(try desk.rows().count == 1)
    }

    @Test func refusesBadRequestsWithTheirPlace() throws {
        let desk = try Escalations()
        let file = try desk.program.home.write("{\"process-id\":\"p\",\n\"action\":\"stop\",\n}", to: "bad.json")
        let answer = try desk.run("escalation", "start", file, "--yes")
        #expect(answer.status == 65 && answer.errors.contains("line 2, column 16"))
        #expect(try desk.run("escalation", "start", "/nobody/here.json", "--yes").status == 65)
        let none = try Program().run(["engine", "run", "--once", "--context", "aws", "--region", "us-east-1"])
        #expect(none.status == 78)
    }

    /// What a running deployment is ordered goes by its queue, and its tables are only watched: neither is a matter of asking.
    @Test func saysWhatALiveContextCannotBeOrdered() throws {
        let program = try Program()
        try program.home.write(
            "default_context: live\ncontexts:\n  live:\n    escalations: {source: live}\n", to: ".config/nightdesk/config.yaml")
        for words in [
            ["deliver", "p"], ["snooze", "p", "--for", "5m", "--note", "n"], ["stop", "p"], ["stop", "p", "--force"],
        ] {
            let answer = try program.run(["escalation"] + words + ["--yes", "--json"])
            #expect(answer.status == 78, "\(words): \(answer.errors)")
            #expect(answer.errors.contains(#""error":{"#) && answer.output.isEmpty)
        }
        #expect(try program.run(["engine", "run", "--once"]).status == 78, "live is run only where run: true says so")
    }

    @Test func endsOnePassCleanlyOnSIGTERM() throws {
        let desk = try Escalations(latency: 300)
        _ = try desk.start("p", [0, 0, 0, 0, 0, 0, 0])
        let words = [Program.path, "engine", "run", "--once"] + desk.arguments([])
        let engine = try Child(words, environment: desk.program.fullEnvironment)
        try desk.waitForRequests(1)
        kill(engine.pid, SIGTERM)
        #expect(engine.finish().status == 0)
        let row = try #require(try desk.rows().first)
        #expect(row["remaining"] as? Int == 7 - (try desk.keys().count) && row["state"] as? String == "scheduled")
    }

    @Test func showsWhatAnEngineWouldDo_AndChangesNothing() throws {
        let desk = try Escalations(environment: [
            "REQUEST_QUEUE": "http://127.0.0.1:9/1/requests.fifo", "AWS_REGION": "us-east-1",
        ])
        _ = try desk.start("p", [0, 500])
        let answer = try desk.run("engine", "run", "--dry-run", "--read-only")
        #expect(answer.status == 0)
        #expect(answer.output == "Take requests off requests.fifo\nDeliver what is due of p\n")
        #expect(try desk.keys().isEmpty && desk.rows().first?["remaining"] as? Int == 2)
    }

    @Test func deliversInOnePass() throws {
        let desk = try Escalations()
        _ = try desk.start("p", [0, 500])
        #expect(try desk.run("engine", "run", "--once").status == 0)
        #expect(try desk.keys().count == 1)
        #expect(try desk.rows().first?["remaining"] as? Int == 1)
        #expect(try desk.run("escalation", "deliver", "p", "--yes").status == 0)
        #expect(try desk.keys().values.allSatisfy { $0 == 1 } && desk.keys().count == 2)
        #expect(try desk.rows().isEmpty)
    }

    @Test func endsCleanlyOnSIGTERM() throws {
        let desk = try Escalations(latency: 300)
        _ = try desk.start("p", [0, 0, 0, 0, 0, 0, 0])
        let engine = try Child([Program.path, "engine", "run"] + desk.arguments([]), environment: desk.program.fullEnvironment)
        try desk.waitForRequests(1)
        kill(engine.pid, SIGTERM)
        #expect(engine.finish().status == 0)
        let sent = try desk.keys().count
        let shown = try desk.run("escalation", "show", "p", "--json").json()
        let states = (shown["notifications"] as? [[String: Any]] ?? []).compactMap { $0["state"] as? String }
        #expect(states.count { $0 == "delivered" } == sent && states.count { $0 == "scheduled" } == 7 - sent)
        #expect(try desk.run("escalation", "list").errors.contains("nobody is delivering"))
    }

    /// Killed at ever other places: before, while and after something is sent. What was being sent may be sent again, and nothing is
    /// lost.
    @Test func losesNothing_WhenItIsKilledOverAndOver() throws {
        let desk = try Escalations(latency: 15)
        for number in 0..<40 { _ = try desk.start("p\(number)", [0]) }
        for round in 1...12 {
            let engine = try desk.engine()
            try desk.waitForRequests(round * 3)
            kill(engine.pid, SIGKILL)
        }
        #expect(try desk.run("engine", "run", "--once").status == 0)
        // What was cut off for the second time waits a few seconds.
        var passes = 0
        while try !desk.rows().isEmpty, passes < 400 {
            #expect(try desk.run("engine", "run", "--once").status == 0)
            passes += 1
        }
        let keys = try desk.keys()
        #expect(keys.count == 40, "every notification has arrived")
        // Three at a time were being sent when each of the twelve was killed.
        #expect(keys.values.reduce(0, +) <= 40 + 12 * 3)
        let ended = try desk.rows("--all")
        #expect(ended.count == 40 && ended.allSatisfy { $0["remaining"] as? Int == 0 })
    }

    @Test(arguments: Emulator.Kind.allCases)
    func takesRequestsOffAFIFOQueue(kind: Emulator.Kind) throws {
        let emulator = try Emulator(kind)
        let url = try fifo(emulator, "create", ["requests.fifo"]).trimmingCharacters(in: .newlines)
        let desk = try Escalations(environment: emulator.variables.merging(["REQUEST_QUEUE": url]) { $1 })
        let soon = Int(Date().timeIntervalSince1970)
        let start = { (id: String, at: Int) in
            #"{"process-id":"\#(id)","action":"start","notifications":[{"channel":"webhook","at":\#(at)}]}"#
        }
        try fifo(
            emulator, "send",
            [
                url, "a\t" + start("a", soon - 5), "b\t" + start("b", soon + 500), "b\t" + #"{"process-id":"b","action":"stop"}"#,
                "b\t" + start("b", soon + 900), "c\tnot JSON", "d\t" + #"{"process-id":"d","action":"start","notifications":[]}"#,
                "e\t" + start("e", soon - 5), "e\t" + start("e", soon + 5),
            ])
        let answer = try desk.run("engine", "run", "--once")
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(try fifo(emulator, "left", [url]).trimmingCharacters(in: .newlines) == "0", "also what was refused is deleted")
        #expect(try desk.rows().compactMap { $0["processId"] as? String } == ["b"])
        #expect(try desk.keys().count == 2)
        #expect(answer.output.contains("The request is not JSON") && answer.output.contains("notifications is empty"))
    }

    @Test func saysThatTheQueueCannotBeReached() throws {
        let desk = try Escalations(environment: [
            "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "us-east-1", "REQUEST_QUEUE": "http://127.0.0.1:9/1/requests.fifo", "AWS_MAX_ATTEMPTS": "1",
        ])
        _ = try desk.start("p", [0])
        #expect(try desk.run("engine", "run", "--once").status == 69)
        #expect(try desk.rows().isEmpty, "what is stored is delivered all the same")
    }

    @discardableResult
    private func fifo(_ emulator: Emulator, _ verb: String, _ arguments: [String]) throws -> String {
        let script = Program.root.appending(path: "Tests/Support/Emulators/fifo.py").path
        let python = Emulator.environment.appending(path: "bin/python").path
        let answer = try Program().run([script, verb, emulator.endpoint] + arguments, executable: python)
        guard answer.status == 0 else { throw EmulatorError(text: answer.errors) }
        return answer.output
    }
}

extension Escalations {
    /// Returns as soon as so many requests have come to the far end.
    fileprivate func waitForRequests(_ count: Int) throws {
        let deadline = Date().addingTimeInterval(30)
        var nobody: [pollfd] = []
        while server.requests.count < count {
            guard Date() < deadline else { throw EmulatorError(text: "only \(server.requests.count) of \(count) requests came") }
            // The server tells nobody: asked again in 2 ms.
            _ = poll(&nobody, 0, 2)
        }
    }
}

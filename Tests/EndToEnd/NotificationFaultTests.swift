import AWS
import Foundation
import Support
import Synchronization
import Testing

/// The built program against a table that fails in the ways that a table can, and against far ends that take some people and not others.
@Suite(.serialized) struct NotificationFaultTests {
    /// One table on loopback; each test says how a call is answered.
    private final class Table: Sendable {
        let statuses = Mutex(["1": "FAILED", "2": "FAILED", "3": "SENT"])
        private let calls = Mutex<[String: Int]>([:])
        private let faults: [String: Fault]
        private let running = Mutex<FakeAWSServer?>(nil)

        enum Fault {
            case error(Int, String)
            /// Carried out; then the connection breaks.
            case lateReset
            /// Not carried out; the connection breaks.
            case reset
        }

        init(_ faults: [String: Fault] = [:]) throws {
            self.faults = faults
            let server = try FakeAWSServer { [weak self] request in self?.answer(request) ?? .reset }
            running.withLock { $0 = server }
        }

        var port: UInt16 { running.withLock { $0?.port ?? 0 } }
        func count(_ call: String) -> Int { calls.withLock { $0[call] ?? 0 } }

        private func answer(_ request: HTTPRequest) -> FakeAWSServer.Reply {
            let call = request.header("X-Amz-Target")?.split(separator: ".").last.map(String.init) ?? ""
            calls.withLock { $0[call, default: 0] += 1 }
            let body = (try? JSONSerialization.jsonObject(with: request.body)) as? [String: Any] ?? [:]
            switch faults[call] {
            case .error(let status, let code): return Self.json(status, #"{"__type":"\#(code)","message":"so it is"}"#)
            case .reset: return .reset
            case .lateReset:
                _ = carryOut(call, body)
                return .reset
            case nil: return carryOut(call, body)
            }
        }

        private func carryOut(_ call: String, _ body: [String: Any]) -> FakeAWSServer.Reply {
            let key = (body["Key"] as? [String: [String: String]])?["pk"]?["S"]?.split(separator: "#").last.map(String.init)
            return statuses.withLock { statuses in
                switch call {
                case "Scan":
                    let items = statuses.sorted { $0.key < $1.key }.map { Self.item($0.key, $0.value) }.joined(separator: ",")
                    return Self.json(
                        200, #"{"Count":3,"ScannedCount":3,"Items":[\#(items)],"ConsumedCapacity":{"CapacityUnits":0.5}}"#)
                case "GetItem":
                    return Self.json(200, key.flatMap { id in statuses[id].map { #"{"Item":\#(Self.item(id, $0))}"# } } ?? "{}")
                case "UpdateItem":
                    guard let key, statuses[key] == "FAILED" else {
                        return Self.json(400, #"{"__type":"ConditionalCheckFailedException","message":"no"}"#)
                    }
                    statuses[key] = "RETRY"
                    return Self.json(200, "{}")
                default: return Self.json(400, #"{"__type":"UnknownOperationException"}"#)
                }
            }
        }

        private static func item(_ id: String, _ status: String) -> String {
            #"{"pk":{"S":"notification#\#(id)"},"sk":{"S":"metadata"},"status":{"S":"\#(status)"}}"#
        }

        private static func json(_ status: Int, _ body: String) -> FakeAWSServer.Reply {
            .answer(
                HTTPResponse(
                    status: status, headers: [("Content-Type", "application/x-amz-json-1.0")], body: Data(body.utf8)))
        }
    }

    private func run(_ table: Table, _ words: [String]) throws -> Program.Answer {
        let program = try Program(environment: [
            "AWS_ENDPOINT_URL": "http://127.0.0.1:\(table.port)", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "2",
        ])
        let config = try program.home.write("contexts: {c: {notifications: {table: t}}}", to: "c.yaml")
        return try program.run(["notification"] + words + ["--config", config, "--context", "c"])
    }

    private func rows(_ answer: Program.Answer) throws -> [[String: Any]] {
        try #require(try answer.json()["rows"] as? [[String: Any]], "\(answer.errors)")
    }

    @Test func withoutPermission_NothingIsTried_AfterTheFirst() throws {
        let table = try Table(["UpdateItem": .error(400, "AccessDeniedException")])
        let answer = try run(table, ["retry", "1", "2", "--yes", "--json"])
        #expect(answer.status == 77 && table.count("UpdateItem") == 1, "\(answer.errors)")
        #expect(try rows(answer).map { $0["outcome"] as? String } == ["failed"])
        #expect(answer.errors.contains("1 not tried"))
        let reading = try Table(["Scan": .error(400, "AccessDeniedException")])
        #expect(try run(reading, ["list"]).status == 77)
    }

    @Test(arguments: ["ProvisionedThroughputExceededException", "ThrottlingException"])
    func whenItIsThrottled_ItSaysSo(code: String) throws {
        let table = try Table(["UpdateItem": .error(400, code)])
        let answer = try run(table, ["retry", "1", "2", "--yes", "--json"])
        #expect(answer.status == 69, "\(answer.errors)")
        #expect(try rows(answer).map { $0["outcome"] as? String } == ["failed"])
        #expect(table.statuses.withLock { $0["1"] } == "FAILED")
    }

    @Test func aTableThatIsGone_IsNamed() throws {
        let table = try Table([
            "UpdateItem": .error(400, "ResourceNotFoundException"), "Scan": .error(400, "ResourceNotFoundException"),
        ])
        #expect(try run(table, ["retry", "1", "--yes"]).status != 0)
        let list = try run(table, ["list"])
        #expect(list.status == 1 && list.errors.contains("ResourceNotFoundException"), "\(list.errors)")
    }

    /// Carried out, and the answer lost on the way: sent once, read back, and said to be done.
    @Test func whatWasDoneWithoutAnAnswer_IsReadBack() throws {
        let table = try Table(["UpdateItem": .lateReset])
        let answer = try run(table, ["retry", "1", "--yes", "--json"])
        #expect(answer.status == 0 && table.count("UpdateItem") == 1 && table.count("GetItem") >= 1, "\(answer.errors)")
        #expect(try rows(answer).first?["outcome"] as? String == "retried")
    }

    /// Not carried out, as far as anybody can tell: unknown, never repeated, and nothing after it.
    @Test func whatNobodyKnows_IsUnknown() throws {
        let table = try Table(["UpdateItem": .reset])
        let answer = try run(table, ["retry", "1", "2", "--yes", "--json"])
        #expect(answer.status == 75 && table.count("UpdateItem") == 1, "\(answer.errors)")
        #expect(try rows(answer).map { $0["outcome"] as? String } == ["unknown"])
    }

    @Test func readOnly_NothingIsSent_OnAnyPath() throws {
        let table = try Table()
        for words in [["retry", "1"], ["retry", "--all-failed"]] {
            #expect(try run(table, words + ["--yes", "--read-only"]).status == 4)
        }
        #expect(try run(table, ["retry", "--all-failed", "--dry-run", "--read-only"]).status == 0)
        #expect(try run(table, ["list", "--read-only"]).status == 0)
        #expect(table.count("UpdateItem") == 0)
    }

    /// Two recipients, of whom the far end takes one: each is told the truth about, and a retry reaches only the one who has failed.
    @Test func ourOwnAreReallySent_AndARetryReachesOnlyWhoHasFailed() throws {
        let refuses = Mutex(true)
        let told = Mutex<[String]>([])
        let server = try FakeAWSServer { request in
            let body = (try? JSONSerialization.jsonObject(with: request.body)) as? [String: Any]
            let target = body?["target"] as? String ?? ""
            let isRefused = target == "bob" && refuses.withLock { $0 }
            if !isRefused { told.withLock { $0.append(target) } }
            return .answer(HTTPResponse(status: isRefused ? 400 : 200, headers: [], body: Data("mailbox full".utf8)))
        }
        let program = try Program()
        let config = try program.home.write(
            """
            contexts:
              own:
                notifications: {source: embedded}
                escalations: {source: embedded, channels: [webhook], webhook: {url: "http://127.0.0.1:\(server.port)/hook"}}
            """, to: "c.yaml")
        let flags = ["--config", config, "--context", "own"]
        let file = try program.home.write(
            #"{"id":"7","event":"gala","recipients":[{"channel":"webhook","target":"ann"},{"channel":"webhook","target":"bob"}]}"#,
            to: "n.json")
        for words in [["notification", "add", file], ["notification", "retry", "7"]] {
            #expect(try program.run(words + ["--yes", "--read-only"] + flags).status == 4)
        }
        #expect(try program.run(["notification", "add", file, "--yes"] + flags).status == 0)
        #expect(try program.run(["engine", "run", "--once"] + flags).status == 0)
        let shown = try program.run(["notification", "show", "7", "--json"] + flags).json()
        let attempts = try #require(shown["attempts"] as? [[String: Any]])
        let truth = Dictionary(attempts.map { ($0["target"] as? String ?? "", $0["outcome"] as? String ?? "") }) { $1 }
        #expect(shown["status"] as? String == "FAILED" && truth == ["ann": "delivered", "bob": "failed"])
        #expect((shown["attributes"] as? [String: Any])?["reason"] != nil || attempts.contains { $0["reason"] is String })
        refuses.withLock { $0 = false }
        #expect(try program.run(["notification", "retry", "7", "--yes"] + flags).status == 0)
        #expect(try program.run(["engine", "run", "--once"] + flags).status == 0)
        let after = try program.run(["notification", "show", "7", "--json"] + flags).json()
        #expect(after["status"] as? String == "DELIVERED")
        #expect(told.withLock { $0 } == ["ann", "bob"], "nobody was told twice")
    }
}

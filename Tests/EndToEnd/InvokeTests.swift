import Foundation
import Support
import Testing

/// `nightdesk invoke` and `nightdesk audit`, the built program.
@Suite(.serialized) struct InvokeTests {
    private static let function = "prd3292-prod1-us-east-1-worker-0001"

    /// The program with a far end, outside production.
    private func scene() throws -> (FarEnd, Program) {
        let farEnd = try FarEnd(functions: 3, queues: 0)
        let program = try Program(environment: farEnd.variables.merging(["AWS_MAX_ATTEMPTS": "2"]) { $1 })
        try program.home.write("default_context: test\ncontexts: {test: {}}\n", to: ".config/nightdesk/config.yaml")
        return (farEnd, program)
    }

    private func rows(_ program: Program) throws -> [[String: Any]] {
        try #require(try program.run(["audit", "list", "--json"]).json()["rows"] as? [[String: Any]])
    }

    private func error(_ answer: Program.Answer) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(answer.errors.utf8)) as? [String: [String: Any]]
        return try #require(object?["error"])
    }

    private func invocations(_ farEnd: FarEnd) throws -> Int { try farEnd.calls()["Invoke"] ?? 0 }

    /// An emulator that really runs functions.
    @Test func runsAFunctionOnce_AndRecordsIt() throws {
        let emulator = try Emulator(.ministack)
        try emulator.account("seed", ["--functions", "1"])
        let name = "prd3292-qa1-us-east-1-worker-0000"
        let program = try Program(environment: emulator.variables)
        let runs = program.home.path + "/runs"
        func count() -> Int { (try? String(contentsOfFile: runs, encoding: .utf8))?.count ?? 0 }
        let event = try program.home.write("{\"file\": \"\(runs)\"}", to: "event.json")
        let failing = try program.home.write("{\"file\": \"\(runs)\", \"fail\": true}", to: "failing.json")
        let consent = ["--yes", "--context", "aws"]

        #expect(try program.run(["invoke", name, "--payload", event, "--dry-run"]).status == 0)
        #expect(count() == 0)
        #expect(try program.run(["invoke", name, "--payload", event, "--yes"]).status == 4, "the context aws is production")
        #expect(count() == 0)

        let answer = try program.run(["invoke", name, "--payload", event] + consent)
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(answer.output == "{\"ran\": true}\n")
        #expect(answer.errors.contains("hello"))
        #expect(count() == 1)

        let failed = try program.run(["invoke", name, "--payload", failing, "--json"] + consent)
        #expect(failed.status == 1)
        #expect(try failed.json()["functionError"] as? String == "Unhandled")
        #expect(try failed.json()["errorMessage"] as? String == "broken")
        #expect(count() == 2)

        let missing = try program.run(["invoke", "no-such-function", "--json"] + consent)
        #expect(missing.status == 1)
        #expect(try error(missing)["code"] as? String == "ResourceNotFoundException")

        #expect(try program.run(["invoke", name, "--async"] + consent).status == 0)
        let rows = try rows(program)
        #expect(rows.compactMap { $0["outcome"] as? String } == ["confirmed", "confirmed", "failed", "confirmed"])
        #expect(rows.allSatisfy { $0["account"] as? String == "000000000000" && $0["class"] as? String == "execute" })
        #expect(try program.run(["audit", "verify"]).status == 0)
    }

    @Test func asksFirst_AndTakesOnlyAClearYes() throws {
        let (farEnd, program) = try scene()
        for arguments in [[], ["--read-only", "--yes"], ["--read-only", "--yes", "--context", "test"]] {
            let answer = try program.run(["invoke", Self.function] + arguments)
            #expect(answer.status == 4, "\(arguments)")
            #expect(answer.output.isEmpty && answer.errors.contains("Nothing has changed"))
        }
        #expect(try farEnd.calls()["Invoke"] == nil && farEnd.calls()["DryRun"] == nil)
        #expect(try rows(program).compactMap { $0["outcome"] as? String } == ["refused", "refused"])
        #expect(try program.run(["invoke", Self.function, "--yes"]).status == 0)
        #expect(try program.run(["--yes", "invoke", Self.function, "--qualifier", "live", "--json"]).status == 0)
        #expect(try invocations(farEnd) == 2)
        #expect(try rows(program).last?["targets"] as? [String] == ["\(Self.function):live"])
    }

    @Test func asksOnATerminal() throws {
        let (farEnd, program) = try scene()
        let yes = try Pty(
            Program.path, ["invoke", Self.function], environment: program.fullEnvironment, columns: 100, rows: 30)
        try yes.wait(for: "Do it? [y/N]")
        #expect(yes.screen.text.contains("Account    123456789012"))
        yes.write("y\n")
        #expect(try yes.waitForExit() == 0)
        for answer in ["\n", "n\n", "Y es\n"] {
            let no = try Pty(
                Program.path, ["invoke", Self.function], environment: program.fullEnvironment, columns: 100, rows: 30)
            try no.wait(for: "Do it? [y/N]")
            no.write(answer)
            #expect(try no.waitForExit() == 4 << 8)
        }
        #expect(try invocations(farEnd) == 1)
    }

    @Test func refusesABadPayload_BeforeAnythingIsSent() throws {
        let (farEnd, program) = try scene()
        let big = "\"" + String(repeating: "x", count: 6 << 20) + "\""
        let files = [
            try program.home.write("{\"a\": }", to: "bad.json"), try program.home.write(big, to: "big.json"),
            program.home.path + "/missing.json",
        ]
        for file in files {
            let answer = try program.run(["invoke", Self.function, "--payload", file, "--yes", "--json"])
            #expect(answer.status == 65, "\(file)")
            #expect(try error(answer)["message"] is String)
        }
        let medium = try program.home.write("\"" + String(repeating: "x", count: 1 << 20) + "\"", to: "medium.json")
        #expect(try program.run(["invoke", Self.function, "--payload", medium, "--async", "--yes"]).status == 65)
        #expect(try program.run(["invoke", Self.function, "--event", "no-such-event", "--yes"]).status == 65)
        #expect(try program.run(["invoke", Self.function, "--event", "empty", "--payload", "-"]).status == 64)
        #expect(try farEnd.calls().isEmpty)
        #expect(try rows(program).isEmpty)
    }

    @Test func takesTheUsersEventsBeforeTheShipped() throws {
        let (_, program) = try scene()
        let shipped = try program.run(["invoke", "f", "--event", "lone-worker-button-3", "--dry-run"])
        #expect(shipped.output.contains("emergency list is mailed") && shipped.output.contains("…123"))
        try program.home.write("{\"mine\": 1}", to: ".config/nightdesk/events/lone-worker-button-3.json")
        let own = try program.run(["invoke", "f", "--event", "lone-worker-button-3", "--dry-run", "--json"])
        #expect(own.status == 0)
        #expect((try own.json()["calls"] as? [String])?.last == "{\"mine\": 1}")
    }

    @Test func callsItUnknown_AndSendsItOnce_WhenNoAnswerComes() throws {
        let (farEnd, program) = try scene()
        try farEnd.set(.invokeReset)
        let answer = try program.run(["invoke", Self.function, "--yes", "--json"])
        #expect(answer.status == 75)
        #expect(answer.output.isEmpty)
        #expect((try error(answer)["hint"] as? String)?.contains("/aws/lambda/\(Self.function)") == true)
        #expect(try invocations(farEnd) == 1)
        #expect(try rows(program).last?["outcome"] as? String == "unknown")
    }

    @Test(arguments: [FarEnd.Fault.denied, .expired]) func endsWith77_WhenItIsNotAllowed(fault: FarEnd.Fault) throws {
        let (farEnd, program) = try scene()
        try farEnd.set(fault)
        #expect(try program.run(["invoke", Self.function, "--yes"]).status == 77)
        #expect(try invocations(farEnd) == 0)
    }

    @Test(arguments: ["state.sqlite", "audit.head", "audit.lock"])
    func sendsNothing_WhereItCannotBeRecorded(name: String) throws {
        let (farEnd, program) = try scene()
        let state = program.home.path + "/.local/state/nightdesk"
        try FileManager.default.createDirectory(atPath: state + "/" + name, withIntermediateDirectories: true)
        let answer = try program.run(["invoke", Self.function, "--yes"])
        #expect(answer.status == 69)
        #expect(answer.errors.contains("Not sent") && answer.errors.contains(name), "\(answer.errors)")
        #expect(try invocations(farEnd) == 0)
    }

    @Test(arguments: TamperedAudit.allCases) func findsEveryTampering(tampering: TamperedAudit) throws {
        let (farEnd, program) = try scene()
        for _ in 1...3 {
            let answer = try program.run(["invoke", Self.function, "--yes"])
            #expect(answer.status == 0, "\(answer.errors)")
        }
        #expect(try invocations(farEnd) == 3)
        #expect(try program.run(["audit", "verify", "--json"]).json()["rows"] as? Int == 6)
        try tampering.carryOut(in: program.home.path + "/.local/state/nightdesk")
        let verdict = try program.run(["audit", "verify", "--json"])
        #expect(verdict.status == 1)
        #expect(try verdict.json()["ok"] as? Bool == false)
        #expect(try verdict.json()["firstBad"] is Int && verdict.json()["reason"] is String)
        #expect(try program.run(["audit", "verify"]).output.hasPrefix("BROKEN"))
    }

    @Test func callsAKilledCommandsChangeUnknown() throws {
        let (farEnd, program) = try scene()
        try farEnd.set(.invokeHang)
        let child = try Child([Program.path, "invoke", Self.function, "--yes"], environment: program.fullEnvironment)
        try Deadline.wait("the invocation") { try invocations(farEnd) == 1 }
        kill(child.pid, SIGKILL)
        _ = child.finish()
        let last = try rows(program).last
        #expect(last?["outcome"] as? String == "unknown")
        #expect((last?["note"] as? String)?.contains("/aws/lambda/\(Self.function)") == true)
    }
}

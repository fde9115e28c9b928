import Foundation
import Support
import Testing

/// Acting from the console, the built program in a terminal.
@Suite(.serialized) struct ActingTests {
    private static let function = "prd3292-prod1-us-east-1-worker-0000"

    private func scene(_ settings: String = "{}") throws -> (FarEnd, Program) {
        let farEnd = try FarEnd(functions: 2, queues: 0)
        let program = try Program(environment: farEnd.variables.merging(["AWS_MAX_ATTEMPTS": "1"]) { $1 })
        try program.home.write("default_context: test\ncontexts: {test: \(settings)}\n", to: ".config/nightdesk/config.yaml")
        return (farEnd, program)
    }

    private func console(_ program: Program) throws -> Pty {
        let console = try Pty(Program.path, environment: program.fullEnvironment, columns: 120, rows: 40)
        try console.wait(for: "worker-0000")
        return console
    }

    private func openQuestion(_ console: Pty) throws {
        console.write("T")
        try console.wait(for: "lone-worker-button-1")
        console.write("\r")
        try console.wait(for: "Dry run")
    }

    private func outcomes(_ program: Program) throws -> [String] {
        let answer = try program.run(["audit", "list", "--json"]).json()
        return (answer["rows"] as? [[String: Any]] ?? []).compactMap { $0["outcome"] as? String }
    }

    @Test func runsAFunction_BesideASecondProgramOnTheSameState() throws {
        let (farEnd, program) = try scene()
        let console = try console(program)
        #expect(try program.run(["invoke", Self.function, "--yes"]).status == 0)
        try openQuestion(console)
        console.write("y")
        try console.wait(for: "The function has answered.")
        try console.wait(for: ": done")
        let second = try program.run(["invoke", Self.function, "--yes"])
        #expect(second.status == 0, "\(second.errors)")
        console.write("qq")
        #expect(try console.waitForExit() == 0)
        #expect(try farEnd.calls()["Invoke"] == 3)
        #expect(try outcomes(program) == ["confirmed", "confirmed", "confirmed"])
        #expect(try program.run(["audit", "verify", "--json"]).json()["rows"] as? Int == 6)
    }

    @Test func takesNoAnswerThatWasTypedBeforeTheQuestionStood() throws {
        let (farEnd, program) = try scene()
        let console = try console(program)
        console.write("T")
        try console.wait(for: "lone-worker-button-1")
        console.write("\ryyy")
        try console.wait(for: "Dry run")
        console.write("n")
        try console.wait(for: "nothing was sent")
        #expect(try farEnd.calls()["Invoke"] == nil)
    }

    @Test func namesAnUnfinishedChange_AndCallsItUnknownAtTheNextStart() throws {
        let (farEnd, program) = try scene()
        try farEnd.set(.invokeHang)
        let console = try console(program)
        try openQuestion(console)
        console.write("y")
        try console.wait(for: "no answer yet")
        try Deadline.wait("the invocation") { try farEnd.calls()["Invoke"] == 1 }
        console.write("q")
        try console.wait("the panes") { !$0.text.contains("no answer yet") }
        console.write("q")
        try console.wait(for: "has not ended")
        console.signal(SIGKILL)
        _ = try console.waitForExit()

        let next = try self.console(program)
        try next.wait(for: "Unknown: lambda.invoke")
        next.write("m")
        try next.wait(for: "Look into log group")
        next.write("qq")
        _ = try next.waitForExit()
        #expect(try outcomes(program) == ["unknown"])
        #expect(try farEnd.calls()["Invoke"] == 1)
    }

    @Test func saysWhyNothingIsSent_WhereItCannotBeRecorded() throws {
        let (farEnd, program) = try scene()
        let state = program.home.path + "/.local/state/nightdesk"
        try FileManager.default.createDirectory(atPath: state + "/audit.lock", withIntermediateDirectories: true)
        let console = try console(program)
        try openQuestion(console)
        console.write("y")
        try console.wait(for: "Not sent, since it could not be recorded.")
        #expect(try farEnd.calls()["Invoke"] == nil)
    }

    @Test func refusesInReadOnly() throws {
        let (farEnd, program) = try scene("{read_only: true}")
        let console = try console(program)
        console.write("T")
        try console.wait(for: "read-only here")
        #expect(try farEnd.calls()["Invoke"] == nil && farEnd.calls()["DryRun"] == nil)
    }

    @Test func wantsTheNameOfAProductionContext() throws {
        let (farEnd, program) = try scene("{production: true}")
        let console = try console(program)
        try openQuestion(console)
        console.write("y\r")
        try console.wait(for: "type test exactly")
        console.write("\u{15}test\r")
        try console.wait(for: "The function has answered.")
        #expect(try farEnd.calls()["Invoke"] == 1)
    }
}

import Foundation
import Glibc
import Support
import Testing

/// Runs of the optimizer from the console's keys alone, the built program in a terminal.
@Suite(.serialized, .timeLimit(.minutes(4))) struct OptimizerConsoleTests {
    /// A debug build on a busy machine takes its time.
    private func see(_ text: String, on console: Pty) throws {
        try console.wait(text, milliseconds: 90_000) { $0.text.contains(text) }
    }

    private struct Scene {
        let program: Program
        let files: String

        /// - Parameter period: Instead of the generated billing period.
        init(sims: Int = 300, period: String? = nil) throws {
            program = try Program(environment: ["AWS_MAX_ATTEMPTS": "1", "AWS_ENDPOINT_URL": "http://127.0.0.1:9"])
            try program.home.write(
                """
                default_context: desk
                contexts:
                  desk:
                    aws: {region: eu-west-1}
                    optimizer: {source: embedded}
                """, to: ".config/nightdesk/config.yaml")
            files = program.home.path + "/in"
            let answer = try program.run(["optimizer", "generate", "--sims", "\(sims)", "--seed", "3", "--output", files])
            #expect(answer.status == 0, "\(answer.errors)")
            if let period { try period.write(toFile: files + "/billing_period.csv", atomically: true, encoding: .utf8) }
        }

        func console() throws -> Pty {
            let console = try Pty(Program.path, environment: program.fullEnvironment, columns: 120, rows: 40)
            try console.wait("the optimizer's pane", milliseconds: 30_000) { $0.text.contains("5 Optimizer") }
            console.write("5z")
            return console
        }

        var runs: [[String: Any]] {
            get throws { try program.run(["optimizer", "list", "--json"]).json()["rows"] as? [[String: Any]] ?? [] }
        }

        var actions: [String] {
            get throws {
                let rows = try program.run(["audit", "list", "--json"]).json()["rows"] as? [[String: Any]] ?? []
                return rows.compactMap { $0["action"] as? String }
            }
        }

        /// A run in a process of the test's.
        func start() throws -> Child {
            try Child(
                [
                    Program.path, "optimizer", "run", "--devices", files + "/devices.csv", "--plans", files + "/rate_plans.csv",
                    "--output", program.home.path + "/out.csv",
                ], environment: program.fullEnvironment)
        }

        func waitForRun() throws {
            try Deadline.wait("a run", seconds: 60) { (try? runs.first?["state"] as? String) == "running" }
        }
    }

    @Test func startsARunInAProcessOfItsOwn_AfterTheWarningsWereSeen() throws {
        let scene = try Scene(
            period: "service_provider,period_start,period_end,days_in_cycle,uses_proration\nP,2026-11-01,2026-12-01,29,true\n")
        let console = try scene.console()
        try see("There are no runs here.", on: console)
        console.write("N")
        try see("Folder:", on: console)
        console.write(scene.files + "\r")
        try see("MIND:", on: console)
        #expect(try scene.runs.isEmpty, "nothing begins before the yes")
        console.write("y")
        try see("completed", on: console)
        #expect(try scene.runs.first?["state"] as? String == "completed")
        #expect(FileManager.default.fileExists(atPath: scene.files + "/assignment.csv"))
        #expect(try scene.actions.contains("optimizer.start"))
        console.write("\r")
        try see("Key figures", on: console)
        try see("no source configured", on: console)
    }

    @Test func startsNothing_WhenAFileIsMissing() throws {
        let scene = try Scene()
        try FileManager.default.removeItem(atPath: scene.files + "/rate_plans.csv")
        let console = try scene.console()
        try see("There are no runs here.", on: console)
        console.write("N")
        try see("Folder:", on: console)
        console.write(scene.files + "\r")
        try see("cannot be read", on: console)
        #expect(try scene.runs.isEmpty)
    }

    @Test func saysThatAProcessIsSuspended_ThenThatItIsGone_AndRunsItAgain() throws {
        let scene = try Scene(sims: 20_000)
        let work = try scene.start()
        try scene.waitForRun()
        kill(work.pid, SIGSTOP)
        let console = try scene.console()
        try see("stuck", on: console)
        try see("is suspended", on: console)
        kill(work.pid, SIGKILL)
        _ = work.finish()
        console.write("r")
        try see("The process that", on: console)
        console.write("Q")
        try see("again?", on: console)
        console.write("y")
        try see("completed", on: console)
        #expect(try scene.runs.count == 1, "under its number")
        #expect(FileManager.default.fileExists(atPath: scene.program.home.path + "/out.csv"))
        #expect(try scene.actions.contains("optimizer.requeue"))
    }

    @Test func cancelsARun_AndItsBestSoFarIsWritten() throws {
        let scene = try Scene(sims: 30_000)
        let work = try scene.start()
        try scene.waitForRun()
        try Deadline.wait("its groups", seconds: 60) { (try? scene.runs.first?["queuesTotal"] as? Int) ?? nil != nil }
        let console = try scene.console()
        try see("running", on: console)
        console.write("C")
        try see("Cancel run 1", on: console)
        console.write("y")
        try see("cancelled", on: console)
        _ = work.finish()
        #expect(FileManager.default.fileExists(atPath: scene.program.home.path + "/out.csv"))
    }

    @Test func hasARunUnderWay_InPractice() throws {
        let program = try Program()
        let console = try Pty(
            Program.path, ["--context", "drill"], environment: program.fullEnvironment, columns: 160, rows: 48)
        try see("running", on: console)
        console.write("5\r")
        try see("Groups  ", on: console)
        let rows = try program.run(["snapshot", "--context", "drill", "--format", "json"]).json()
        let pane = (rows["panes"] as? [String: Any])?["optimizer"] as? [String: Any]
        #expect((pane?["rows"] as? [[String: Any]])?.first?["state"] as? String == "running")
    }
}

import Foundation
import Glibc
import Support
import Testing

@Suite struct OptimizerTests {
    private func generate(_ program: Program, sims: Int) throws -> [String] {
        let folder = program.home.path + "/in"
        let answer = try program.run(["optimizer", "generate", "--sims", "\(sims)", "--seed", "1", "--output", folder, "--json"])
        #expect(answer.status == 0, "\(answer.errors)")
        return [
            "optimizer", "run", "--devices", folder + "/devices.csv", "--plans", folder + "/rate_plans.csv", "--output",
            program.home.path + "/out.csv", "--prices", program.home.path + "/prices.csv", "--json",
        ]
    }

    @Test func optimisesReportsAndLists() throws {
        let program = try Program()
        let run = try program.run(try generate(program, sims: 200))
        #expect(run.status == 0, "\(run.errors)")
        let summary = try run.json()
        for key in [
            "instanceId", "devices", "rejected", "groups", "costBefore", "costNow", "savingsPercent", "bound", "gapPercent",
            "phases",
        ] {
            #expect(summary[key] != nil && !(summary[key] is NSNull), "\(key)")
        }
        #expect(summary["devices"] as? Int == 200)
        let list = try program.run(["optimizer", "list", "--json"]).json()
        #expect(list["total"] as? Int == 1)
        let status = try program.run(["optimizer", "status", "--json"]).json()
        #expect(status["state"] as? String == "completed")
        #expect((status["events"] as? [Any])?.isEmpty == false)
        let report = try program.run(["optimizer", "report", "1"])
        #expect(report.status == 0 && report.output.contains("## Certificate"))
        #expect(
            try program.run(["optimizer", "report", "1", "--format", "csv"]).output.hasPrefix(
                "iccid,from_rate_plan_code,to_rate_plan_code\n"))
        #expect(try program.run(["optimizer", "report", "9"]).status == 1)
        #expect(try program.run(["optimizer", "cancel", "1"]).status == 4)
        #expect(try program.run(["optimizer", "cancel", "1", "--yes"]).status == 1)
    }

    @Test func endsWith65_AndWritesNothing_WhenAPlanIsImpossible() throws {
        let program = try Program()
        let words = try generate(program, sims: 20)
        let plans = program.home.path + "/in/rate_plans.csv"
        let text = try String(contentsOfFile: plans, encoding: .utf8) + "BAD,1,1,0,1,true,,\n"
        try text.write(toFile: plans, atomically: true, encoding: .utf8)
        let answer = try program.run(words)
        #expect(answer.status == 65)
        #expect(answer.errors.contains("invalid_rate_plan"))
        #expect(!FileManager.default.fileExists(atPath: program.home.path + "/out.csv"))
    }

    /// Killed in a phase and started again with the same files, it goes on under its number and ends well.
    @Test(arguments: ["validate", "optimise", "write"])
    func goesOn_AfterItWasKilled(phase: String) throws {
        let program = try Program()
        let words = try generate(program, sims: 25_000)
        let child = try Child([Program.path] + words, environment: program.fullEnvironment)
        try Deadline.wait("phase \(phase)", seconds: 120) {
            let status = (try? program.run(["optimizer", "status", "--json"]).json()) ?? [:]
            let order = ["validate", "group", "baseline", "optimise", "repair", "write", "report"]
            let now = (status["phase"] as? String).flatMap { order.firstIndex(of: $0) } ?? -1
            return now >= order.firstIndex(of: phase) ?? 0
        }
        kill(child.pid, SIGKILL)
        _ = child.finish()
        let again = try program.run(words)
        #expect(again.status == 0, "\(again.errors)")
        let summary = try again.json()
        #expect(summary["state"] as? String == "completed")
        #expect(summary["devices"] as? Int == 25_000)
        let lines = try String(contentsOfFile: program.home.path + "/out.csv", encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 25_001)
    }
}

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
    @Test(arguments: ["validate", "group", "baseline", "optimise", "repair", "write", "report"])
    func goesOn_AfterItWasKilled(phase: String) throws {
        let program = try Program()
        let words = try generate(program, sims: 12_000)
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
        #expect(summary["devices"] as? Int == 12_000)
        let lines = try String(contentsOfFile: program.home.path + "/out.csv", encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 12_001)
    }

    /// A file system of its own in a namespace of its own, where the kernel lets anybody make one.
    private static let canMount: Bool = {
        let words = ["unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"]
        return (try? Child(words, environment: ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin"]).finish().status) == 0
    }()

    /// The assignment of 12,000 SIMs needs three hundred kilobytes; there are 64.
    @Test(.enabled(if: canMount)) func leavesWhatWasThere_WhenTheDiskIsFull() throws {
        let program = try Program()
        let words = try generate(program, sims: 12_000)
        let disk = program.home.path + "/disk"
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let run = words.map { $0 == program.home.path + "/out.csv" ? disk + "/out.csv" : $0 }
        let script = """
            disk="$1"; shift
            mount -t tmpfs -o size=64k none "$disk" && echo before > "$disk/out.csv"
            "$@" > /dev/null; echo "status $?"; ls -A "$disk"; cat "$disk/out.csv"
            """
        let answer = try Child(
            ["unshare", "-rm", "sh", "-c", script, "sh", disk, Program.path] + run, environment: program.fullEnvironment
        ).finish()
        #expect(answer.output == "status 1\nout.csv\nbefore\n", "\(answer.output) \(answer.errors)")
        #expect(answer.errors.contains("No space left on device"))
        let state = try program.run(["optimizer", "status", "--json"]).json()
        #expect(state["state"] as? String == "failed")
        // With room it goes through.
        #expect(try program.run(words).status == 0)
    }

    @Test func mailsTheReport_ToWhomTheSectionNames() throws {
        let server = try MailServer()
        var program = try Program()
        let words = try generate(program, sims: 100)
        let file = try program.home.write(
            "contexts:\n  night: {optimizer: {source: embedded, mail_to: [billing@example.com]}}\n", to: "c.yaml")
        let context = ["--config", file, "--context", "night"]
        program.environment = [
            "SMTP_HOST": "127.0.0.1", "SMTP_PORT": String(server.port), "MAIL_FROM": "Nightdesk <desk@example.com>",
        ]
        #expect(try program.run(words + context).status == 0)
        let mail = try server.mail()
        #expect(mail.to == ["billing@example.com"] && mail.subject.contains("Rate plans: run 1 of Practice Wireless completed"))
        #expect(mail.body.contains("## Certificate"))
        // What cannot be mailed costs the mail and nothing else.
        program.environment = [:]
        let without = try program.run(words + context)
        #expect(without.status == 0)
        #expect((try without.json()["warnings"] as? [String])?.contains { $0.contains("not mailed") } == true)
    }
}

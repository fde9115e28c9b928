import Foundation
import Support
import Testing

/// A running deployment that an emulator holds, looked at by the built program.
@Suite(.serialized, .timeLimit(.minutes(4))) struct LiveOptimizerTests {
    private struct Scene {
        let emulator: Emulator
        let program: Program

        init(isReadOnly: Bool = false) throws {
            emulator = try Emulator(.moto)
            try emulator.account("seed")
            let lines = """
                [["/aws/lambda/altaworx-sim-card-optimizer", "s", 40, "ERROR System.TimeoutException: timed out"],
                 ["/aws/lambda/altaworx-sim-card-optimizer", "s", 20, "ERROR once more"]]
                """
            try emulator.account("logs", [lines])
            program = try Program(environment: emulator.variables)
            try program.home.write(
                """
                default_context: prod
                contexts:
                  prod:
                    read_only: \(isReadOnly)
                    aws: {region: us-east-1}
                    optimizer: {source: live}
                """, to: ".config/nightdesk/config.yaml")
        }

        func row() throws -> [String: Any] {
            let panes = try program.run(["snapshot", "--json", "--wait", "30"]).json()["panes"] as? [String: [String: Any]]
            let rows = try #require(panes?["optimizer"]?["rows"] as? [[String: Any]])
            #expect(panes?["optimizer"]?["status"] as? String == "fresh")
            return try #require(rows.first)
        }
    }

    @Test func seesQueuesLogsAndCauses_InSnapshotStatusAndList() throws {
        let scene = try Scene()
        let row = try scene.row()
        #expect(row["instanceId"] is NSNull && row["costNow"] is NSNull && row["state"] as? String == "stuck")
        let live = try #require(row["live"] as? [String: Any])
        let queues = try #require(live["queues"] as? [[String: Any]])
        #expect(queues.count == 6)
        #expect(queues.first?["visible"] as? Int == 12 && queues.first?["deadLetterDepth"] as? Int == 1)
        #expect(queues.last?["visible"] is NSNull, "a queue that is not there")
        let functions = try #require(live["functions"] as? [[String: Any]])
        let log = try #require(functions.first?["log"] as? [String: Any])
        #expect(log["ERROR"] as? Int == 2 && log["TimeoutException"] as? Int == 1)
        let causes = (live["stuck"] as? [[String: Any]] ?? []).compactMap { $0["cause"] as? String }
        #expect(causes.contains("receivedTooOften"))

        let status = try scene.program.run(["optimizer", "status"])
        #expect(status.status == 0, "\(status.errors)")
        #expect(status.output.contains("50 %, queues sent to the optimizers") && status.output.contains("no source configured"))
        let list = try scene.program.run(["optimizer", "list", "--json"]).json()
        #expect((list["rows"] as? [[String: Any]])?.count == 1)
        let calls = try scene.program.run(["optimizer", "requeue"])
        #expect(calls.status == 0 && calls.output.contains("aws sqs start-message-move-task --region us-east-1"))
        #expect(try scene.program.run(["optimizer", "end"]).output.contains("UPDATE OptimizationInstance"))
    }

    @Test func showsItInThePane_AndOffersTheRedrive() throws {
        let scene = try Scene()
        let console = try Pty(Program.path, environment: scene.program.fullEnvironment, columns: 120, rows: 40)
        func see(_ text: String) throws { try console.wait(text, milliseconds: 90_000) { $0.text.contains(text) } }
        try see("deploym")
        console.write("5\r")
        try see("queues sent to the optimizers")
        try see("Log patterns")
        console.write("\u{1B}Q")
        try see("Redrive optimization-dead-letters")
    }

    @Test func offersNothing_WhereItIsReadOnly_AndSaysWhy_WhereAWSIsAway() throws {
        let scene = try Scene(isReadOnly: true)
        #expect(try scene.program.run(["optimizer", "requeue"]).status == 4)
        #expect(try scene.program.run(["optimizer", "end", "--dry-run"]).status == 0)
        var away = scene.emulator.variables
        (away["AWS_ENDPOINT_URL"], away["AWS_MAX_ATTEMPTS"]) = ("http://127.0.0.1:9", "1")
        let program = try Program(environment: away)
        try program.home.write(
            "default_context: p\ncontexts:\n  p:\n    aws: {region: us-east-1}\n    optimizer: {source: live}\n",
            to: ".config/nightdesk/config.yaml")
        let answer = try program.run(["optimizer", "status"])
        #expect(answer.status == 69 && !answer.errors.isEmpty)
        let panes = try program.run(["snapshot", "--json", "--wait", "5"]).json()["panes"] as? [String: [String: Any]]
        #expect(panes?["optimizer"]?["status"] as? String == "error")
    }
}

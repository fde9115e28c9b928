import Foundation
import Support
import Testing

/// The built program, in the practice world, on our own store, and on a table of two emulators judged by boto3.
@Suite(.serialized) struct NotificationTests {
    private func rows(_ answer: Program.Answer) throws -> [[String: Any]] {
        try #require(try answer.json()["rows"] as? [[String: Any]], "\(answer.errors)")
    }

    // MARK: Practice

    @Test func thePracticeWorld_HasFailedNotifications_ToRetry() throws {
        let program = try Program()
        let list = try program.run(["notification", "list", "--status", "FAILED", "--json"])
        let ids = try rows(list).compactMap { $0["id"] as? String }
        #expect(list.status == 0 && ids.count == 7)
        #expect(try program.run(["notification", "retry", ids[0]]).status == 4, "nobody has said yes")
        #expect(try program.run(["notification", "retry", ids[0], "--yes", "--read-only"]).status == 4)
        let preview = try program.run(["notification", "retry", ids[0], "--dry-run"])
        #expect(preview.status == 0 && preview.output.contains("SET status = RETRY IF status = FAILED"))
        let retried = try program.run(["notification", "retry", ids[1], "1001", "nobody", "--yes", "--json", "--wait", "20"])
        #expect(try rows(retried).map { $0["outcome"] as? String } == ["retried", "notFailed", "notFound"])
        #expect(try rows(retried).first?["end"] as? String == "sent")
        #expect(retried.status == 1)
        let shown = try program.run(["notification", "show", "notification#\(ids[0])", "--json"]).json()
        #expect((shown["runbook"] as? [Any])?.count == 5 && (shown["log"] as? [Any])?.count == 3)
        let text = try program.run(["notification", "show", ids[0]])
        #expect(text.output.contains("phone: …") && !text.output.contains("+1555201"))
        #expect(try program.run(["notification", "show", "nobody"]).status == 1)
        let audit = try program.run(["audit", "list", "--json"])
        #expect(audit.output.contains("notification.retry") && !audit.output.contains("+1555201"))
    }

    @Test func thePracticeWorld_BacksUpAndTestsARestore() throws {
        let program = try Program()
        let table = "prd3292-prod1-us-east-1-demand-table"
        #expect(try program.run(["table", "backups", table]).output.contains("nightly"))
        #expect(try program.run(["table", "backup", table, "--yes"]).status == 0)
        let test = try program.run(["table", "restore-test", table, "--yes", "--json"])
        let answer = try test.json()
        #expect(test.status == 0 && answer["good"] as? Bool == true && answer["deleted"] as? Bool == true, "\(test.errors)")
        #expect(try program.run(["table", "restore-test", table]).status == 4)
        #expect(try program.run(["table", "restore-test", "no-such-table", "--yes"]).status == 1)
    }

    // MARK: Our own store

    @Test func ourOwnNotifications_AreReallySent_AndRetried() throws {
        let program = try Program()
        let config = try program.home.write(
            "contexts: {own: {notifications: {source: embedded}, escalations: {source: embedded, channels: [webhook, email]}}}",
            to: "c.yaml")
        let flags = ["--config", config, "--context", "own"]
        let file = try program.home.write(
            #"[{"id":"1","event":"gala","recipients":[{"channel":"email","target":"ann@example.com"}]}]"#, to: "n.json")
        #expect(try program.run(["notification", "add", file] + flags).status == 4)
        #expect(try program.run(["notification", "add", file, "--yes"] + flags).status == 0)
        #expect(try program.run(["notification", "add", file, "--yes"] + flags).status == 1, "it is there already")
        // Without SMTP settings the sender says so of the recipient, and fails for good.
        #expect(try program.run(["engine", "run", "--once"] + flags).status == 0)
        let shown = try program.run(["notification", "show", "1", "--json"] + flags).json()
        #expect(shown["status"] as? String == "FAILED")
        let attempt = try #require((shown["attempts"] as? [[String: Any]])?.first)
        #expect(attempt["outcome"] as? String == "failed" && (attempt["reason"] as? String)?.contains("SMTP_HOST") == true)
        let retried = try program.run(["notification", "retry", "1", "--yes", "--json"] + flags)
        #expect(try rows(retried).first?["outcome"] as? String == "retried")
        #expect(try rows(try program.run(["notification", "list", "--json"] + flags)).first?["status"] as? String == "RETRY")
        let bad = try program.home.write(#"{"id":"2","recipients":[{"channel":"fax","target":"1"}]}"#, to: "bad.json")
        #expect(try program.run(["notification", "add", bad, "--yes"] + flags).status == 65)
    }

    // MARK: Configuration

    @Test(arguments: [
        "{source: live}", "{table: t, key: {pk: fixed}}", "{table: t, statuses: {failed: X, retry: X}}",
        "{table: t, read_units_per_second: 0}",
    ])
    func aSectionThatCannotBeUsed_SaysWhy(section: String) throws {
        let program = try Program(environment: ["AWS_REGION": "us-east-1"])
        let config = try program.home.write("contexts: {c: {notifications: \(section)}}", to: "c.yaml")
        let answer = try program.run(["notification", "list", "--config", config, "--context", "c"])
        #expect(answer.status == 78 && answer.errors.contains("notifications section"), "\(answer.errors)")
    }

    @Test func aContextWithoutTheSection_SaysSo() throws {
        let program = try Program()
        let config = try program.home.write("contexts: {c: {}}", to: "c.yaml")
        #expect(try program.run(["notification", "list", "--config", config, "--context", "c"]).status == 78)
    }

    // MARK: Emulators

    @Test(arguments: Emulator.Kind.allCases)
    func retriesOnATable_AndNothingElseIsTouched(kind: Emulator.Kind) throws {
        let emulator = try Emulator(kind)
        try emulator.account("notifications", ["130"])
        let program = try Program(environment: emulator.variables)
        let config = try program.home.write(
            """
            contexts:
              c: {notifications: {table: demand-table}}
              i: {notifications: {table: demand-table, index: by-status}}
              w: {notifications: {table: demand-table, key: {pk: "notification#{id}", sk: other}}}
              n: {notifications: {table: no-such-table}}
            """, to: "c.yaml")
        func run(_ words: String..., context: String = "c") throws -> Program.Answer {
            try program.run(["notification"] + words + ["--config", config, "--context", context])
        }
        let all = try run("list", "--json")
        #expect(try rows(all).count == 130, "records of other kinds are none: \(all.errors)")
        let failed = try rows(try run("list", "--status", "FAILED", "--json")).compactMap { $0["id"] as? String }
        #expect(failed.count == 13)
        let indexed = try rows(try run("list", "--status", "FAILED", "--json", context: "i")).compactMap { $0["id"] as? String }
        #expect(Set(indexed) == Set(failed))
        #expect(try rows(try run("list", "--json", context: "w")).isEmpty)
        #expect(try run("list", context: "n").status == 1)

        let before = try statuses(emulator)
        let answer = try run("retry", failed[0], "notification#\(failed[1])", "1", "gone", "--yes", "--json")
        #expect(
            try rows(answer).map { $0["outcome"] as? String } == ["retried", "retried", "notFailed", "notFound"],
            "\(answer.errors)")
        #expect(try rows(answer).first?["statusBefore"] as? String == "FAILED")
        var wanted = before
        for id in failed.prefix(2) { wanted["notification#\(id)"] = "RETRY" }
        #expect(try statuses(emulator) == wanted, "nothing else was touched")
        let again = try run("retry", failed[0], "--yes", "--json")
        #expect(try rows(again).first?["outcome"] as? String == "notFailed" && again.status == 1)
        let rest = try run("retry", "--all-failed", "--yes", "--json")
        let count = try rows(rest).count
        #expect(rest.status == 0 && count == 11, "\(rest.errors)")
        #expect(try statuses(emulator).values.filter { $0 == "RETRY" }.count == 13)
        let shown = try run("show", failed[0], "--json").json()
        #expect(shown["status"] as? String == "RETRY" && (shown["attributes"] as? [String: Any])?["tries"] as? Int == 3)
    }

    @Test(arguments: Emulator.Kind.allCases)
    func backsATableUp_AndTestsThatItCanBeRestored(kind: Emulator.Kind) throws {
        let emulator = try Emulator(kind)
        try emulator.account("notifications", ["20"])
        let program = try Program(environment: emulator.variables)
        let config = try program.home.write("contexts: {c: {}}", to: "c.yaml")
        let flags = ["--config", config, "--context", "c", "--json"]
        let backup = try program.run(["table", "backup", "demand-table", "--yes"] + flags)
        guard backup.status == 0 else {
            // Said plainly where an emulator does not offer backups; never taken for a success.
            #expect([1, 69].contains(backup.status) && backup.errors.contains("CreateBackup"), "\(backup.errors)")
            return
        }
        let backups = try rows(try program.run(["table", "backups", "demand-table"] + flags))
        #expect(backups.count == 1)
        let test = try program.run(["table", "restore-test", "demand-table", "--yes", "--wait", "30s"] + flags)
        let names = try rows(try program.run(["table", "list"] + flags)).compactMap { $0["name"] as? String }
        if test.status == 0 {
            let answer = try test.json()
            #expect(answer["items"] as? Int == answer["itemsOfTable"] as? Int && answer["deleted"] as? Bool == true)
            #expect(names == ["demand-table"], "what was restored is gone again")
        } else {
            #expect(test.errors.contains("RestoreTableFromBackup"), "\(test.errors)")
        }
    }

    private func statuses(_ emulator: Emulator) throws -> [String: String] {
        try JSONSerialization.jsonObject(with: Data(emulator.account("statuses").utf8)) as? [String: String] ?? [:]
    }
}

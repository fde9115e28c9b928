import Foundation
import Support
import Testing

/// `nightdesk backup`, `restore alarms`, `function` and `queue redrive`: the built program against two emulators, judged by boto3.
@Suite(.serialized) struct BackupTests {
    private static let function = "prd3292-qa1-us-east-1-worker-0001"
    private static let consent = ["--yes", "--context", "aws"]

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return attributes[.posixPermissions] as? Int ?? 0
    }

    private func alarms(_ emulator: Emulator) throws -> NSDictionary {
        let object = try JSONSerialization.jsonObject(with: Data(emulator.account("alarms").utf8))
        return try #require(object as? NSDictionary)
    }

    private func size(_ emulator: Emulator) throws -> [String: Int] {
        let object = try JSONSerialization.jsonObject(with: Data(emulator.account("size", [Self.function]).utf8))
        return try #require(object as? [String: Int])
    }

    @Test(arguments: Emulator.Kind.allCases)
    func restoresAlarms_FromABackupWithoutSecrets(kind: Emulator.Kind) throws {
        let emulator = try Emulator(kind)
        try emulator.account("seed")
        try emulator.account("secret", [Self.function, "hunter2-in-the-environment"])
        let before = try alarms(emulator)
        let program = try Program(environment: emulator.variables)
        let folder = program.home.path + "/kept/backup"

        let backup = try program.run(["backup", folder, "--json", "--read-only"])
        #expect(backup.status == 0, "\(backup.errors)")
        #expect(try backup.json()["functions"] as? Int == 6)
        #expect(try backup.json()["queues"] as? Int == 4)
        #expect(try backup.json()["alarms"] as? Int == 2)
        #expect(try mode(folder) == 0o700)
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
            #expect(try mode("\(folder)/\(file)") == 0o600)
            #expect(try !text("\(folder)/\(file)").contains("hunter2"))
        }
        #expect(try text("\(folder)/functions.json").contains("DB_PASSWORD"))

        #expect(try program.run(["restore", "alarms", folder] + Self.consent).output == "There is nothing to do.\n")
        try emulator.account("forget", ["qa1-errors"])
        #expect(try alarms(emulator)["qa1-errors"] == nil)

        let preview = try program.run(["restore", "alarms", folder, "--dry-run"])
        #expect(
            preview.status == 0 && preview.output.contains("qa1-errors") && preview.output.contains("it is not there and is made")
        )
        #expect(!preview.output.contains("Altaworx"))
        #expect(try program.run(["restore", "alarms", folder]).status == 4, "nobody has said yes")
        #expect(try program.run(["restore", "alarms", folder, "--read-only"] + Self.consent).status == 4)
        #expect(try alarms(emulator)["qa1-errors"] == nil)

        let restored = try program.run(["restore", "alarms", folder] + Self.consent)
        #expect(restored.status == 0, "\(restored.errors)")
        #expect(try alarms(emulator) == before)
        #expect(try program.run(["restore", "alarms", folder] + Self.consent).output == "There is nothing to do.\n")
        let audit = try program.run(["audit", "list", "--json"]).json()["rows"] as? [[String: Any]] ?? []
        #expect(audit.compactMap { $0["outcome"] as? String } == ["refused", "confirmed"])
    }

    @Test(arguments: Emulator.Kind.allCases)
    func setsAnAlarmBack_AndKeepsWhatWasThere(kind: Emulator.Kind) throws {
        let emulator = try Emulator(kind)
        try emulator.account("seed")
        let program = try Program(environment: emulator.variables)
        let folder = program.home.path + "/backup"
        #expect(try program.run(["backup", folder]).status == 0)
        let file = folder + "/alarms.json"
        let changed = try text(file).replacingOccurrences(of: "\"Threshold\":5", with: "\"Threshold\":7.5")
        try Data(changed.utf8).write(to: URL(filePath: file))

        let restored = try program.run(["restore", "alarms", folder, "--json"] + Self.consent)
        #expect(restored.status == 0, "\(restored.errors)")
        func thresholds() throws -> Set<Double> {
            Set(try alarms(emulator).allValues.compactMap { ($0 as? [String: Any])?["Threshold"] as? Double })
        }
        #expect(try thresholds() == [7.5])
        let rows = try #require(try restored.json()["rows"] as? [[String: Any]])
        #expect(rows.count == 2)
        let undo = try #require(rows.first?["undo"] as? String).split(separator: " ").dropFirst().map(String.init)
        #expect(try program.run(undo + ["--yes"]).status == 0)
        #expect(try thresholds() == [5])
    }

    @Test(arguments: Emulator.Kind.allCases)
    func setsMemoryAndTimeout_AndSetsThemBack(kind: Emulator.Kind) throws {
        let emulator = try Emulator(kind)
        try emulator.account("seed")
        let program = try Program(environment: emulator.variables)
        let first = try size(emulator)
        let wish = ["function", "set", Self.function, "--memory", "1536", "--timeout", "5m"]
        #expect(try program.run(wish + ["--read-only"] + Self.consent).status == 4)
        #expect(try program.run(wish + ["--yes"]).status == 4, "the context aws is production")
        #expect(try program.run(wish + ["--dry-run"]).output.contains("60 → 300 s"))
        #expect(try size(emulator) == first)

        let done = try program.run(wish + ["--json"] + Self.consent)
        #expect(done.status == 0, "\(done.errors)")
        #expect(try size(emulator) == ["memory": 1536, "timeout": 300])
        #expect(try program.run(wish + Self.consent).status == 1, "it has that already")
        let rows = try #require(try done.json()["rows"] as? [[String: Any]])
        let undo = try #require(rows.first?["undo"] as? String).split(separator: " ").dropFirst().map(String.init)
        let undone = try program.run(undo + ["--yes"])
        #expect(undone.status == 0, "\(undone.errors)")
        #expect(try size(emulator) == first)
        #expect(try program.run(["function", "set", Self.function, "--memory", "64"] + Self.consent).status == 64)
        #expect(try program.run(["function", "set", "no-such", "--memory", "256"] + Self.consent).status == 1)
    }

    /// Only one of the emulators has it.
    @Test func provisionsAnAlias_AndTakesItAway() throws {
        let emulator = try Emulator(.ministack)
        try emulator.account("seed")
        try emulator.account("publish", [Self.function, "live"])
        let program = try Program(environment: emulator.variables)
        func provisioned() throws -> Int? {
            try program.run(["function", "show", Self.function, "--qualifier", "live", "--json"]).json()["provisionedConcurrency"]
                as? Int
        }
        let wish = ["function", "provision", Self.function, "--qualifier", "live", "--count"]
        #expect(try provisioned() == nil)
        let done = try program.run(wish + ["3", "--json"] + Self.consent)
        #expect(done.status == 0, "\(done.errors)")
        #expect(try provisioned() == 3)
        let rows = try #require(try done.json()["rows"] as? [[String: Any]])
        #expect(rows.first?["undo"] as? String == "nightdesk " + (wish + ["0", "--context", "aws"]).joined(separator: " "))
        #expect(try program.run(wish + ["0"] + Self.consent).status == 0)
        #expect(try provisioned() == nil)
    }

    /// Neither emulator moves messages: that is said, and nothing is done.
    @Test(arguments: Emulator.Kind.allCases) func saysThatMessagesCannotBeMovedHere(kind: Emulator.Kind) throws {
        let emulator = try Emulator(kind)
        try emulator.account("seed")
        let program = try Program(environment: emulator.variables)
        let answer = try program.run(["queue", "redrive", "optimization-dead-letters"] + Self.consent)
        #expect(answer.status == 69, "\(answer.errors)")
        #expect(try program.run(["queue", "redrive", "no-such-queue"] + Self.consent).status == 1)
        // Only one of them knows whose dead letters a queue takes.
        let other = try program.run(["queue", "redrive", "device-sync-queue"] + Self.consent)
        #expect(other.status == (kind == .moto ? 1 : 69), "it is no dead-letter queue")
    }

    @Test func redrivesInThePracticeWorld() throws {
        let program = try Program()
        let wish = ["queue", "redrive", "optimization-dead-letter-queue", "--context", "drill"]
        let preview = try program.run(wish + ["--dry-run", "--json"])
        #expect(try preview.json()["action"] as? String == "queue.redrive")
        #expect(try program.run(wish).status == 4)
        let done = try program.run(wish + ["--yes", "--json"])
        #expect(done.status == 0, "\(done.errors)")
        let rows = try #require(try done.json()["rows"] as? [[String: Any]])
        #expect(rows.first?["message"] as? String == "Completed: about 3 of 3 moved.")
    }

    @Test func leavesAnOlderBackup_WhereTheDiskIsFull() throws {
        let program = try Program()
        let folder = try program.home.write("old", to: "backup/alarms.json").replacingOccurrences(of: "/alarms.json", with: "")
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder) }
        // Whoever may write everywhere cannot be kept out by permissions.
        guard getuid() != 0 else { return }
        #expect(try program.run(["backup", folder, "--context", "drill"]).status == 69)
        #expect(try text(folder + "/alarms.json") == "old")
    }

    @Test(arguments: ["", "{\"MetricAlarms\":[{\"AlarmName\":\"a\"}]}", "{\"MetricAlarms\":"])
    func refusesWhatIsNoBackup(text: String) throws {
        let program = try Program()
        let folder = try program.home.write(text, to: "backup/alarms.json").replacingOccurrences(of: "/alarms.json", with: "")
        #expect(try program.run(["restore", "alarms", folder, "--context", "drill", "--yes"]).status == 65)
        #expect(try program.run(["restore", "alarms", program.home.path, "--context", "drill", "--yes"]).status == 65)
    }
}

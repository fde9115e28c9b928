import Foundation
import Support
import Testing

/// The built program against two emulators that know nothing of each other, judged by boto3, which knows nothing of us.
@Suite(.serialized) struct EmulatorTests {
    @Test(arguments: Emulator.Kind.allCases)
    func everyFigureEqualsWhatTheAPIGives(kind: Emulator.Kind) throws {
        let emulator = try Emulator(kind)
        try emulator.account("seed")
        let program = try Program(environment: emulator.variables)
        let answer = try program.run(["snapshot", "--json", "--wait", "30"])
        #expect(answer.status == 0, "\(answer.errors)")
        let snapshot = try answer.json()
        let window = [snapshot["windowStart"], snapshot["windowEnd"]].compactMap { $0 as? String }
        let expected =
            try JSONSerialization.jsonObject(with: Data(emulator.account("figures", window).utf8)) as? [String: Any] ?? [:]
        let missing = Set(expected["missing"] as? [String] ?? [])
        try compare("lambda", snapshot, expected, except: missing)
        try compare("queues", snapshot, expected, except: [])
        try compareAlarms(snapshot, expected)
    }

    /// Every key that boto3 gave for a row must be there with the same value, and no row may be missing or invented.
    private func compare(_ pane: String, _ snapshot: [String: Any], _ expected: [String: Any], except missing: Set<String>) throws
    {
        let wanted = try #require(expected[pane] as? [String: [String: Any]])
        let rows = try rows(of: pane, in: snapshot)
        #expect(Set(rows.keys) == Set(wanted.keys))
        for (name, figures) in wanted {
            for (key, value) in figures where !missing.contains(key) {
                let found = rows[name]?[key]
                #expect(
                    (found as? Double) == (value as? Double),
                    "\(pane) \(name) \(key): \(found ?? "absent"), the API says \(value)")
            }
            for key in missing { #expect(rows[name]?[key] is NSNull, "\(name) \(key) is not offered here and must be null") }
        }
    }

    private func compareAlarms(_ snapshot: [String: Any], _ expected: [String: Any]) throws {
        let wanted = try #require(expected["alarms"] as? [String: String])
        let rows = try rows(of: "alarms", in: snapshot).filter { $0.value["source"] as? String == "cloudwatch" }
        #expect(rows.mapValues { $0["state"] as? String } == wanted.mapValues { $0 })
    }

    private func rows(of pane: String, in snapshot: [String: Any]) throws -> [String: [String: Any]] {
        let panes = try #require(snapshot["panes"] as? [String: [String: Any]])
        let rows = try #require(panes[pane]?["rows"] as? [[String: Any]])
        return Dictionary(uniqueKeysWithValues: rows.compactMap { row in (row["name"] as? String).map { ($0, row) } })
    }

    @Test func listsAndHistoryAnswerFromAnEmulator() throws {
        let emulator = try Emulator(.moto)
        try emulator.account("seed")
        let program = try Program(environment: emulator.variables)
        let queues = try program.run(["queue", "list", "--json"]).json()
        #expect(queues["total"] as? Int == 4)
        let alarms = try program.run(["--json", "alarm", "list"]).json()
        let names = (alarms["rows"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
        #expect(Set(names).isSuperset(of: ["qa1-errors", "Altaworx-High-Error-Rate"]))
        let unknown = try program.run(["alarm", "history", "no-such-alarm", "--json"])
        #expect(unknown.status == 1)
        #expect(unknown.errors.contains("\"error\""))
        // This emulator has no alarm history: it answers with a page of HTML.
        #expect(try program.run(["alarm", "history", "qa1-errors"]).status == 69)
    }
}

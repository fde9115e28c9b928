import Foundation
import Support
import Testing

@Suite struct CommandTests {
    @Test func opensThePracticeWorld_WhenNothingIsConfigured() throws {
        let answer = try Program().run(["snapshot", "--json"])
        let snapshot = try answer.json()
        #expect(answer.status == 0)
        #expect(snapshot["context"] as? String == "drill")
        let panes = try #require(snapshot["panes"] as? [String: [String: Any]])
        #expect(Set(panes.keys) == ["lambda", "queues", "escalations", "workers", "optimizer", "alarms"])
        for pane in ["lambda", "queues", "alarms"] {
            #expect(panes[pane]?["status"] as? String == "fresh", "\(pane)")
            #expect((panes[pane]?["rows"] as? [Any])?.isEmpty == false, "\(pane)")
        }
    }

    @Test func takesGlobalFlagsBeforeAndAfterTheCommand() throws {
        let program = try Program()
        for arguments in [["--context", "drill", "queue", "list", "--json"], ["queue", "--json", "list", "--context=drill"]] {
            let answer = try program.run(arguments)
            #expect(answer.status == 0, "\(answer.errors)")
            #expect(try answer.json()["rows"] is [Any])
        }
    }

    @Test func printsOneSnapshotAndSaysSo_WithoutATerminal() throws {
        let answer = try Program(environment: ["TERM": "xterm-256color"]).run([])
        #expect(answer.status == 0)
        #expect(answer.errors.split(separator: "\n").count == 1)
        #expect(answer.output.contains("DRILL"))
        #expect(!answer.output.contains("\u{1B}"))
    }

    @Test(arguments: [
        ("contexts: {p: {produktion: true}}", "produktion"), ("theme: 1\nkeys: [a]", "keys"),
        ("contexts: {p: {window: soon}}", "window"),
        ("a: b: c", "YAML"), ("default_context: nowhere", "nowhere"),
    ])
    func refusesABadConfiguration_NamingFileLineAndKey(text: String, named: String) throws {
        let program = try Program()
        let file = try program.home.write(text, to: "bad.yaml")
        for command in [["config", "check"], ["snapshot"], ["doctor"]] {
            let answer = try program.run(command + ["--config", file])
            #expect(answer.status == 78, "\(command): \(answer.errors)")
            #expect(answer.errors.contains(named) && answer.errors.contains("bad.yaml"), "\(answer.errors)")
        }
    }

    @Test func refusesAFileThatIsNamedAndMissing() throws {
        let program = try Program()
        #expect(try program.run(["config", "check", "--config", "/nowhere/config.yaml"]).status == 78)
        #expect(try program.run(["snapshot", "--context", "nowhere"]).status == 78)
    }

    @Test func writesAConfigurationThatItAccepts_AndNeverOverAnother() throws {
        let program = try Program()
        #expect(try program.run(["config", "init"]).status == 0)
        let path = program.home.path + "/.config/nightdesk/config.yaml"
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try program.run(["config", "check"]).status == 0)
        #expect(try program.run(["config", "init"]).status == 1)
    }

    @Test func wrongUsageIs64_AndAnObjectUnderJSON() throws {
        let program = try Program()
        #expect(try program.run(["nonsense"]).status == 64)
        #expect(try program.run(["snapshot", "--size", "0x0"]).status == 64)
        let answer = try program.run(["snapshot", "--size", "big", "--json"])
        #expect(answer.status == 64)
        let error = try JSONSerialization.jsonObject(with: Data(answer.errors.utf8)) as? [String: [String: Any]]
        #expect(Set(try #require(error?["error"]).keys) == ["code", "message", "hint", "requestId"])
    }

    @Test(arguments: ["text", "ansi", "svg", "json"])
    func printsTheScreenInEveryFormat(format: String) throws {
        let answer = try Program().run(["snapshot", "--format", format, "--size", "120x40"])
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(answer.output.contains("ntfcn-snd"))
        #expect(answer.output.contains("\u{1B}[") == (format == "ansi"))
        if format == "text" { #expect(answer.output.split(separator: "\n", omittingEmptySubsequences: false).count >= 40) }
        if format == "svg" { #expect(answer.output.hasPrefix("<svg") || answer.output.hasPrefix("<?xml")) }
    }

    @Test(arguments: [
        "--version", "--help", "help", "snapshot --help", "--generate-completion-script bash", "debug man", "debug keys",
    ])
    func explainsItself(line: String) throws {
        let answer = try Program().run(line.split(separator: " ").map(String.init))
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(!answer.output.isEmpty)
    }
}

import Foundation
import Support
import Testing

/// `nightdesk drill`, and a scenario played by keys in the built program.
@Suite(.serialized) struct DrillTests {
    private static let mine = """
        title: A look is enough
        about: Find the function that fails.
        start: -2m
        limit: 20m
        events:
          - {at: 0s, function: loneworker-check, errors: 60%, invocations: 300/min}
        right_view:
          - {function: loneworker-check}
        fix:
          - {queue: device-sync-queue}
        handled: {view_within: 10m}
        walkthrough:
          - {at: 5s, function: loneworker-check}
          - {at: 9s, queue: device-sync-queue}
        """

    @Test func listsWhatCanBePlayed() throws {
        let program = try Program()
        try program.home.write(Self.mine, to: ".config/nightdesk/drills/mine.yaml")
        let text = try program.run(["drill", "list"])
        #expect(text.status == 0 && text.output.contains("first-night") && text.output.contains("A look is enough"))
        let list = try program.run(["drill", "list", "--json"]).json()
        let rows = try #require(list["rows"] as? [[String: Any]])
        #expect(list["total"] as? Int == rows.count && rows.count == 6)
        #expect(rows.filter { $0["own"] as? Bool == true }.map { $0["name"] as? String } == ["mine"])
    }

    @Test func playsTheDemonstration_WithoutATerminal() throws {
        let program = try Program()
        for name in ["first-night", "phones-still-ring", "poison-message", "stuck-optimizer-queue", "throttled-account"] {
            let text = try program.run(["drill", "run", name])
            #expect(text.status == 0 && text.output.contains("Handled: yes"), "\(name): \(text.output)\(text.errors)")
            #expect(try program.run(["drill", "run", name, "--json"]).json()["verdict"] as? String == "handled")
        }
        #expect(!FileManager.default.fileExists(atPath: program.home.path + "/.local"))
    }

    @Test func refusesWhatCannotBePlayed() throws {
        let program = try Program()
        #expect(try program.run(["drill", "run", "nonsense"]).status == 1)
        #expect(try program.run(["drill", "run", "first-night", "--context", "prod"]).status == 64)
        try program.home.write("title: T\nlimit: 10m\nevnts: []", to: ".config/nightdesk/drills/bad.yaml")
        let answer = try program.run(["drill", "run", "bad"])
        #expect(answer.status == 78 && answer.errors.contains("bad.yaml:3:"), "\(answer.errors)")
        let list = try program.run(["drill", "list"])
        #expect(list.status == 78 && list.output.contains("first-night") && list.output.contains("cannot be played"))
    }

    @Test func isPlayedToItsEnd_FromKeysAlone() throws {
        let program = try Program()
        try program.home.write(Self.mine, to: ".config/nightdesk/drills/mine.yaml")
        let tmux = try Tmux(width: 120, height: 40, program: program)
        try tmux.send("\(Program.path) drill run mine", "Enter")
        _ = try tmux.wait(what: "the failing function", until: { $0.contains("DRILL") && $0.contains("A look is enough") })
        try tmux.send("t")
        let task = try tmux.wait(for: "Find the function that fails.")
        #expect(task.contains("not found the right view yet") && !task.contains("device-sync-queue is"))
        try tmux.send("q")
        try tmux.send("1")
        try tmux.send("/")
        try tmux.send("-l", "worker-check")
        try tmux.send("Enter")
        try tmux.send("Enter")
        _ = try tmux.wait(for: "the right view, function loneworker-check")
        try tmux.send("q")
        try tmux.send("2")
        try tmux.send("/")
        try tmux.send("-l", "device-sync-queue")
        try tmux.send("Enter")
        try tmux.send("Enter")
        _ = try tmux.wait(for: "Practice: handled")
        try tmux.send("q")
        let end = try tmux.wait(for: "The practice story is over")
        #expect(end.contains("Handled: yes") && end.contains("you: function loneworker-check"))
        try tmux.send("q")
        try tmux.send("q")
        try tmux.send("q")
        _ = try tmux.wait(what: "the shell", until: { $0.contains("shell>") && !$0.contains("DRILL") })
    }

    @Test func theFirstNight_FromTheAlarmOverTheLogToTheTestInvoke() throws {
        let program = try Program()
        let tmux = try Tmux(width: 120, height: 40, program: program)
        try tmux.send("\(Program.path) drill run first-night", "Enter")
        _ = try tmux.wait(what: "the first frame", until: { $0.contains("DRILL") && $0.contains("INVOC") })
        try tmux.send("1")
        try tmux.send("/")
        try tmux.send("-l", "shrtn-event-url")
        try tmux.send("Enter")
        try tmux.send("l")
        _ = try tmux.wait(for: "the right view, logs of")
        _ = try tmux.wait(for: "invoke this function once by hand")
        try tmux.send("q")
        _ = try tmux.wait(for: "INVOC")
        try tmux.send("T")
        _ = try tmux.wait(for: "lone-worker-button-1")
        try tmux.send("Enter")
        _ = try tmux.wait(for: "Lambda would run this")
        try tmux.send("y")
        _ = try tmux.wait(for: "The function has answered.")
        _ = try tmux.wait(for: "Practice: handled")
        try tmux.send("Escape")
        let end = try tmux.wait(for: "The practice story is over")
        #expect(end.contains("Handled: yes"))
        let audit = try program.run(["audit", "list", "--json"]).json()
        #expect((audit["rows"] as? [[String: Any]])?.map { $0["outcome"] as? String } == [nil, "confirmed"])
        try tmux.send("C-c")
    }
}

import Foundation
import Support
import Testing

extension LogsEndToEnd {
    /// The log view of the built program, in a real terminal.
    @Suite(.timeLimit(.minutes(3))) struct LogViewTests {
        @Test(arguments: [(80, 24), (120, 40), (200, 60)])
        func goesFromARedRowToTheErrorsShape(width: Int, height: Int) throws {
            let tmux = try Tmux(width: width, height: height, program: try Program())
            try tmux.send(Program.path, "Enter")
            _ = try tmux.wait(what: "the first frame", until: { $0.contains("DRILL") && $0.contains("INVOC") })
            try tmux.send("l")
            _ = try tmux.wait(seconds: 60, what: "the log, read to its end", until: { $0.contains("polling every 2 s") })
            try tmux.send("e")
            _ = try tmux.wait(for: "WHAT IS ALWAYS THE SAME")
            try tmux.send("Enter")
            // Which row is the worst, and with which error, depends on the minute of the story: read where it is searched for.
            let lines = try tmux.wait(
                what: "an error's line", until: { $0.contains("/level>=error") && Self.errorName(in: $0) != nil })
            let name = try #require(Self.errorName(in: lines))
            try tmux.send("f")
            try tmux.send("-l", name)
            try tmux.send("Enter")
            try tmux.send("Enter")
            _ = try tmux.wait(for: "line of /aws/lambda/")
            try tmux.send("q")
            try tmux.send("i")
            _ = try tmux.wait(for: "Type a query")
            try tmux.send("j")
            try tmux.send("Enter")
            _ = try tmux.wait(for: "complete")
            try tmux.send("q")
            try tmux.send("q")
            _ = try tmux.wait(for: "INVOC")
            try tmux.send("q")
            _ = try tmux.wait(what: "the shell", until: { $0.contains("shell>") && !$0.contains("DRILL") })
        }

        /// The first word on the screen such as `UpstreamError`.
        private static func errorName(in screen: String) -> String? {
            screen.split { !$0.isLetter }.map(String.init).first { $0.count > 5 && $0.hasSuffix("Error") }
        }

        /// Live tail is switched on by a key, and new lines come by themselves; moto, which has none, is polled and says why.
        @Test(arguments: Emulator.Kind.allCases)
        func showsNewLinesByThemselves(kind: Emulator.Kind) throws {
            let emulator = try Emulator(kind)
            try emulator.account("seed", ["--functions", "1"])
            let program = try Program(environment: emulator.variables)
            let list = try program.run(["snapshot", "--json", "--wait", "30"]).json()
            let panes = try #require(list["panes"] as? [String: [String: Any]])
            let name = try #require((panes["lambda"]?["rows"] as? [[String: Any]])?.first?["name"] as? String)
            func put(_ text: String) throws {
                try emulator.account("logs", ["[[\"/aws/lambda/\(name)\", \"s\", 0, \"\(text)\"]]"])
            }
            try put("first line")
            let tmux = try Tmux(width: 120, height: 40, program: program)
            try tmux.send(Program.path, "Enter")
            _ = try tmux.wait(for: "Lambda 1 ")
            try tmux.send("z")
            try tmux.send("l")
            _ = try tmux.wait(for: "first line")
            try put("second line")
            _ = try tmux.wait(for: "second line")
            try tmux.send("v")
            _ = try tmux.wait(for: kind == .ministack ? "$0.60/h" : "instead of live tail")
            try put("third line")
            _ = try tmux.wait(for: "third line")
            try tmux.send("C-c")
        }
    }
}

import Drawing
import Model

extension Action {
    static let logs: [Action] = [
        Action(
            "logs", keys: [.character("l")], title: "Logs of this, or of all that is marked as one stream", label: "logs",
            group: .look, scopes: [.panes, .detail]
        ) {
            $0.offerLogs()
        },
        Action(
            "logs.line", keys: [.enter, .character("d")], title: "Lay the line out; of a shape, show its lines", label: "line",
            group: .logs, scopes: [.logs]
        ) {
            $0.offerLine()
        },
        Action(
            "logs.filter", keys: [.character("/")], title: "Filter the lines: words, !not, level>=warn, field:value, duration>2s",
            label: "filter", group: .logs, scopes: [.logs]
        ) {
            edit(.filter, in: $0)
        },
        Action(
            "logs.find", keys: [.character("f")], title: "Find a word and jump to it, letter by letter", label: "search",
            group: .logs, scopes: [.logs]
        ) {
            edit(.search, in: $0)
        },
        Action("logs.next", keys: [.tab], title: "The next line that was found", group: .logs, scopes: [.logs]) {
            offerFound(backwards: false, in: $0)
        },
        Action("logs.previous", keys: [.backTab], title: "The line found before", group: .logs, scopes: [.logs]) {
            offerFound(backwards: true, in: $0)
        },
        Action(
            "logs.shapes", keys: [.character("e")], title: "Errors grouped by shape, and back to all lines", label: "errors",
            group: .logs, scopes: [.logs]
        ) { _ in
            .does { state in
                state.logs?.toggleMode()
                return []
            }
        },
        Action(
            "logs.window", keys: [.character("t")], title: "How far back in time", label: "time", group: .logs, scopes: [.logs]
        ) { _ in
            .does { state in
                state.views.append(.menu(state.logWindowMenu))
                return []
            }
        },
        Action(
            "logs.live", keys: [.character("v")], title: "Live tail ($0.01 a minute) instead of asking every two seconds",
            label: "live", group: .logs, scopes: [.logs]
        ) {
            $0.offerLiveTail()
        },
        Action(
            "logs.queries", keys: [.character("i")], title: "Query with Logs Insights, by name or by hand", label: "query",
            group: .logs, scopes: [.logs, .query]
        ) {
            $0.offerQueries()
        },
        Action(
            "logs.more", keys: [.character("+")], title: "More lines around each line that fits", group: .logs, scopes: [.logs]
        ) {
            $0.offerContext(by: 1)
        },
        Action(
            "logs.less", keys: [.character("-")], title: "Fewer lines around each line that fits", group: .logs, scopes: [.logs]
        ) {
            $0.offerContext(by: -1)
        },
        Action(
            "logs.refresh", keys: [.character("r"), .control("r")], title: "Read the log anew, run the query again", group: .logs,
            scopes: [.logs, .query]
        ) { state in
            if state.scope == .query, let query = state.insights?.request.query { return .does { $0.runQuery(query) } }
            return .does { $0.reopenLogs() }
        },
        Action(
            "logs.copy", keys: [.character("y")], title: "Copy the line or the row", label: "copy", group: .logs,
            scopes: [.logs, .record, .query]
        ) {
            $0.offerCopyOfLine()
        },
        Action(
            "logs.link", keys: [.character("o")], title: "Copy the link to the log group in the AWS console", group: .logs,
            scopes: [.logs]
        ) {
            $0.offerLogLink()
        },
        Action(
            "query.row", keys: [.enter, .character("d")], title: "Lay the row out", label: "row", group: .logs, scopes: [.query]
        ) {
            $0.offerRecord()
        },
    ]

    private static func edit(_ purpose: LogsEditor.Purpose, in state: ConsoleState) -> Offer {
        guard state.logs?.mode == .stream else {
            return .refuses("Errors are shown by shape: \(state.keyText("logs.shapes")) goes back to the lines first.")
        }
        return .does { state in
            state.editLogs(purpose)
            return []
        }
    }

    private static func offerFound(backwards: Bool, in state: ConsoleState) -> Offer {
        guard let logs = state.logs, logs.mode == .stream, !logs.search.isEmpty else {
            return .refuses("Nothing was looked for: \(state.keyText("logs.find")) finds a word.")
        }
        return .does { state in
            state.findNext(backwards: backwards)
            return []
        }
    }

    /// Ids in the order of the key bar.
    static let logKeys = [
        "logs.line", "query.row", "logs.filter", "logs.find", "logs.shapes", "logs.window", "logs.live", "logs.queries",
        "logs.copy",
    ]
}

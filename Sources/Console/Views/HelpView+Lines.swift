import Drawing
import Model

extension ConsoleState {
    /// Keys while the help is open: letters search, the rest moves.
    mutating func handleHelpKey(_ key: Key, _ view: HelpView) -> [Effect] {
        var view = view
        switch key {
        case .escape: views.removeLast()
        case .enter: break
        case .up: move(.up)
        case .down: move(.down)
        case .pageUp: move(.pageUp)
        case .pageDown: move(.pageDown)
        case .character("?") where view.search.isEmpty, .character("q") where view.search.isEmpty: views.removeLast()
        default:
            let before = view.search.text
            guard view.search.handle(key) else { break }
            if view.search.text != before { view.scroll = 0 }
            replaceTop(.help(view))
        }
        return []
    }

    /// The lines of the help that fit its search.
    func helpLines(_ view: HelpView) -> [[Span]] {
        let words = view.search.text.lowercased().split(separator: " ")
        func fits(_ text: String) -> Bool { words.allSatisfy { text.lowercased().contains($0) } }
        var lines: [[Span]] = []
        func add(_ title: String, _ section: [[Span]]) {
            guard !section.isEmpty else { return }
            if !lines.isEmpty { lines.append([]) }
            lines.append([Span(title, .title)])
            lines += section
        }
        for group in Action.Group.allCases {
            let actions = Action.all.filter { $0.group == group && $0.scopes.contains(view.scope) }
            add(group.rawValue, actions.filter { fits("\(helpKeys($0)) \($0.title) \(group.rawValue)") }.map(helpLine))
        }
        let isNotifications = view.scope == .notifications
        let names =
            view.scope == .logs
            ? ""
            : (isNotifications ? NotificationRecord.fields.map { FieldSignature($0) } : fields(of: focus)).map(\.name).joined(
                separator: " ")
        let fieldLines = names.isEmpty ? [] : TextWrap.lines(names, width: 52).map { HelpText.Line(key: "", text: $0) }
        add(
            "Fields of \(isNotifications ? "Notifications" : focus.title)",
            fieldLines.filter { fits("\($0.text) fields") }.map(Self.helpLine))
        let filter = view.scope == .logs ? HelpText.logFilter : HelpText.filter
        for section in [filter] + HelpText.sections(glyphs) {
            add(section.title, section.lines.filter { fits("\($0.key) \($0.text) \(section.title)") }.map(Self.helpLine))
        }
        return lines.isEmpty ? [[Span("Nothing fits. Backspace takes letters back.", .dim)]] : lines
    }

    private func helpKeys(_ action: Action) -> String {
        keymap.keys(of: action).map(KeyName.text).joined(separator: " ")
    }

    private func helpLine(_ action: Action) -> [Span] {
        let keys = helpKeys(action)
        return Self.helpLine(HelpText.Line(key: keys.isEmpty ? "(palette)" : keys, text: action.title))
    }

    private static func helpLine(_ line: HelpText.Line) -> [Span] {
        let gap = String(repeating: " ", count: max(1, HelpText.keyColumns - TextWidth.columns(of: line.key)))
        return [Span("  \(line.key)\(gap)", .key), Span(line.text, line.role)]
    }

    /// Wide screens show the help in two columns, and so nearly all of it at once.
    var helpColumns: Int { width >= 150 ? 2 : 1 }

    func lastHelpScroll(_ view: HelpView) -> Int {
        max(0, helpLines(view).count - (layout.body.height - 4) * helpColumns)
    }
}

/// What the help says besides the keys.
struct HelpText {
    struct Line {
        var key: String
        var text: String
        var role = Role.text
    }

    struct Section {
        var title: String
        var lines: [Line]
    }

    /// Where the explanations begin.
    static let keyColumns = 16

    static let filter = Section(
        title: "Filter",
        lines: [
            Line(key: "worker fifo", text: "rows that hold all these words"),
            Line(key: "\"two words\"", text: "rows that hold this text"),
            Line(key: "!test", text: "rows that do not hold it"),
            Line(key: "errors>5", text: "compare a figure: > >= < <= = !="),
            Line(key: "rate>5% age<2h", text: "shares in percent, durations with ms, s, m, h or d"),
            Line(key: "state:pending", text: "rows whose field holds the text; p95:unknown finds what is not known"),
        ])

    static let logFilter = Section(
        title: "Filter",
        lines: [
            Line(key: "timeout retry", text: "lines that hold all these words"),
            Line(key: "\"two words\"", text: "lines that hold this text"),
            Line(key: "!health", text: "lines that do not hold it"),
            Line(key: "level>=warn", text: "lines of this level or worse: trace debug info warning error fatal"),
            Line(key: "group:send", text: "lines of the groups, or streams, whose name holds it"),
            Line(key: "orderId:17", text: "JSON lines whose key, at any depth, holds the value"),
            Line(key: "duration>2s", text: "REPORT lines by duration, billed, memory, maxmemory, init; JSON lines by any number"),
        ])

    static func sections(_ glyphs: Glyphs) -> [Section] {
        [
            Section(
                title: "Signs",
                lines: [
                    Line(key: "\(glyphs.severityCritical) critical", text: "act now", role: .severityCritical),
                    Line(key: "\(glyphs.severityWarning) warning", text: "look soon", role: .severityWarning),
                    Line(key: "\(glyphs.severityUnknown) unknown", text: "cannot be judged", role: .severityUnknown),
                    Line(key: "\(glyphs.severityOK) ok", text: "within its limits", role: .severityOK),
                    Line(key: "\(glyphs.fresh) 4s", text: "the data is this old and fresh"),
                    Line(key: "\(glyphs.stale) 40s stale", text: "nothing newer has come in time; the rows are dim"),
                    Line(key: "\(glyphs.failed) 2m Code", text: "the newest attempt failed; the rows are the last good ones"),
                    Line(key: "\(glyphs.noValue)", text: "not known; never the same as 0"),
                ]),
            Section(
                title: "Mouse",
                lines: [
                    Line(key: "click", text: "focus and select; on a column title, sort"),
                    Line(key: "double click", text: "open"),
                    Line(key: "wheel", text: "scroll"),
                    Line(key: "Shift", text: "leaves the terminal its own selection"),
                ]),
        ]
    }
}

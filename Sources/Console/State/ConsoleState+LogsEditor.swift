import Drawing
import Model

/// A line that is typed for a log: its filter, a word to jump to, a query.
struct LogsEditor: Equatable, Sendable {
    enum Purpose: Equatable, Sendable { case filter, search, query }

    var purpose: Purpose
    var line: TextInput
    /// Where the search began.
    var origin: LogBuffer.LineID?
    var problem: String?

    static let longestQuery = 10_000

    var prompt: String {
        switch purpose {
        case .filter: "/"
        case .search: "search "
        case .query: "query "
        }
    }

    var placeholder: String {
        switch purpose {
        case .filter: "words  !not  \"two words\"  level>=warn  field:value  duration>2s"
        case .search: "words; the nearest line that holds them is shown at once"
        case .query: "fields @timestamp, @message | filter … | limit 20"
        }
    }
}

extension ConsoleState {
    /// What takes the letters; nil while something lies over the log, such as a dialog that came by itself.
    var openLogsEditor: LogsEditor? { views.last == .logs ? logsEditor : nil }

    mutating func editLogs(_ purpose: LogsEditor.Purpose) {
        guard let logs else { return }
        let (text, limit): (String, Int) =
            switch purpose {
            case .filter: (logs.filterText, TextInput.longestQuery)
            case .search: (logs.search.text, TextInput.longestQuery)
            case .query: (lastQuery, LogsEditor.longestQuery)
            }
        logsEditor = LogsEditor(
            purpose: purpose, line: TextInput(text, maximumCount: limit), origin: logs.selectedLine)
    }

    mutating func handleLogsKey(_ key: Key) -> [Effect] {
        guard var editor = logsEditor else { return [] }
        switch key {
        case .enter: return endLogsEditing(editor)
        case .escape: giveUpLogsEditing(editor)
        case .up: moveInLogs(.up)
        case .down: moveInLogs(.down)
        case .pageUp: moveInLogs(.pageUp)
        case .pageDown: moveInLogs(.pageDown)
        default:
            let before = editor.line.text
            guard editor.line.handle(key) else { break }
            if editor.line.text != before { applyLogsLine(&editor) }
            logsEditor = editor
        }
        return []
    }

    mutating func pasteIntoLogsLine(_ text: String) {
        guard var editor = logsEditor else { return }
        editor.line.insert(paste: text)
        applyLogsLine(&editor)
        logsEditor = editor
    }

    /// Filter and search take effect with every letter.
    private mutating func applyLogsLine(_ editor: inout LogsEditor) {
        switch editor.purpose {
        case .filter:
            logs?.setFilter(editor.line.text)
            editor.problem = logs?.filterProblem
        case .search:
            editor.problem = search(editor.line.text, from: editor.origin)
        case .query: break
        }
    }

    /// The nearest line that is found, upwards first: who looks for something is mostly at the end.
    /// - Returns: What is wrong.
    private mutating func search(_ text: String, from origin: LogBuffer.LineID?) -> String? {
        guard let buffer = logs?.buffer else { return nil }
        switch LogFilter.parse(text) {
        case .failure(let problem): return problem.message
        case .success(let search):
            logs?.search = search
            guard !search.isEmpty else { return nil }
            let found =
                buffer.find(search, after: origin, backwards: true, includesStart: true) ?? buffer.find(search, after: origin)
            guard let found else { return "No line that is shown holds this." }
            logs?.move(to: found)
            return nil
        }
    }

    /// A wrong line must be mended or given up first.
    private mutating func endLogsEditing(_ editor: LogsEditor) -> [Effect] {
        guard editor.problem == nil else { return [] }
        logsEditor = nil
        guard editor.purpose == .query else { return [] }
        let text = editor.line.text
        guard text.contains(where: { $0 != " " }) else {
            refuse("A query was not typed.")
            return []
        }
        lastQuery = text
        return runQuery(InsightsQuery(name: "typed", title: "Typed query", text: text))
    }

    private mutating func giveUpLogsEditing(_ editor: LogsEditor) {
        logsEditor = nil
        switch editor.purpose {
        case .filter: logs?.setFilter("")
        case .search:
            logs?.search = LogFilter()
            if let origin = editor.origin { logs?.move(to: origin) }
        case .query: break
        }
    }

    /// Jumps to the next or previous line that was searched for.
    mutating func findNext(backwards: Bool) {
        guard let logs else { return }
        guard let found = logs.buffer.find(logs.search, after: logs.selectedLine, backwards: backwards) else {
            return refuse("No \(backwards ? "earlier" : "later") line holds \"\(logs.search.text)\".")
        }
        self.logs?.move(to: found)
    }
}

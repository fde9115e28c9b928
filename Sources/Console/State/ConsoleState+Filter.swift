import Drawing
import Model

extension ConsoleState {
    mutating func beginFilter() {
        let table = tables[focus.index]
        filterEditor = FilterEditor(
            pane: focus, line: TextInput(table.filterText, maximumCount: TextInput.longestQuery), selectionBefore: table.selection
        )
    }

    /// Keys while a filter is typed: it applies with every letter.
    mutating func handleFilterKey(_ key: Key) -> [Effect] {
        guard var editor = filterEditor else { return [] }
        switch key {
        case .enter: endFilter()
        case .escape: cancelFilter()
        case .up, .down, .pageUp, .pageDown:
            moveWhileTyping(key, in: editor.pane)
        default:
            let before = editor.line.text
            guard editor.line.handle(key) else { break }
            filterEditor = editor
            if editor.line.text != before { setFilter(editor.line.text, of: editor.pane) }
        }
        return []
    }

    mutating func pasteIntoFilter(_ text: String) {
        guard var editor = filterEditor else { return }
        editor.line.insert(paste: text)
        filterEditor = editor
        setFilter(editor.line.text, of: editor.pane)
    }

    /// A wrong filter says what is wrong and leaves the rows as they are.
    mutating func setFilter(_ text: String, of pane: PaneKind) {
        let place = pane.index
        tables[place].filterText = text
        switch FilterParser(fields: fields(of: pane)).parse(text) {
        case .failure(let problem):
            tables[place].filterProblem = problem.message
        case .success(let filter):
            tables[place].filterProblem = nil
            guard filter != tables[place].filter else { return }
            tables[place].filter = filter
            rearrange(pane)
        }
    }

    /// Keeps the filter; a wrong one must be mended or given up first.
    private mutating func endFilter() {
        guard let editor = filterEditor, tables[editor.pane.index].filterProblem == nil else { return }
        filterEditor = nil
    }

    private mutating func cancelFilter() {
        guard let editor = filterEditor else { return }
        filterEditor = nil
        setFilter("", of: editor.pane)
        if let id = editor.selectionBefore, tables[editor.pane.index].isTouched { _ = tables[editor.pane.index].select(id) }
    }

    private mutating func moveWhileTyping(_ key: Key, in pane: PaneKind) {
        let movement: Movement =
            switch key {
            case .up: .up
            case .down: .down
            case .pageUp: .pageUp
            default: .pageDown
            }
        let table = tables[pane.index]
        let page = rowsHeight(of: pane) ?? 1
        tables[pane.index].moveTo(movement.applied(to: table.cursor, last: table.shownCount - 1, page: page))
    }
}

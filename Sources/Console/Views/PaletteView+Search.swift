import Drawing
import Model

extension ConsoleState {
    private static let mostEntries = 50

    /// Finds what the typed letters mean. Called once per change of the text, not per frame.
    func search(_ palette: inout PaletteView) {
        palette.cursor = 0
        let match = FuzzyMatch(palette.line.text)
        var found = scoredActions(match, in: palette.scope) + scoredContexts(match)
        if !match.isEmpty { found += scoredRows(match) }
        // Equal scores keep their order: actions, contexts, rows.
        let order = found.indices.sorted { (-found[$0].score, $0) < (-found[$1].score, $1) }
        palette.entries = momentEntries(for: palette.line.text) + order.prefix(Self.mostEntries).map { found[$0].entry() }
    }

    /// A candidate; the entry is only made for those that are shown.
    private struct Candidate {
        var score: Int
        var entry: () -> PaletteView.Entry
    }

    private func scoredActions(_ match: FuzzyMatch, in scope: Action.Scope) -> [Candidate] {
        Action.all.filter { $0.scopes.contains(scope) && $0.id != "palette" && concerns($0) }.compactMap { action in
            guard let score = [action.title, action.id].compactMap({ match.score($0) }).max() else { return nil }
            // An action is meant more often than one of a thousand names that fits as well.
            return Candidate(score: score + 10) {
                let refusal = refusal(of: action)
                return PaletteView.Entry(
                    label: action.title, note: keymap.keyText(of: action) ?? "", isEnabled: refusal == nil,
                    choice: .action(action.id))
            }
        }
    }

    private func scoredContexts(_ match: FuzzyMatch) -> [Candidate] {
        contexts.compactMap { name in
            guard let score = match.score(name) else { return nil }
            return Candidate(score: score) { PaletteView.Entry(label: name, note: "context", choice: .context(name)) }
        }
    }

    private func scoredRows(_ match: FuzzyMatch) -> [Candidate] {
        scoredRows(lambda.rows, match) + scoredRows(queues.rows, match) + scoredRows(alarms.rows, match)
            + scoredRows(escalations.rows, match) + scoredRows(optimizer.rows, match)
    }

    private func scoredRows<Row: PaneRow>(_ rows: [Row], _ match: FuzzyMatch) -> [Candidate] {
        rows.compactMap { row in
            guard let score = match.score(row.name) else { return nil }
            return Candidate(score: score) {
                PaletteView.Entry(label: row.name, note: Row.pane.noun.one, choice: .row(Row.pane, id: row.id))
            }
        }
    }

    mutating func handlePaletteKey(_ key: Key, _ view: PaletteView) -> [Effect] {
        var view = view
        switch key {
        case .escape: views.removeLast()
        case .enter: return chooseFromPalette()
        case .down, .control("n"): move(.down)
        case .up, .control("p"): move(.up)
        case .pageDown: move(.pageDown)
        case .pageUp: move(.pageUp)
        default:
            let before = view.line.text
            guard view.line.handle(key) else { break }
            if view.line.text != before { search(&view) }
            replaceTop(.palette(view))
        }
        return []
    }

    mutating func chooseFromPalette() -> [Effect] {
        guard case .palette(let view) = views.last, view.entries.indices.contains(view.cursor) else { return [] }
        views.removeLast()
        return choose(view.entries[view.cursor].choice)
    }
}

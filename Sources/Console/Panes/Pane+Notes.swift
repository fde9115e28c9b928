import Drawing
import Model

extension ConsoleState {
    /// What must be said inside a pane about its data, in lines: the error with what to do, missing parts.
    func notes(of pane: PaneKind, width: Int) -> [Span] {
        let condition = condition(of: pane)
        var lines: [Span] = []
        if let error = condition.error, condition.rowCount > 0 {
            lines += TextWrap.lines(sentences(of: error), width: max(8, width - 1)).prefix(3).map {
                Span(" \($0)", .severityWarning)
            }
        }
        guard !condition.missing.isEmpty else { return lines }
        // What an engine says is no part that is missing.
        if pane == .escalations { return lines + condition.missing.map { Span(" \($0.message) \($0.hint)", .severityWarning) } }
        let parts = condition.missing.map { "\($0.message) (\($0.code))" }.joined(separator: "; ")
        // What lone workers lack is no part of an answer, but somebody who looks after them.
        guard pane != .workers else {
            let texts = condition.missing.map {
                Span(" \(sentences(of: $0))", WorkerOverview.isCritical($0) ? .severityCritical : .severityWarning)
            }
            return lines + texts
        }
        return lines + [Span(" missing: \(parts)", .severityWarning)]
    }

    /// A pane without rows says why, calmly.
    func drawEmpty(_ pane: PaneKind, _ condition: PaneCondition, on canvas: inout Canvas, in area: Area) {
        guard !area.isEmpty else { return }
        var text = [Span(emptyText(pane, condition), .dim)]
        if let error = condition.error, condition.rowCount == 0 {
            text.append(Span("\n\(sentences(of: error))", .severityWarning))
        }
        let lines = TextWrap.lines(text, width: max(1, area.width - 2))
        for (row, line) in lines.prefix(area.height).enumerated() { canvas.put(line, in: area, row: row, column: 1) }
    }

    private func emptyText(_ pane: PaneKind, _ condition: PaneCondition) -> String {
        switch condition.status {
        case .off: "Off in this context. \(pane.offReason)"
        case .loading: "Asking for \(pane.noun.many). Nothing has arrived yet."
        case .error where condition.rowCount == 0: "No \(pane.noun.many) are known."
        case _ where condition.rowCount > 0: "No \(pane.noun.one) fits the filter. \(keyText("back")) clears it."
        default: "There are no \(pane.noun.many) here."
        }
    }

    /// A pane as one line: `2 Queues  ■ 3 critical  1,003  ● 4s`.
    func drawSummary(of pane: PaneKind, on canvas: inout Canvas, in line: Area) {
        let condition = condition(of: pane)
        let badge = badge(condition)
        var left = line
        left.x += 1
        left.width -= 2
        var rest = left
        rest.width -= canvas.put(badge, in: left, alignment: .right) + 1
        canvas.put([Span("\(pane.number) ", .key), Span(pane.title, .title)], in: rest)
        rest.x += 16
        rest.width = max(0, rest.width - 16)
        canvas.put(summary(of: pane, condition), in: rest)
    }

    private func summary(of pane: PaneKind, _ condition: PaneCondition) -> [Span] {
        guard condition.status != .off, condition.status != .loading else { return [] }
        let table = tables[pane.index]
        var spans = worst(of: pane).map { [$0] } ?? []
        let count = "  \(Figures.grouped(condition.rowCount)) \(condition.rowCount == 1 ? pane.noun.one : pane.noun.many)"
        spans.append(Span(count, .text))
        if let worst = table.worstID, let subject = subject(pane, id: worst), subject.severity > .unknown {
            spans.append(Span("  \(subject.name)", .dim))
        }
        return spans
    }

    /// All the panes that are not open in one line: `1■ 2▲ 3○ 6●`.
    func drawStrip(on canvas: inout Canvas, in line: Area) {
        var spans: [Span] = [Span(" ", .text)]
        for pane in PaneKind.allCases where pane != focus {
            spans += [Span("\(pane.number) ", .key), stripSign(of: pane), Span("  ", .text)]
        }
        canvas.put(spans, in: line)
    }

    private func stripSign(of pane: PaneKind) -> Span {
        if isOff(pane) { return Span("off", .dim) }
        return worst(of: pane) ?? Span(condition(of: pane).status.rawValue, .dim)
    }
}

extension TableState {
    /// The row that is worst where rows are sorted so; nil when they are not, or none is shown.
    var worstID: String? { sort == .worstFirst ? id(at: 0) : nil }
}

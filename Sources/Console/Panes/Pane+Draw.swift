import Drawing
import Model

extension ConsoleState {
    /// One open pane: its frame says how it is doing, its inside shows the rows.
    func drawPane(_ pane: PaneKind, on canvas: inout Canvas, in area: Area) {
        let condition = condition(of: pane)
        let isFocused = pane == focus
        canvas.drawBorder(
            area, title: title(of: pane, condition), trailing: badge(condition),
            foot: footNote(of: pane, condition), role: isFocused ? .borderFocused : .border)
        let notes = notes(of: pane, width: area.width - 2)
        let parts = PaneLayout(area, noteLines: notes.count)
        drawRows(of: pane, condition, on: &canvas, in: parts.table)
        for (row, note) in notes.enumerated() { canvas.put([note], in: parts.notes, row: row) }
        drawFilterLine(of: pane, on: &canvas, in: area)
    }

    private func drawRows(of pane: PaneKind, _ condition: PaneCondition, on canvas: inout Canvas, in area: Area) {
        let isFocused = pane == focus
        guard tables[pane.index].shownCount > 0 else {
            return drawEmpty(pane, condition, on: &canvas, in: area)
        }
        switch pane {
        case .lambda: paneTable(lambda).draw(on: &canvas, in: area, isFocused: isFocused)
        case .queues: paneTable(queues).draw(on: &canvas, in: area, isFocused: isFocused)
        case .alarms: paneTable(alarms).draw(on: &canvas, in: area, isFocused: isFocused)
        case .workers: paneTable(workers).draw(on: &canvas, in: area, isFocused: isFocused)
        case .escalations: paneTable(escalations).draw(on: &canvas, in: area, isFocused: isFocused)
        case .optimizer: paneTable(optimizer).draw(on: &canvas, in: area, isFocused: isFocused)
        }
    }

    /// `2 Queues 12/1,003 ■ 3 critical`
    func title(of pane: PaneKind, _ condition: PaneCondition) -> [Span] {
        var spans = [Span("\(pane.number) ", .key), Span(pane.title, .title)]
        guard condition.status != .off, condition.status != .loading else { return spans }
        let table = tables[pane.index]
        let count = Figures.grouped(condition.rowCount)
        spans.append(Span(" " + (table.isFiltered ? "\(Figures.grouped(table.shownCount))/\(count)" : count), .text))
        if !table.marks.isEmpty { spans.append(Span(" \(table.marks.count) marked", .match)) }
        if let worst = worst(of: pane) { spans += [Span(" ", .text), worst] }
        return spans
    }

    /// `■ 3 critical`; nil without rows.
    func worst(of pane: PaneKind) -> Span? {
        let counts = tables[pane.index].index.counts
        guard tables[pane.index].index.count > 0 else { return nil }
        let count =
            switch counts.worst {
            case .critical: counts.critical
            case .warning: counts.warning
            case .unknown: counts.unknown
            case .ok: counts.ok
            }
        let text = counts.worst == .ok ? "ok" : "\(Figures.grouped(count)) \(counts.worst.rawValue)"
        return Span("\(counts.worst.glyph(glyphs)) \(text)", counts.worst.role)
    }

    /// `● 4s`, `◐ 40s stale`, `✕ 2m AccessDenied`. The age counts each second, in a role that needs no change of colour.
    func badge(_ condition: PaneCondition) -> [Span] {
        let age = Figures.age(seconds: condition.ageSeconds)
        switch condition.status {
        case .off: return [Span("\(glyphs.off) off", .dim)]
        case .loading: return [Span("\(glyphs.loading) loading", .dim)]
        case .fresh: return [Span("\(glyphs.fresh) ", .severityOK), Span(age, .clock)]
        case .stale: return [Span("\(glyphs.stale) ", .severityWarning), Span(age, .clock), Span(" stale", .severityWarning)]
        case .error:
            let code = condition.error?.code ?? "failed"
            guard condition.ageSeconds != nil else { return [Span("\(glyphs.failed) \(code)", .severityCritical)] }
            return [Span("\(glyphs.failed) ", .severityCritical), Span(age, .clock), Span(" \(code)", .severityCritical)]
        }
    }

    /// What qualifies the rows: a cache that is not whole, a cadence that was slowed.
    private func footNote(of pane: PaneKind, _ condition: PaneCondition) -> [Span] {
        guard filterEditor?.pane != pane else { return [] }
        var notes: [String] =
            pane == .workers && condition.status != .off ? [workerOverview.care(at: now), workerOverview.figures] : []
        if condition.total > condition.rowCount, condition.status != .off {
            notes.append("showing \(Figures.grouped(condition.rowCount)) of \(Figures.grouped(condition.total)) cached")
        }
        if let reason = condition.slowedBy {
            notes.append("slowed: \(reason), every \(Figures.duration(seconds: Double(condition.cadence.components.seconds)))")
        }
        return notes.isEmpty ? [] : [Span(notes.joined(separator: "; "), .dim)]
    }

    /// The filter stands in the lower border, where it hides no row.
    private func drawFilterLine(of pane: PaneKind, on canvas: inout Canvas, in area: Area) {
        let line = Area(x: area.x + 2, y: area.maxY - 1, width: area.width - 4, height: 1)
        let text = tables[pane.index].filterText
        if let editor = filterEditor, editor.pane == pane {
            canvas.put(" /", in: line, role: .key)
            let input = Area(x: line.x + 2, y: line.y, width: max(0, line.width - 2), height: 1)
            editor.line.draw(on: &canvas, in: input, placeholder: "words  !not  field:value  errors>5  age<2h")
        } else if !text.isEmpty {
            canvas.put([Span(" /", .key), Span("\(text) ", .match)], in: line)
        }
    }
}

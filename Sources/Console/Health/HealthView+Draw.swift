import Drawing
import FoundationEssentials
import Model

extension ConsoleState {
    /// The checks in their order, and below them what the one under the cursor has found.
    func drawHealth(on canvas: inout Canvas, in body: Area) {
        canvas.drawBorder(
            body, title: [Span("health check ", .title), Span(healthSet, .strong)], trailing: healthBadge,
            role: .borderFocused)
        let parts = healthParts(of: body)
        canvas.put(healthSummary, in: parts.summary, column: 1)
        let rows = health.rows
        if let failure = health.failure {
            for (row, line) in TextWrap.lines(sentences(of: failure), width: max(8, parts.table.width - 2)).enumerated() {
                canvas.put(line, in: parts.table, row: row, column: 1, role: .severityWarning)
            }
            return
        }
        for (row, line) in parts.lines.prefix(parts.found.height).enumerated() {
            canvas.put(line, in: parts.found, row: row, column: 1)
        }
        let table = healthTable(rows, in: parts.table, scrollBarX: body.maxX - 1)
        let nameWidth = table.placedColumns(width: parts.table.width).first { $0.index == 1 }?.width ?? 0
        table.draw(on: &canvas, in: parts.table) { row, column in healthCell(rows[row], column, nameWidth) }
    }

    /// Where the parts of the view are, and what stands in the lowest.
    private struct HealthParts {
        var summary: Area
        var table: Area
        var found: Area
        var lines: [[Span]]
    }

    private func healthParts(of body: Area) -> HealthParts {
        var inside = body.inset()
        let summary = inside.takeTop(1)
        let lines = health.failure == nil ? foundLines(width: max(8, inside.width - 2)) : []
        let found = inside.takeBottom(min(lines.count, max(0, inside.height - 4)))
        return HealthParts(summary: summary, table: inside, found: found, lines: lines)
    }

    /// A click selects; a double click lays the check out.
    mutating func pressInHealth(_ mouse: Mouse) -> [Effect] {
        let area = healthParts(of: layout.body).table
        let table = healthTable(health.rows, in: area, scrollBarX: layout.body.maxX - 1)
        guard case .row(let place)? = table.hit(x: mouse.x, y: mouse.y, in: area) else { return [] }
        health.cursor = place
        if mouse.kind == .doublePress, let row = health.selected { views.append(.text(healthText(row))) }
        return []
    }

    private var healthBadge: [Span] {
        if let run = health.run {
            let seconds = Figures.age(seconds: now.timeIntervalSince(run.startedAt))
            return [Span("\(glyphs.loading) ", .dim), Span(seconds, .clock), Span(" running", .dim)]
        }
        if let failure = health.failure { return [Span("\(glyphs.failed) \(failure.code)", .severityCritical)] }
        guard let report = health.report else { return [] }
        let age = Figures.age(seconds: now.timeIntervalSince(report.takenAt))
        return [
            Span("\(report.verdict.glyph(glyphs)) \(report.verdict.rawValue)", report.verdict.role), Span("  \(age) ago", .dim),
        ]
    }

    private var healthSummary: [Span] {
        if let run = health.run {
            guard !run.checks.isEmpty else { return [Span("Beginning.", .dim)] }
            return [Span("\(run.results.count) of \(run.checks.count) have answered", .text)]
        }
        guard let report = health.report else { return [] }
        let took = Span("  in \(Figures.duration(milliseconds: report.durationMs))", .dim)
        return [Span(report.summary, .strong), took] + changeSpans(report)
    }

    /// What is worse or better than in the report before.
    private func changeSpans(_ report: HealthReport) -> [Span] {
        guard let before = health.before else { return [] }
        let changes = HealthComparison(before: before, after: report).changes
        let (worse, better) = (changes.count { $0.kind == .worse }, changes.count { $0.kind == .better })
        guard worse + better > 0 else { return [Span("  as before", .dim)] }
        return [
            Span(worse > 0 ? "  \(worse) worse" : "", .severityWarning),
            Span(better > 0 ? "  \(better) better" : "", .severityOK),
        ]
    }

    private func healthTable(_ rows: [HealthState.Row], in area: Area, scrollBarX: Int) -> TableView {
        let name = rows.map { TextWidth.columns(of: $0.name) }.max() ?? 0
        let value = rows.compactMap { $0.result?.figure }.map { TextWidth.columns(of: $0) }.max() ?? 0
        let columns = [
            TableColumn("verdict", width: .fixed(10), priority: 5),
            TableColumn("check", width: .flexible(minimum: min(name, 24), maximum: max(5, name), weight: 3), priority: 4),
            TableColumn("value", width: .fixed(min(18, max(5, value))), priority: 2, alignment: .right),
            TableColumn("took", width: .fixed(8), priority: 1, alignment: .right),
            TableColumn("evidence", width: .flexible(minimum: 20, weight: 6), priority: 3),
        ]
        let visible = max(1, area.height - 1)
        let offset = ScrollPosition().revealing(health.cursor, visible: visible, total: rows.count).offset
        return TableView(
            columns: columns, rowCount: rows.count, offset: offset, selected: health.cursor, scrollBarX: scrollBarX)
    }

    private func healthCell(_ row: HealthState.Row, _ column: Int, _ nameWidth: Int) -> TableCell {
        let name = row.name.shortenedInMiddle(to: nameWidth, glyphs)
        guard let result = row.result else {
            switch column {
            case 0: return .text("\(glyphs.loading) asking", .dim)
            case 1: return .text(name, .text)
            default: return .text(String(glyphs.noValue), .dim)
            }
        }
        switch column {
        case 0: return .text("\(result.verdict.glyph(glyphs)) \(result.verdict.rawValue)", result.verdict.role)
        case 1: return .text(name, .text)
        case 2: return result.figure.map { .text($0, .text) } ?? .text(String(glyphs.noValue), .dim)
        case 3: return .text(Figures.duration(milliseconds: result.durationMs), .dim)
        default: return .text(result.evidence, result.verdict == .ok ? .dim : .text)
        }
    }

    /// What the check under the cursor has found, whole.
    private func foundLines(width: Int) -> [[Span]] {
        guard let result = health.selected?.result else { return [] }
        let evidence = TextWrap.lines(result.evidence, width: width).prefix(4).map { [Span($0, .text)] }
        let runbook = result.verdict == .ok ? nil : result.runbook.map { [Span("runbook ", .dim), Span($0, .strong)] }
        let limits = result.limitText(result.number).map { [Span("limits ", .dim), Span($0, .text)] }
        return [[], [Span(result.name, .title), Span("  \(result.target)", .dim)]] + evidence
            + [limits, runbook].compactMap(\.self)
    }
}

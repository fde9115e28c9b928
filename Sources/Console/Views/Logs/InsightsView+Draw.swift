import Drawing
import FoundationEssentials
import Model

/// The parts of the view of a query inside its frame.
struct InsightsLayout: Equatable, Sendable {
    /// The query, in at most three lines.
    var query: Area
    /// How far it is and what it has cost.
    var progress: Area
    var table: Area

    init(_ body: Area, queryLines: Int) {
        table = body.inset()
        query = table.takeTop(min(queryLines, 3))
        progress = table.takeTop(1)
    }
}

extension ConsoleState {
    private var queryLines: [String] {
        guard let insights else { return [] }
        let text = insights.request.query.text.replacing("\n", with: " ")
        return Array(TextWrap.lines(text, width: max(8, layout.body.width - 4)).prefix(3))
    }

    var insightsLayout: InsightsLayout { InsightsLayout(layout.body, queryLines: queryLines.count) }

    func drawInsights(on canvas: inout Canvas, in body: Area) {
        guard let insights else { return }
        let query = insights.request.query
        canvas.drawBorder(
            body, title: [Span("query ", .title), Span(query.title, .strong)], trailing: badge(of: insights),
            foot: [Span(reach(of: insights.request), .dim)], role: .borderFocused)
        let layout = insightsLayout
        for (row, line) in queryLines.enumerated() { canvas.put(line, in: layout.query, row: row, column: 1, role: .dim) }
        canvas.put(progressSpans(insights), in: layout.progress, column: 1)
        if let failure = insights.failure {
            let lines = TextWrap.lines(sentences(of: failure), width: max(8, layout.table.width - 2))
            for (row, line) in lines.enumerated() {
                canvas.put(line, in: layout.table, row: row, column: 1, role: .severityWarning)
            }
        } else if let answer = insights.answer {
            draw(answer, insights, on: &canvas, in: layout.table, scrollBarX: body.maxX - 1)
        }
    }

    /// `/aws/lambda/a and 2 more, 03:00 to 03:15`
    private func reach(of request: InsightsRequest) -> String {
        let first = request.groups.first ?? ""
        let groups = request.groups.count > 1 ? "\(first) and \(request.groups.count - 1) more" : first
        return "\(groups), \(Clock.dateTime(request.from)) to \(Clock.time(request.to, seconds: false)) UTC"
    }

    private func badge(of insights: InsightsState) -> [Span] {
        if let failure = insights.failure { return [Span("\(glyphs.failed) \(failure.code)", .severityCritical)] }
        guard insights.answer != nil else {
            let seconds = Figures.age(seconds: now.timeIntervalSince(insights.startedAt))
            return [Span("\(glyphs.loading) ", .dim), Span(seconds, .clock), Span(" running", .dim)]
        }
        return [Span("\(glyphs.fresh) complete", .severityOK)]
    }

    /// What was scanned is paid, also when the query is left before its end.
    private func progressSpans(_ insights: InsightsState) -> [Span] {
        guard let progress = insights.progress else { return [Span("Starting the query.", .dim)] }
        let counts =
            "\(Figures.count(progress.recordsMatched)) of \(Figures.count(progress.recordsScanned)) records match"
        let bytes = "\(Figures.bytes(progress.bytesScanned)) scanned for \(Figures.dollars(progress.costUSD))"
        var spans = [Span("\(counts)  \(bytes)", .text)]
        if insights.isRunning {
            spans.append(Span("  \(progress.status.lowercased()); \(keyText("back")) stops it", .dim))
        } else if insights.answer != nil {
            spans.append(Span("  \(Figures.grouped(insights.rowCount)) rows", .strong))
        }
        return spans
    }

    private func draw(
        _ answer: InsightsAnswer, _ insights: InsightsState, on canvas: inout Canvas, in area: Area, scrollBarX: Int
    ) {
        guard !answer.rows.isEmpty else {
            canvas.put(" The query found nothing.", in: area, role: .dim)
            return
        }
        insightsTable(answer, insights, scrollBarX: scrollBarX).draw(on: &canvas, in: area) { row, column in
            guard let value = answer.rows[row][column] else { return .text(String(glyphs.noValue), .dim) }
            return .text(HarmlessText.beginning(of: value, columns: area.width), .text)
        }
    }

    func insightsTable(_ answer: InsightsAnswer, _ insights: InsightsState, scrollBarX: Int? = nil) -> TableView {
        let columns = answer.columns.indices.map { column in self.column(column, of: answer) }
        return TableView(
            columns: columns, rowCount: answer.rows.count, offset: insights.scroll, selected: insights.cursor,
            scrollBarX: scrollBarX)
    }

    /// As wide as its values want, judged by the first of them; the first columns are the last to go.
    private func column(_ place: Int, of answer: InsightsAnswer) -> TableColumn {
        let name = answer.columns[place]
        let values = answer.rows.prefix(50).compactMap { $0[place] }
        let widest = values.map { min(400, $0.utf8.count) }.max() ?? 0
        let width = max(widest, TextWidth.columns(of: name))
        let isNumber = !values.isEmpty && values.allSatisfy { Double($0) != nil }
        return TableColumn(
            HarmlessText.line(name), width: .flexible(minimum: min(width, 24), maximum: width, weight: max(1, width / 8)),
            priority: -place, alignment: isNumber ? .right : .left)
    }
}

extension Figures {
    /// `0 B`, `12.3 kB`, `1.2 GB`; powers of ten, as AWS charges.
    static func bytes(_ count: Double) -> String {
        guard count.isFinite else { return unknown }
        if count < 1000 { return "\(Int(max(0, count))) B" }
        for (unit, size) in [("TB", 1e12), ("GB", 1e9), ("MB", 1e6)] where count >= size * 0.9995 {
            return "\(Figures.count((count / size * 10).rounded() / 10, decimals: 1)) \(unit)"
        }
        return "\(Figures.count((count / 1000 * 10).rounded() / 10, decimals: 1)) kB"
    }

    private static func count(_ value: Double, decimals: Int) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 || value >= 100 ? grouped(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
    }
}

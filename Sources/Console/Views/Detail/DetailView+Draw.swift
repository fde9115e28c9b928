import Drawing
import Model

extension ConsoleState {
    func drawDetail(_ view: DetailView, on canvas: inout Canvas, in body: Area) {
        let subject = view.subject
        var title = [Span("\(subject.pane.noun.one) ", .title), Span(subject.name, .strong), Span(" ", .text)]
        title.append(Span("\(subject.severity.glyph(glyphs)) \(subject.severity.rawValue)", subject.severity.role))
        canvas.drawBorder(body, title: title, trailing: detailBadge(view), role: .borderFocused)
        let inside = detailInside(of: body)
        let page = page(of: view, in: inside)
        page.draw(on: &canvas, in: inside, scroll: view.scroll)
        ScrollBar(offset: view.scroll, visible: inside.height, total: page.height)
            .draw(on: &canvas, x: body.maxX - 1, y: inside.y, height: inside.height)
    }

    private func detailInside(of body: Area) -> Area {
        Area(x: body.x + 2, y: body.y + 1, width: body.width - 4, height: body.height - 2)
    }

    /// The age of the pane whose row this is: the figures come from there.
    private func detailBadge(_ view: DetailView) -> [Span] {
        let condition = condition(of: view.subject.pane)
        return (view.isLoading ? [Span("\(glyphs.loading) asking  ", .dim)] : []) + badge(condition)
    }

    var lastDetailScroll: Int {
        guard let view = openDetail else { return 0 }
        let inside = detailInside(of: layout.body)
        return max(0, page(of: view, in: inside).height - inside.height)
    }

    /// From this width on the charts stand beside the facts.
    private static let twoColumns = 100

    private func page(of view: DetailView, in inside: Area) -> DetailPage {
        let width = inside.width
        let content = DetailContent(
            subject: view.subject, now: shownAt, answer: view.answer, glyphs: glyphs, isRevealed: view.showsWhole)
        let isWide = width >= Self.twoColumns
        let leftWidth = isWide ? min(64, width * 2 / 5) : width
        let rightWidth = isWide ? width - leftWidth - 2 : width
        let state = stateLines(view, content, width: leftWidth)
        let facts = section("Facts", factLines(content.facts, width: leftWidth))
        let related = section("Related", relatedLines(view, width: leftWidth))
        let run = runLines(of: view, content)
        let charts =
            view.subject.pane == .escalations
            ? [timelinePiece(view, width: rightWidth)]
            : chartPieces(view, content, height: isWide ? Self.chartHeight(content.charts.count, in: inside) : 8)
        let history = section(
            view.subject.pane.historyTitle,
            content.transitions.flatMap { TextWrap.lines($0, width: rightWidth) })
        let progress = DetailPage.Piece.lines(run?.progress(width: leftWidth) ?? [])
        let figures = DetailPage.Piece.lines(run?.middle(width: rightWidth) ?? [])
        if isWide {
            return DetailPage(
                left: [state, progress, related, facts], right: [figures] + charts + [history], leftWidth: leftWidth, width: width
            )
        }
        return DetailPage(
            left: [state, progress, figures, related] + charts + [history, facts], right: [], leftWidth: width, width: width)
    }

    /// nil for everything but a run of the optimizer.
    private func runLines(of view: DetailView, _ content: DetailContent) -> OptimizerLines? {
        guard case .run(let row) = view.subject else { return nil }
        return OptimizerLines(row: row, detail: content.answer?.optimizer, now: shownAt, glyphs: glyphs)
    }

    private func timelinePiece(_ view: DetailView, width: Int) -> DetailPage.Piece {
        guard let answer = view.answer else {
            return .lines([[Span(view.isLoading ? "Asking what was sent." : "What was sent is not known.", .dim)], []])
        }
        let lines = TimelineLines(moments: answer.timeline, now: shownAt, showsWhole: view.showsWhole, glyphs: glyphs)
        return .lines(lines.lines(width: width))
    }

    /// Charts share the height, between what is legible and what a glance takes in.
    private static func chartHeight(_ count: Int, in inside: Area) -> Int {
        min(18, max(9, inside.height / max(1, count) - 2))
    }

    private func section(_ title: String, _ lines: [[Span]]) -> DetailPage.Piece {
        .lines(lines.isEmpty ? [] : [[Span(title, .title)]] + lines + [[]])
    }

    /// Why it is as bad as it is, and what about this page is missing.
    private func stateLines(_ view: DetailView, _ content: DetailContent, width: Int) -> DetailPage.Piece {
        var lines: [[Span]] = []
        func add(_ text: String, _ role: Role) { lines += TextWrap.lines([Span(text, role)], width: width) }
        for reason in content.reasons { add("\(view.subject.severity.glyph(glyphs)) \(reason)", view.subject.severity.role) }
        if view.isGone { add("Not listed any more: these are the last known values.", .severityWarning) }
        if let failure = view.failure { add(sentences(of: failure), .severityWarning) }
        for problem in content.answer?.missing ?? [] { add("missing: \(problem.message) (\(problem.code))", .severityWarning) }
        return .lines(lines.isEmpty ? [] : lines + [[]])
    }

    private func factLines(_ facts: [Fact], width: Int) -> [[Span]] {
        let columns = min(20, (facts.map { TextWidth.columns(of: $0.label) }.max() ?? 0) + 2)
        return facts.flatMap { fact -> [[Span]] in
            let value = TextWrap.lines(fact.value ?? String(glyphs.noValue), width: max(8, width - columns))
            return value.enumerated().map { row, line in
                [Span((row == 0 ? fact.label : "").padded(to: columns), .dim), Span(line, fact.value == nil ? .dim : .text)]
            }
        }
    }

    /// One line each; the marked one opens with a key.
    private func relatedLines(_ view: DetailView, width: Int) -> [[Span]] {
        relations(of: view.subject).enumerated().map { place, relation in
            let isMarked = place == view.relation
            let severity = subject(relation.pane, id: relation.id)?.severity
            let key = isMarked ? keyText("follow") : " "
            let line = [
                Span("\(key) ", .key), Span(severity?.glyph(glyphs) ?? String(glyphs.noValue), severity?.role ?? .dim),
                Span(" \(relation.role) ", .dim),
            ]
            let name = relation.name.shortenedInMiddle(to: width - line.columns, glyphs)
            return line + [Span(name, isMarked ? .strong : .text)]
        }
    }

    private func chartPieces(_ view: DetailView, _ content: DetailContent, height: Int) -> [DetailPage.Piece] {
        let charts = content.charts
        guard charts.isEmpty else {
            return charts.flatMap { [DetailPage.Piece.chart($0, height: height), .lines([[]])] }
        }
        // Of a person there are facts and no figures: whoever looks for help needs the line for them.
        guard view.subject.pane != .workers, view.subject.pane != .optimizer else { return [] }
        let text = view.isLoading ? "Asking for the chart." : "There is no chart for this."
        return [.lines([[Span(text, .dim)], []])]
    }
}

extension PaneKind {
    /// What has happened to a row, in its detail.
    fileprivate var historyTitle: String {
        switch self {
        case .workers: "Calls and mails"
        case .optimizer: "Last steps"
        case .lambda, .queues, .escalations, .alarms: "Last transitions"
        }
    }
}

import Drawing
import FoundationEssentials
import Model

/// How one submitted change stands: what a test-invoke has answered.
struct RunView: Equatable, Sendable {
    let id: Proposal.ID
    var scroll = 0
}

/// The lines of a ``RunView``: a head that stays, and what can be scrolled, beside each other where there is room.
struct RunPage {
    var head: [[Span]]
    var columns: [[[Span]]]

    var height: Int { columns.map(\.count).max() ?? 0 }
}

extension ConsoleState {
    /// From this width on the log stands beside the answer.
    private static let runTwoColumns = 110

    func drawRun(_ view: RunView, on canvas: inout Canvas, in body: Area) {
        guard let run = changes[view.id] else { return }
        canvas.drawBorder(body, title: [Span(run.title, .dialogTitle)], role: .borderFocused)
        var inside = runInside(of: body)
        let page = runPage(run, width: inside.width)
        let head = inside.takeTop(min(page.head.count, inside.height))
        for (row, line) in page.head.prefix(head.height).enumerated() { canvas.put(line, in: head, row: row) }
        if run.outcome == nil { drawProgress(of: run, on: &canvas, in: inside) }
        let width = inside.width / max(1, page.columns.count)
        for (number, column) in page.columns.enumerated() {
            let place = Area(x: inside.x + number * width, y: inside.y, width: width, height: inside.height)
            for (row, line) in column.dropFirst(view.scroll).prefix(place.height).enumerated() {
                canvas.put(line, in: place, row: row)
            }
        }
        ScrollBar(offset: view.scroll, visible: inside.height, total: page.height)
            .draw(on: &canvas, x: body.maxX - 1, y: inside.y, height: inside.height)
    }

    private func runInside(of body: Area) -> Area {
        Area(x: body.x + 2, y: body.y + 1, width: body.width - 4, height: body.height - 2)
    }

    func lastRunScroll(_ view: RunView) -> Int {
        guard let run = changes[view.id] else { return 0 }
        let inside = runInside(of: layout.body)
        let page = runPage(run, width: inside.width)
        return max(0, page.height - max(0, inside.height - page.head.count))
    }

    private func drawProgress(of run: ChangeRun, on canvas: inout Canvas, in area: Area) {
        guard let timeout = run.timeoutSeconds else { return }
        let seconds = max(0, Int(now.timeIntervalSince(run.startedAt)))
        ProgressBar(label: "", done: min(seconds, timeout), total: timeout, note: "seconds of its time-out")
            .draw(on: &canvas, in: area)
    }

    private func runPage(_ run: ChangeRun, width: Int) -> RunPage {
        let head = runHead(run, width: width) + [[]]
        guard run.orders.isEmpty else { return RunPage(head: head, columns: [orderLines(of: run, width: width)]) }
        guard let report = run.report else { return RunPage(head: head, columns: []) }
        let isWide = width >= Self.runTwoColumns
        let column = isWide ? width / 2 - 2 : width
        let answer = section("Answer", report.answerLines.map { [Span($0)] }, none: "none", width: column)
        let log = section("End of its log", report.logLines.map { [Span($0.text, $0.level.role)] }, none: "none", width: column)
        return RunPage(head: head, columns: isWide ? [answer, log] : [answer + [[]] + log])
    }

    private func section(_ title: String, _ lines: [[Span]], none: String, width: Int) -> [[Span]] {
        let isEmpty = lines.allSatisfy { $0.columns == 0 }
        return [[Span(title, .title)]] + (isEmpty ? [[Span(none, .dim)]] : lines.flatMap { TextWrap.lines($0, width: width) })
    }

    private func runHead(_ run: ChangeRun, width: Int) -> [[Span]] {
        let (severity, text) = standing(of: run)
        var lines = TextWrap.lines([Span("\(severity.glyph(glyphs)) \(text)", severity.role)], width: width)
        if let problem = run.outcome?.notRecorded {
            lines += TextWrap.lines([Span(sentences(of: problem), .severityCritical)], width: width)
        }
        guard let result = run.report?.result else { return lines }
        return lines + TextWrap.lines(figures(of: result), width: width) + TextWrap.lines(names(of: run, result), width: width)
    }

    private func standing(of run: ChangeRun) -> (Severity, String) {
        guard let outcome = run.outcome else {
            let age = Figures.duration(seconds: max(0, now.timeIntervalSince(run.startedAt)))
            return (.unknown, "Sent \(age) ago; no answer yet. \(keyText("back")) leaves, it goes on.")
        }
        switch outcome.result {
        case .confirmed:
            guard run.orders.isEmpty else { return (.ok, "Done.\(undoHint(run))") }
            if let error = run.report?.result.errorText { return (.critical, "The function failed: \(error)") }
            let isEvent = run.report?.result.status == 202
            return (.ok, isEvent ? "Taken: Lambda will run it, nobody waits for its result." : "The function has answered.")
        case .failed(let problem), .refused(let problem): return (.critical, sentences(of: problem))
        case .unknown(let problem): return (.critical, "The outcome is unknown. \(sentences(of: problem))")
        }
    }

    private func undoHint(_ run: ChangeRun) -> String {
        changes.undos.last?.id == run.id ? " \(keyText("undo")) undoes it." : ""
    }

    /// How each of several orders stands, with what it was about.
    private func orderLines(of run: ChangeRun, width: Int) -> [[Span]] {
        run.orders.enumerated().flatMap { place, order -> [[Span]] in
            let (severity, text) = standing(of: run.parts[place])
            let head = [
                Span("\(severity.glyph(glyphs)) ", severity.role), Span(order.title, .strong), Span("  \(text)", severity.role),
            ]
            return TextWrap.lines(head, width: width)
                + order.change.summary.flatMap { TextWrap.lines([Span("  \($0)", .dim)], width: width) } + [[]]
        }
    }

    private func standing(of part: Outcome?) -> (Severity, String) {
        switch part?.result {
        case nil: (.unknown, "under way")
        case .confirmed: (.ok, part?.note ?? "done")
        case .failed(let problem), .refused(let problem): (.critical, sentences(of: problem))
        case .unknown(let problem): (.critical, "not confirmed: \(sentences(of: problem))")
        }
    }

    private func figures(of result: InvokeResult) -> [Span] {
        let memory = result.memoryMB.map { "\(Figures.count(result.maxMemoryMB)) of \(Figures.count($0)) MB" }
        return spans([
            ("duration", Figures.duration(milliseconds: result.durationMs)),
            ("billed", Figures.duration(milliseconds: result.billedMs)), ("memory", memory),
            ("init", result.initMs.map { Figures.duration(milliseconds: $0) }),
            ("answer after", Figures.duration(milliseconds: result.tookMs)),
        ])
    }

    private func names(of run: ChangeRun, _ result: InvokeResult) -> [Span] {
        spans([
            ("event", run.payloadName), ("version", result.executedVersion), ("status", String(result.status)),
            ("request", result.requestID),
        ])
    }

    private func spans(_ figures: [(label: String, value: String?)]) -> [Span] {
        figures.flatMap { figure in
            [Span("\(figure.label) ", .dim), Span(figure.value ?? String(glyphs.noValue), .strong), Span("   ", .text)]
        }
    }
}

extension LogLevel? {
    fileprivate var role: Role {
        switch self {
        case .error, .fatal: .severityCritical
        case .warning: .severityWarning
        case .trace, .debug, .info, nil: .text
        }
    }
}

import Drawing
import FoundationEssentials
import Model

extension ConsoleState {
    func drawLogs(on canvas: inout Canvas, in body: Area) {
        guard let logs else { return }
        let badge = badge(of: logs)
        let title = title(of: logs, width: body.width - badge.columns - 10)
        canvas.drawBorder(body, title: title, trailing: badge, foot: foot(of: logs), role: .borderFocused)
        let layout = logsLayout
        switch logs.mode {
        case .stream: drawStream(logs, on: &canvas, in: layout.rows, scrollBarX: body.maxX - 1)
        case .shapes: drawShapes(logs, on: &canvas, in: layout.rows, scrollBarX: body.maxX - 1)
        }
        if !layout.figures.isEmpty { canvas.put(figures(of: logs.digest.reports), in: layout.figures) }
        for (row, note) in logNotes(width: body.width - 2).enumerated() { canvas.put([note], in: layout.notes, row: row) }
        drawLogsLine(logs, on: &canvas, in: body)
    }

    /// `logs function demand-worker 340/12,345 lines 2 gaps`
    private func title(of logs: LogsState, width: Int) -> [Span] {
        let counts = counts(of: logs)
        let noun = Span(logs.mode == .stream ? "logs " : "errors by shape ", .title)
        let name = logs.title.shortenedInMiddle(to: width - noun.columns - counts.columns, glyphs)
        return [noun, Span(name, .strong)] + counts
    }

    private func counts(of logs: LogsState) -> [Span] {
        var spans: [Span] = []
        switch logs.mode {
        case .stream:
            let count = Figures.grouped(logs.buffer.count)
            let shown = logs.buffer.filter.isEmpty ? count : "\(Figures.grouped(logs.buffer.matchCount))/\(count)"
            spans.append(Span(" \(shown) \(logs.buffer.count == 1 ? "line" : "lines")", .text))
        case .shapes:
            spans.append(Span(" \(Figures.grouped(logs.digest.shapes.total)) errors", .text))
        }
        if !logs.buffer.gaps.isEmpty {
            let count = logs.buffer.gaps.count
            spans.append(Span(" \(glyphs.severityWarning) \(count) \(count == 1 ? "gap" : "gaps")", .severityWarning))
        }
        return spans
    }

    /// What qualifies the lines: how far back, how much context, whether the end is followed.
    private func foot(of logs: LogsState) -> [Span] {
        guard logsEditor == nil else { return [] }
        var notes: [String] = []
        if !logs.buffer.filter.isEmpty, logs.mode == .stream { notes.append("context \(logs.contextLines)") }
        notes.append("last \(Figures.span(logs.window))")
        if logs.mode == .stream { notes.append(logs.follows ? "following" : "not following, \(keyText("move.bottom")) does") }
        return [Span(notes.joined(separator: "; "), .dim)]
    }

    /// What is typed, or the filter in force, in the lower border, where it hides no line.
    private func drawLogsLine(_ logs: LogsState, on canvas: inout Canvas, in body: Area) {
        let line = Area(x: body.x + 2, y: body.maxY - 1, width: body.width - 4, height: 1)
        if let editor = logsEditor {
            let used = canvas.put(" \(editor.prompt)", in: line, role: .key)
            let input = Area(x: line.x + used, y: line.y, width: max(0, line.width - used), height: 1)
            editor.line.draw(on: &canvas, in: input, placeholder: editor.placeholder)
        } else if !logs.filterText.isEmpty, logs.mode == .stream {
            canvas.put([Span(" /", .key), Span("\(logs.filterText) ", .match)], in: line)
        }
    }

    /// `REPORT 124 invocations, 2 failed  duration p50 31 ms, p95 310 ms, longest 1.2 s  memory 98 of 128 MB  3 cold starts`
    private func figures(of reports: ReportSummary) -> [Span] {
        var spans = [Span(" REPORT ", .columnTitle), Span(" \(Figures.grouped(reports.count)) invocations", .text)]
        if reports.failed > 0 { spans.append(Span(", \(Figures.grouped(reports.failed)) failed", .severityWarning)) }
        if let durations = reports.durations {
            let figures = [("p50", durations.medianMs), ("p95", durations.p95Ms), ("longest", durations.longestMs)]
            let text = figures.map { "\($0.0) \(Figures.duration(milliseconds: $0.1))" }.joined(separator: ", ")
            spans.append(Span("  duration \(text)", .text))
        }
        if let memory = reports.fullestMemory, memory.givenMB > 0 {
            spans.append(Span("  memory \(Figures.count(memory.usedMB)) of \(Figures.count(memory.givenMB)) MB", .text))
        }
        if reports.coldStarts > 0 { spans.append(Span("  \(Figures.grouped(reports.coldStarts)) cold", .text)) }
        return spans
    }
}

// MARK: How current it is

extension ConsoleState {
    /// `● 2s polling every 2 s`, `● 1s live 2h58m left`, `◐ 40s live, sampled`, `✕ 8s ThrottlingException`.
    private func badge(of logs: LogsState) -> [Span] {
        if let failure = logs.failure { return [Span("\(glyphs.failed) \(failure.code)", .severityCritical)] }
        guard logs.groups != nil else { return [Span("\(glyphs.loading) finding the log group", .dim)] }
        guard let status = logs.status else { return [Span("\(glyphs.loading) reading", .dim)] }
        let age = status.completeTo.map { Figures.age(seconds: now.timeIntervalSince($0)) }
        if let problem = status.problem {
            let ago = age.map { [Span("\($0) ", .clock)] } ?? []
            return [Span("\(glyphs.failed) ", .severityCritical)] + ago + [Span(problem.code, .severityCritical)]
        }
        guard let age, let completeTo = status.completeTo else { return [Span("\(glyphs.loading) reading", .dim)] }
        let isStale = now.timeIntervalSince(completeTo) > Self.staleLogSeconds(status)
        let sign =
            isStale || status.isSampled
            ? Span("\(glyphs.stale) ", .severityWarning) : Span("\(glyphs.fresh) ", .severityOK)
        return [sign, Span("\(age) ", .clock), Span(mode(of: status), status.isSampled ? .severityWarning : .text)]
    }

    private func mode(of status: TailStatus) -> String {
        switch status.mode {
        case .live(let end):
            let left = Figures.duration(seconds: end.timeIntervalSince(now))
            return status.isSampled ? "live, sampled (over 500/s)" : "live, \(left) left, $0.60/h"
        case .polling(let every, _): return "polling every \(Figures.span(every))"
        case .reading: return "reading"
        }
    }

    /// Behind a live tail the log is read once a minute only; what it gives is newer than what is known to be whole.
    private static func staleLogSeconds(_ status: TailStatus) -> Double {
        switch status.mode {
        case .live: 150
        case .polling(let every, _): Double(every.components.seconds) * 2 + 15
        case .reading: .infinity
        }
    }
}

extension Figures {
    /// A whole number of its largest unit: `2 s`, `15 min`, `3 h`, `2 d`.
    static func span(_ duration: Duration) -> String {
        let seconds = Int(duration.components.seconds)
        if seconds >= 86_400, seconds % 86_400 == 0 { return "\(seconds / 86_400) d" }
        if seconds >= 3600, seconds % 3600 == 0 { return "\(seconds / 3600) h" }
        return seconds >= 60 && seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds) s"
    }
}

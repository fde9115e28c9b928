import Drawing
import FoundationEssentials
import Model

/// One line of a log, or one row of an answer, laid out for reading.
struct RecordView: Equatable, Sendable {
    var title: String
    var facts: [Fact]
    var lines: [String]
    /// What `y` copies: harmless in whatever it is pasted into.
    var copy: String
    var scroll = 0

    /// A line of a megabyte is not for reading; what is beyond is counted.
    private static let mostBytes = 48 * 1024

    init(_ event: LogEvent) {
        title = "line of \(event.group)"
        let isWhole = event.message.utf8.count <= Self.mostBytes
        let beginning = isWhole ? event.message : String(decoding: event.message.utf8.prefix(Self.mostBytes), as: UTF8.self)
        let line = LogLine(beginning)
        facts = [
            Fact("time", ISO8601.text(event.at)), Fact("stream", event.stream), Fact("level", line.level?.name),
            Fact("request", line.requestID),
        ]
        if case .report(let report) = line.kind { facts += Self.figures(of: report) }
        lines = line.layout().map { HarmlessText.line($0) }
        if !isWhole {
            let rest = event.message.utf8.count - Self.mostBytes
            lines.append("(\(Figures.count(Double(rest))) more bytes; nightdesk logs prints them)")
        }
        copy = HarmlessText.lines(event.message)
    }

    /// A row of an answer: its values under their columns.
    init(_ row: [String?], of columns: [String], title: String) {
        self.title = title
        facts = zip(columns, row).map { Fact($0, $1.map { HarmlessText.beginning(of: $0, columns: 400) }) }
        lines = []
        let message = zip(columns, row).first { $0.0 == "@message" }?.1
        if let message, message.utf8.count <= Self.mostBytes { lines = LogLine(message).layout().map { HarmlessText.line($0) } }
        copy = row.map { HarmlessText.line($0 ?? "") }.joined(separator: "\t")
    }

    private static func figures(of report: ReportLine) -> [Fact] {
        [
            Fact("duration", Figures.duration(milliseconds: report.durationMs)),
            Fact("billed", Figures.duration(milliseconds: report.billedMs)),
            Fact("memory", "\(Figures.count(report.maximumMemoryMB)) of \(Figures.count(report.memoryMB)) MB"),
            Fact("cold start", report.initMs.map { Figures.duration(milliseconds: $0) } ?? "no"),
            Fact("status", report.status ?? "success"),
        ]
    }
}

extension ConsoleState {
    var openRecord: RecordView? {
        guard case .record(let view) = views.last else { return nil }
        return view
    }

    func drawRecord(_ view: RecordView, on canvas: inout Canvas, in body: Area) {
        canvas.drawBorder(body, title: [Span(view.title, .dialogTitle)], role: .borderFocused)
        let inside = recordArea(of: body)
        let lines = recordLines(view, width: inside.width)
        for (row, line) in lines.dropFirst(view.scroll).prefix(inside.height).enumerated() {
            canvas.put(line, in: inside, row: row)
        }
        ScrollBar(offset: view.scroll, visible: inside.height, total: lines.count)
            .draw(on: &canvas, x: body.maxX - 1, y: inside.y, height: inside.height)
    }

    private func recordArea(of body: Area) -> Area {
        Area(x: body.x + 2, y: body.y + 1, width: body.width - 4, height: body.height - 2)
    }

    private func recordLines(_ view: RecordView, width: Int) -> [[Span]] {
        let labels = min(20, (view.facts.map { TextWidth.columns(of: $0.label) }.max() ?? 0) + 2)
        var lines = view.facts.flatMap { fact -> [[Span]] in
            TextWrap.lines(fact.value ?? String(glyphs.noValue), width: max(8, width - labels)).enumerated().map { row, text in
                [Span((row == 0 ? fact.label : "").padded(to: labels), .dim), Span(text, fact.value == nil ? .dim : .text)]
            }
        }
        if !view.lines.isEmpty { lines.append([]) }
        for line in view.lines { lines += TextWrap.lines(line, width: max(8, width)).map { [Span($0, .text)] } }
        return lines
    }

    func lastRecordScroll(_ view: RecordView) -> Int {
        let inside = recordArea(of: layout.body)
        return max(0, recordLines(view, width: inside.width).count - inside.height)
    }
}

import Drawing
import FoundationEssentials
import Model

extension ConsoleState {
    func drawStream(_ logs: LogsState, on canvas: inout Canvas, in area: Area, scrollBarX: Int) {
        guard !logs.rows.isEmpty else { return drawEmptyLog(logs, on: &canvas, in: area) }
        let columns = logColumns
        let words = logs.buffer.filter.words + logs.search.words
        let list = ListView(
            rowCount: logs.rows.count, offset: logs.scroll, selected: logs.cursor, isFocused: true, scrollBarX: scrollBarX)
        list.draw(on: &canvas, in: area) { row in (spans(of: logs.rows[row], in: logs, columns, words), []) }
    }

    /// A log without lines says why, calmly.
    private func drawEmptyLog(_ logs: LogsState, on canvas: inout Canvas, in area: Area) {
        for (row, line) in TextWrap.lines(emptyText(logs), width: max(1, area.width - 2)).prefix(area.height).enumerated() {
            canvas.put(line, in: area, row: row, column: 1, role: .dim)
        }
    }

    private func emptyText(_ logs: LogsState) -> String {
        if logs.failure != nil { return "There is nothing to show." }
        guard let groups = logs.groups else { return "Finding the log group of \(logs.title)." }
        let names = groups.prefix(3).joined(separator: ", ") + (groups.count > 3 ? " and \(groups.count - 3) more" : "")
        if !logs.buffer.isEmpty { return "No line fits the filter. \(keyText("back")) clears it." }
        guard logs.status?.completeTo != nil else { return "Reading \(names)." }
        return "No line in the last \(Figures.span(logs.window)) in \(names). \(keyText("logs.window")) reaches further back."
    }

    private func spans(of row: LogRow, in logs: LogsState, _ columns: LogColumns, _ words: [ByteNeedle]) -> [Span] {
        switch row {
        case .line(let id):
            guard let excerpt = logs.buffer.excerpt(id, columns: columns.textWidth) else { return [] }
            return head(of: excerpt, columns) + text(of: excerpt, words) { logs.buffer.event(id)?.message }
        case .gap(let id):
            guard let gap = logs.buffer.gaps.first(where: { $0.id == id }) else { return [] }
            return [Span(text(of: gap), .severityWarning)]
        case .hidden(let lines):
            return [Span("\(glyphs.ellipsis) \(Figures.grouped(lines)) \(lines == 1 ? "line" : "lines") hidden", .dim)]
        case .dropped(let lines):
            return [Span("\(glyphs.up) \(Figures.grouped(lines)) older lines had to go for newer ones", .dim)]
        }
    }

    private func text(of gap: LogGap) -> String {
        let length = Figures.duration(seconds: gap.to.timeIntervalSince(gap.from))
        let dashes = String(repeating: String(glyphs.border.dashed), count: 2)
        let span = "\(Clock.time(gap.from)) to \(Clock.time(gap.to)) (\(length))"
        let fate = gap.reason == .outrun ? "it will not be filled" : "being filled"
        return "\(dashes) gap \(span): \(gap.reasonText); \(fate) \(dashes)"
    }

    private func head(of excerpt: LogBuffer.Excerpt, _ columns: LogColumns) -> [Span] {
        let plain: Role = excerpt.isMatch ? .text : .dim
        var time = columns.hasDay ? String(Clock.dateTime(excerpt.at).dropFirst(5).prefix(6)) : ""
        time += Clock.time(excerpt.at)
        if columns.hasMilliseconds { time += Self.milliseconds(excerpt.at) }
        var spans = [Span("\(time) ", .dim)]
        if columns.groupWidth > 0 {
            let name = excerpt.group.split(separator: "/").last.map(String.init) ?? excerpt.group
            spans.append(Span(name.shortenedInMiddle(to: columns.groupWidth, glyphs).padded(to: columns.groupWidth) + " ", plain))
        }
        let sign = Self.sign(of: excerpt.level, glyphs)
        let level = columns.hasLevelWord ? (excerpt.level?.name ?? "").padded(to: columns.levelWidth) : sign
        return spans + [Span("\(level) ", excerpt.isMatch ? Self.role(of: excerpt.level) : .dim)]
    }

    private static func milliseconds(_ date: Date) -> String {
        let digits = String(Int(date.milliseconds - Int64(date.timeIntervalSince1970.rounded(.down)) * 1000))
        return "." + String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
    }

    /// One column, not by colour alone.
    private static func sign(of level: LogLevel?, _ glyphs: Glyphs) -> String {
        switch level {
        case .fatal?, .error?: String(glyphs.severityCritical)
        case .warning?: String(glyphs.severityWarning)
        default: " "
        }
    }

    static func role(of level: LogLevel?) -> Role {
        switch level {
        case .fatal?, .error?: .severityCritical
        case .warning?: .severityWarning
        case .debug?, .trace?: .dim
        case .info?, nil: .text
        }
    }

    /// What a line says: figures for a report, the message before the rest of a JSON line, else the text itself.
    private func text(of excerpt: LogBuffer.Excerpt, _ words: [ByteNeedle], message: () -> String?) -> [Span] {
        let role = excerpt.isMatch ? Self.role(of: excerpt.level) : .dim
        let whole = Self.marked(Self.withoutHead(excerpt.text), words, role)
        guard excerpt.messageBytes < Self.mostReadBytes, let first = excerpt.text.utf8.first else { return whole }
        switch first {
        case UInt8(ascii: "{"), UInt8(ascii: "R"):
            guard let message = message() else { return whole }
            let line = LogLine(message)
            if case .report(let report) = line.kind { return [Span(Self.text(of: report), role == .text ? .strong : role)] }
            guard line.kind == .json, line.summary != message else { return whole }
            return Self.marked(HarmlessText.line(line.summary), words, role) + [Span("  ", .dim)]
                + Self.marked(excerpt.text, words, .dim)
        case UInt8(ascii: "S") where excerpt.text.hasPrefix("START RequestId:"),
            UInt8(ascii: "E") where excerpt.text.hasPrefix("END RequestId:"):
            return Self.marked(excerpt.text, words, .dim)
        default: return whole
        }
    }

    /// A text line without the time, the request and the level with which Lambda begins it: they have columns of their own, or
    /// are read at night by nobody.
    private static func withoutHead(_ text: String) -> Substring {
        var rest = text[...]
        let fields = rest.utf8.prefix(80).split(separator: 0x20, maxSplits: 3)
        guard fields.count > 1, isTime(fields[0]) else { return rest }
        rest = text[fields[1].startIndex...]
        if fields.count > 2, isRequestID(fields[1]) {
            rest = text[fields[2].startIndex...]
            if fields.count > 3, LogLevel(word: fields[2]) != nil { rest = text[fields[3].startIndex...] }
        }
        return rest
    }

    /// `2026-11-21T03:10:02.000Z`
    private static func isTime(_ text: Substring.UTF8View) -> Bool {
        text.count == 24 && text.last == UInt8(ascii: "Z") && text.dropFirst(10).first == UInt8(ascii: "T")
    }

    private static func isRequestID(_ text: Substring.UTF8View) -> Bool {
        text.count == 36 && text.dropFirst(8).first == UInt8(ascii: "-") && text.dropFirst(23).first == UInt8(ascii: "-")
    }

    /// Longer lines are shown as they are: a frame has no time to read them.
    private static let mostReadBytes = 16_384

    /// `REPORT 312 ms, billed 313 ms, memory 98 of 128 MB, cold start 412 ms`
    static func text(of report: ReportLine) -> String {
        var parts = [
            "REPORT \(Figures.duration(milliseconds: report.durationMs))",
            "billed \(Figures.duration(milliseconds: report.billedMs))",
            "memory \(Figures.count(report.maximumMemoryMB)) of \(Figures.count(report.memoryMB)) MB",
        ]
        if let start = report.initMs { parts.append("cold start \(Figures.duration(milliseconds: start))") }
        if let restore = report.restoreMs { parts.append("restored in \(Figures.duration(milliseconds: restore))") }
        if let status = report.status {
            parts.append(HarmlessText.line([status, report.errorType ?? ""].joined(separator: " ")))
        }
        return parts.joined(separator: ", ")
    }

    /// The text with the words that were filtered or searched for set apart.
    static func marked(_ text: some StringProtocol, _ words: [ByteNeedle], _ role: Role) -> [Span] {
        var text = String(text)
        guard !words.isEmpty else { return [Span(text, role)] }
        let hits = text.withUTF8 { bytes in words.flatMap { Self.places(of: $0, in: bytes) } }
        guard !hits.isEmpty else { return [Span(text, role)] }
        var spans: [Span] = []
        var end = 0
        func piece(_ range: Range<Int>) -> String { String(decoding: Array(text.utf8)[range], as: UTF8.self) }
        for hit in hits.sorted(by: { $0.lowerBound < $1.lowerBound }) where hit.upperBound > end {
            let start = max(end, hit.lowerBound)
            if start > end { spans.append(Span(piece(end..<start), role)) }
            spans.append(Span(piece(start..<hit.upperBound), .match))
            end = hit.upperBound
        }
        let count = text.utf8.count
        if end < count { spans.append(Span(piece(end..<count), role)) }
        return spans
    }

    private static func places(of word: ByteNeedle, in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        guard !word.bytes.isEmpty else { return [] }
        var places: [Range<Int>] = []
        var start = 0
        while let hit = word.first(in: text, from: start) {
            start = hit + word.bytes.count
            places.append(hit..<start)
        }
        return places
    }
}

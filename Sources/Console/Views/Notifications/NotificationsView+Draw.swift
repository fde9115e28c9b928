import Drawing
import FoundationEssentials
import Model

/// Where the parts of the notifications are.
struct NotificationsLayout: Equatable, Sendable {
    /// What all of them together tell.
    var summary: Area
    /// Column titles and rows.
    var table: Area
}

extension ConsoleState {
    var notificationsLayout: NotificationsLayout {
        var inside = layout.body.inset()
        let lines = notificationSummary(width: inside.width - 2)
        let summary = inside.takeTop(min(lines.count + 1, max(0, inside.height - 3)))
        return NotificationsLayout(summary: summary, table: inside)
    }

    var notificationTable: PaneTable<NotificationRecord> {
        let pane = notifications.sight.pane
        let status = pane.status(at: now)
        return PaneTable(
            rows: pane.rows, table: notifications.table, now: now, isStale: status == .stale || status == .error,
            isLowBandwidth: isLowBandwidth)
    }

    func drawNotifications(on canvas: inout Canvas, in body: Area) {
        let condition = PaneCondition(notifications.sight.pane, now: now)
        canvas.drawBorder(
            body, title: notificationsTitle, trailing: badge(condition), foot: notificationsFoot, role: .borderFocused)
        let layout = notificationsLayout
        let summary = Area(
            x: layout.summary.x + 1, y: layout.summary.y, width: max(0, layout.summary.width - 2), height: layout.summary.height)
        for (row, line) in notificationSummary(width: summary.width).prefix(summary.height).enumerated() {
            canvas.put(line, in: summary, row: row)
        }
        if notifications.table.shownCount > 0 {
            notificationTable.draw(on: &canvas, in: layout.table, isFocused: true)
        } else {
            canvas.put(" \(noRowsText)", in: layout.table, role: .dim)
        }
        drawNotificationFilter(on: &canvas, in: body)
    }

    private var noRowsText: String {
        let pane = notifications.sight.pane
        if pane.error != nil, pane.asOf == nil { return "Nothing could be read." }
        if pane.asOf == nil { return "Reading the notifications." }
        return pane.rows.isEmpty ? "There is no notification." : "No notification fits the filter."
    }

    private var notificationsTitle: [Span] {
        let (pane, table) = (notifications.sight.pane, notifications.table)
        var spans = [Span("Notifications", .title)]
        guard pane.asOf != nil else { return spans }
        let total = Figures.grouped(pane.total)
        spans.append(Span(" " + (table.isFiltered ? "\(Figures.grouped(table.shownCount))/\(total)" : total), .text))
        if !table.marks.isEmpty { spans.append(Span(" \(table.marks.count) marked", .match)) }
        let counts = table.index.counts
        let worst = counts.worst
        if worst == .critical || worst == .warning {
            let number = worst == .critical ? counts.critical : counts.warning
            spans.append(Span(" \(worst.glyph(glyphs)) \(Figures.grouped(number)) \(worst.rawValue)", worst.role))
        }
        return spans
    }

    private var notificationsFoot: [Span] {
        guard notifications.editor == nil, notifications.table.filterText.isEmpty else { return [] }
        let pane = notifications.sight.pane
        guard pane.total > pane.rows.count, notifications.sight.overview.isComplete else { return [] }
        return [Span("the worst \(Figures.grouped(pane.rows.count)) of \(Figures.grouped(pane.total)) are kept", .dim)]
    }

    private func drawNotificationFilter(on canvas: inout Canvas, in area: Area) {
        let line = Area(x: area.x + 2, y: area.maxY - 1, width: area.width - 4, height: 1)
        if let editor = notifications.editor {
            canvas.put(" /", in: line, role: .key)
            let input = Area(x: line.x + 2, y: line.y, width: max(0, line.width - 2), height: 1)
            editor.line.draw(on: &canvas, in: input, placeholder: "words  !not  status:FAILED  event:name  age>10m")
        } else if !notifications.table.filterText.isEmpty {
            canvas.put([Span(" /", .key), Span("\(notifications.table.filterText) ", .match)], in: line)
        }
    }

    // MARK: Summary

    /// Counts, what presses, the targets, and how the reading stands.
    func notificationSummary(width: Int) -> [[Span]] {
        let overview = notifications.sight.overview
        var lines: [[Span]] = []
        if let error = notifications.sight.pane.error {
            lines += TextWrap.lines([Span(sentences(of: error), .severityWarning)], width: width)
        }
        if overview.total > 0 {
            lines.append(countSpans(overview))
            lines.append(pressure(overview))
            lines.append(indicatorSpans(overview))
        }
        lines.append([readingState(overview)])
        return lines
    }

    private func countSpans(_ overview: NotificationOverview) -> [Span] {
        overview.counts.flatMap { status, count -> [Span] in
            let phase = overview.statuses.phase(of: status)
            let role: Role =
                switch phase {
                case .failed, .unsure: .severityWarning
                case .other: .severityUnknown
                default: .strong
                }
            return [
                Span("\(status.isEmpty ? "no status" : HarmlessText.line(status)) ", .dim),
                Span("\(Figures.grouped(count))  ", role),
            ]
        }
    }

    /// `Sale starts in 24 minutes with 9 unsent: north-star-tour`.
    private func pressure(_ overview: NotificationOverview) -> [Span] {
        var spans: [Span] = []
        if let sale = overview.nextSale {
            let minutes = max(0, Int((sale.at.timeIntervalSince(now) / 60).rounded(.up)))
            let time = minutes < 120 ? "\(minutes) minute\(minutes == 1 ? "" : "s")" : "\(minutes / 60) hours"
            let event = sale.event.isEmpty ? "" : ": \(HarmlessText.line(sale.event))"
            let text = minutes == 0 ? "Sale has started" : "Sale starts in \(time)"
            spans.append(
                Span(
                    "\(text) with \(Figures.grouped(overview.unsentOfNextSale)) unsent\(event)",
                    minutes <= 60 ? .severityCritical : .strong))
        } else {
            spans.append(Span("Nothing is unsent for a sale to come", .dim))
        }
        if let oldest = overview.oldestUnsent {
            let age = Figures.since(seconds: max(0, now.timeIntervalSince(oldest)))
            spans.append(Span("   oldest unsent \(age)", .dim))
        }
        return spans
    }

    private func indicatorSpans(_ overview: NotificationOverview) -> [Span] {
        overview.indicators.flatMap { indicator -> [Span] in
            let (target, isLeast) = indicator.kind.target
            let value = indicator.value.map { Figures.percent($0) } ?? String(glyphs.noValue)
            return [
                Span("\(indicator.severity.glyph(glyphs)) ", indicator.severity.role), Span("\(indicator.kind.title) ", .dim),
                Span(value, indicator.severity == .warning ? .severityWarning : .text),
                Span(" (\(isLeast ? ">" : "<") \(Figures.percent(target)))  ", .dim),
            ]
        }
    }

    private func readingState(_ overview: NotificationOverview) -> Span {
        if let progress = notifications.progress {
            return Span("Retrying: \(Figures.grouped(progress.done)) of \(Figures.grouped(progress.total))", .strong)
        }
        if overview.isEmbedded { return Span("Our own store", .dim) }
        let units = overview.units > 0 ? ", \(Figures.count(overview.units)) capacity units" : ""
        let table = HarmlessText.line(overview.table)
        guard overview.isComplete else {
            return Span(
                "Reading \(table): \(Figures.grouped(overview.total)) so far\(units), at most \(Figures.count(overview.unitsPerSecond)) a second",
                .dim)
        }
        return Span("\(table)\(units)", .dim)
    }
}

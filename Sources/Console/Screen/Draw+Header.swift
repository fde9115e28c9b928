import Drawing
import FoundationEssentials
import Model

extension ConsoleState {
    /// First line: where we are and what time it is. Second line: what is new and critical, and what asking costs.
    func drawHeader(on canvas: inout Canvas, in area: Area) {
        canvas.fill(area, Cell(role: .header))
        var rest = area
        drawPlace(on: &canvas, in: rest.takeTop(1))
        drawNews(on: &canvas, in: rest.takeTop(1))
    }

    /// Chips come before everything that may be cut: nobody may take production for practice.
    private func drawPlace(on canvas: inout Canvas, in line: Area) {
        let clock = clockText(width: line.width)
        var left = line
        left.width -= canvas.put(clock, in: line, alignment: .right, role: .clock) + 1
        var spans = [Span(line.width >= 100 ? " Nightdesk " : " ", .header), Span("\(place.context) ", .strong)]
        for chip in chips { spans += [Span(" \(chip.text) ", chip.role), Span(" ", .header)] }
        if let replayMoment { spans.append(Span("\(replayMoment) ", .strong)) }
        spans.append(Span(" \(place.region)  account \(place.account ?? String(glyphs.noValue))", .header))
        canvas.put(spans, in: left)
    }

    private func clockText(width: Int) -> String {
        let utc = Clock.time(now, seconds: !isLowBandwidth && width >= 60)
        if width < 60 { return "\(utc)Z" }
        let local = Clock.time(now, offsetSeconds: localOffsetSeconds, seconds: false)
        return width < 100 ? "\(local) local  \(utc) UTC" : "\(local) local   \(utc) UTC "
    }

    var chips: [(text: String, role: Role)] {
        var chips: [(text: String, role: Role)] = []
        if place.isDrill { chips.append(("DRILL", .chipDrill)) }
        if place.isProduction { chips.append(("PRODUCTION", .chipDanger)) }
        if place.isReadOnly { chips.append(("READ-ONLY", .chip)) }
        if let chip = engineChip { chips.append(chip) }
        if let pause { chips.append(("PAUSED \(Figures.age(seconds: now.timeIntervalSince(pause.since)))", .chip)) }
        if let replayChip { chips.append((replayChip, .chip)) }
        return chips
    }

    /// Who delivers; nobody at all while something is due is critical.
    private var engineChip: (text: String, role: Role)? {
        switch engine {
        case nil: return nil
        case .here: return ("ENGINE here", .chip)
        case .elsewhere(let seconds): return ("ENGINE elsewhere \(Figures.age(seconds: Double(seconds)))", .chip)
        case EngineStatus.none?:
            let isDue = escalations.rows.contains { ($0.overdueSeconds(at: now) ?? 0) > 0 }
            return ("ENGINE none", isDue ? .chipDanger : .chip)
        }
    }

    private func drawNews(on canvas: inout Canvas, in line: Area) {
        // News need the line more than figures do.
        let meter = alerts.unseen.isEmpty || line.width >= 120 ? meterSpans : []
        var left = line
        if !meter.isEmpty, meter.columns * 2 < line.width {
            left.width -= canvas.put(meter, in: line, alignment: .right) + 2
        }
        if alerts.unseen.isEmpty {
            canvas.put([Span(" ", .header)] + overview, in: left)
        } else {
            canvas.fill(left, Cell(role: .headerAlert))
            canvas.put(alertText, in: left, role: .headerAlert)
            // Its head alone: the whole line, back and forth, is too much for a slow one.
            if isFlashing { canvas.put(alertBadge, in: left, role: .severityCritical) }
        }
    }

    /// For some seconds after a person has come into danger, every other second: then it stands still, since a flash that goes on costs a
    /// slow line more than it tells.
    private var isFlashing: Bool {
        guard !isLowBandwidth, let newest = alerts.unseen.filter(\.isSticky).map(\.at).max() else { return false }
        let seconds = now.timeIntervalSince(newest)
        return seconds >= 0 && seconds < Self.flashSeconds && Int(seconds) % 2 == 1
    }

    private static var flashSeconds: Double { 6 }

    /// Whoever is in danger comes before everything else, who is worst off first.
    private var people: [Alerts.Alert] {
        let present = replay?.live.workers ?? workers
        let states = Dictionary(present.rows.map { ($0.id, $0.state) }) { first, _ in first }
        return alerts.unseen.filter(\.isSticky).sorted {
            (states[$0.key.id] ?? .upcoming, $1.at) < (states[$1.key.id] ?? .upcoming, $0.at)
        }
    }

    private var alertText: String {
        let unseen = alerts.unseen
        let things = (people + unseen.filter { !$0.isSticky }.suffix(4).reversed()).prefix(4).map { alert in
            alert.isTrouble ? alert.name : "\(alert.key.pane.noun.one) \(alert.name)" + (alert.reason.map { ": \($0)" } ?? "")
        }
        return "\(alertBadge)\(unseen.count) critical (\(keyText("new.critical")) shows)  \(things.joined(separator: "  "))"
    }

    private var alertBadge: String { " \(Severity.critical.glyph(glyphs)) NEW " }

    /// Without news: how everything stands, and never better than what is known.
    private var overview: [Span] {
        let live = PaneKind.allCases.filter { !isOff($0) }
        let all = live.map { tables[$0.index].index.counts }
        let figures = [
            (Severity.critical, all.reduce(0) { $0 + $1.critical }), (.warning, all.reduce(0) { $0 + $1.warning }),
            (.unknown, all.reduce(0) { $0 + $1.unknown }),
        ]
        var spans: [Span] = []
        for (severity, count) in figures where count > 0 {
            spans += [
                Span("\(severity.glyph(glyphs)) \(Figures.grouped(count)) \(severity.rawValue)", severity.role),
                Span("  ", .header),
            ]
        }
        let doubtful = live.filter { condition(of: $0).status != .fresh }
        if spans.isEmpty, doubtful.isEmpty, !live.isEmpty {
            return [Span("\(Severity.ok.glyph(glyphs)) all ok", .severityOK)]
        }
        if !doubtful.isEmpty {
            let words = doubtful.map { "\($0.title) \(condition(of: $0).status.rawValue)" }
            spans.append(Span(words.joined(separator: ", "), .header))
        }
        return spans
    }

    private var meterSpans: [Span] {
        var spans = [Span("\(Figures.grouped(meter.callsPerMinute)) calls/min", .header)]
        if meter.throttled > 0 { spans.append(Span("  \(Figures.grouped(meter.throttled)) throttled", .severityWarning)) }
        if meter.failed > 0 { spans.append(Span("  \(Figures.grouped(meter.failed)) failed", .severityWarning)) }
        return spans + [Span("  \(Figures.dollars(meter.costUSDPerHour))/h ", .header)]
    }
}

import Drawing
import FoundationEssentials
import Model

extension OptimizerRow {
    /// What the row alone tells.
    func facts(now: Date) -> [Fact] {
        if run.isLive { return liveFacts() }
        func moment(_ date: Date?) -> String? { date.map { "\(Clock.dateTime($0)) UTC" } }
        let ended = run.endedAt.flatMap { end in
            run.startedAt.map { "\(Clock.dateTime(end)) UTC, after \(Figures.duration(seconds: end.timeIntervalSince($0)))" }
        }
        return [
            Fact("provider", HarmlessText.line(run.provider)), Fact("state", run.state.title), Fact("phase", run.phase.rawValue),
            Fact("groups done", run.groupsText),
            Fact("SIMs", run.devices.map { "\(Figures.grouped($0)) accepted, \(Figures.count(run.rejected)) rows rejected" }),
            Fact("cost before", run.costBefore?.shortText), Fact("cost now", run.costNow?.shortText),
            Fact("cannot be below", run.bound?.shortText),
            Fact("saving", run.savingsPercent.map { Figures.percent($0 / 100) }),
            Fact("left to win", run.gapPercent.map { "at most \(OptimizerText.percent($0))" }),
            Fact("rate", run.rate.map { "\(Figures.count($0)) SIMs × plans/s" }),
            Fact("last improvement", run.lastImprovementAt.map { "\(Clock.time($0)) UTC" }),
            Fact("started", moment(run.startedAt)), Fact("ended", ended), Fact("cycle", cycle(at: now)),
        ].filter { $0.label != "ended" || $0.value != nil }
    }

    private func cycle(at now: Date) -> String? {
        guard let deadline = OptimizerDeadline(of: run, at: now) else { return nil }
        let moment = "\(Clock.dateTime(deadline.endsAt)) UTC"
        if deadline.secondsLeft < 0 { return "ended \(moment)" }
        let left = Figures.duration(seconds: (deadline.secondsLeft / 60).rounded(.down) * 60)
        return "ends \(moment), in \(left): \(deadline.isGo ? "go" : "no-go") for plan changes"
    }
}

/// Progress, key figures and groups of a run, in lines.
struct OptimizerLines {
    var row: OptimizerRow
    var detail: OptimizerDetail?
    var now: Date
    var glyphs: Glyphs

    /// The bar of the whole, then a line for each phase: done, at work, or still to come.
    func progress(width: Int) -> [[Span]] {
        let columns = max(1, min(40, width - 24))
        let full = Gauge(row.percent / 100).filled(of: columns)
        let bar = [
            Span(String(repeating: String(glyphs.barFull), count: full), .gauge),
            Span(String(repeating: String(glyphs.barEmpty), count: columns - full), .border),
        ]
        let eta = row.run.etaText(at: now)
        var lines: [[Span]] = [
            [Span("Progress", .title)],
            bar + [
                Span(row.run.state == .unseen ? " \(Figures.unknown)" : " \(Int(row.percent)) %", .strong),
                Span(eta.isEmpty || eta == Figures.unknown ? "" : "  \(eta) left", .dim),
            ],
        ]
        if let live = row.live { return lines + LiveLines(sight: live, glyphs: glyphs).steps + [[]] }
        if row.run.isLive { return lines + [[]] }
        lines += OptimizerPhase.embedded.map { phase in line(of: phase) }
        return lines + [[]]
    }

    private func line(of phase: OptimizerPhase) -> [Span] {
        let order = OptimizerPhase.embedded
        let (own, present) = (order.firstIndex(of: phase) ?? 0, order.firstIndex(of: row.run.phase) ?? 0)
        let isOver = own < present || (row.run.state.isFinished && own == present) || row.run.state == .completed
        let isNow = own == present && !isOver
        let (sign, role): (String, Role) =
            isOver
            ? (Severity.ok.glyph(glyphs), .severityOK)
            : isNow
                ? (String(glyphs.loading), row.run.state == .stuck ? .severityCritical : .strong)
                : (String(glyphs.noValue), .dim)
        var words = ""
        if let seconds = detail?.phaseSeconds[phase.rawValue], isOver || isNow {
            words = Figures.duration(milliseconds: seconds * 1000)
        }
        if isNow, let share = row.run.share { words = "\(Int(share * 100)) %" }
        if !isOver, !isNow, let expected = detail?.expectedSeconds[phase.rawValue] {
            words = "about \(Figures.duration(milliseconds: expected * 1000))"
        }
        return [
            Span("\(sign) ", role), Span(phase.rawValue.padded(to: 10), isNow ? .strong : .text), Span(words, .dim),
        ]
    }

    /// Of a running deployment its queues and functions come first: its key figures are few.
    func middle(width: Int) -> [[Span]] {
        row.live == nil ? figures(width: width) + groups(width: width) : groups(width: width) + figures(width: width)
    }

    /// Value, target and verdict of each, and the rows behind them.
    func figures(width: Int) -> [[Span]] {
        let figures = row.live?.figures ?? detail?.figures ?? []
        guard !figures.isEmpty else { return [] }
        var lines: [[Span]] = [[Span("Key figures", .title)]]
        for figure in figures {
            let value = figure.value.map { "\(Self.number($0)) \(figure.unit)" } ?? String(glyphs.noValue)
            let line = [
                Span("\(figure.verdict.glyph(glyphs)) ", figure.verdict.role), Span(figure.name.padded(to: 28), .text),
                Span(value.padded(to: 10), figure.value == nil ? .dim : .strong), Span(figure.target.padded(to: 9), .dim),
            ]
            // What the verdict rests on is cut nowhere: it goes below where there is no room beside.
            let fits = line.columns + TextWidth.columns(of: figure.evidence) <= width
            lines.append(fits ? line + [Span(figure.evidence, .dim)] : line)
            lines += ((fits ? [] : [figure.evidence]) + figure.rows).flatMap {
                TextWrap.lines([Span("    \($0)", .dim)], width: width)
            }
        }
        return lines + [[]]
    }

    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return abs(value) >= 100 ? Figures.grouped(Int(value.rounded())) : "\(tenths / 10).\(abs(tenths % 10))"
    }

    private static let longestGroups = 12

    /// The groups, those at work first, then by what they save.
    func groups(width: Int) -> [[Span]] {
        if let live = row.live {
            let lines = LiveLines(sight: live, glyphs: glyphs)
            return lines.queues + lines.functions + lines.logs
        }
        guard let queues = detail?.queues, !queues.isEmpty else { return [] }
        let sorted = queues.sorted { one, other in
            (Self.rank(one.state), other.saving?.ticks ?? .min) < (Self.rank(other.state), one.saving?.ticks ?? .min)
        }
        let counts = Dictionary(grouping: queues, by: \.state).mapValues(\.count)
        let summary = ["RunningPermutations", "NotStarted", "CompleteWithSuccess", "CompleteWithErrors"].compactMap { state in
            counts[state].map { "\($0) \(Self.word(state))" }
        }
        var lines: [[Span]] = [[Span("Groups", .title), Span("  \(summary.joined(separator: ", "))", .dim)]]
        lines.append([
            Span(
                "  " + "GROUP".padded(to: 16) + "STATE".padded(to: 10) + "SIMS".padded(to: 8) + "SAVING".padded(to: 14)
                    + "TO WIN", .dim)
        ])
        for queue in sorted.prefix(Self.longestGroups) { lines.append(line(of: queue)) }
        if sorted.count > Self.longestGroups {
            lines.append([Span("  and \(sorted.count - Self.longestGroups) more: nightdesk optimizer status \(row.run.id)", .dim)]
            )
        }
        return lines + [[]]
    }

    private func line(of queue: OptimizerQueue) -> [Span] {
        let gap = queue.total.flatMap { total in
            queue.bound.map { total.ticks > 0 ? 100 * Double(max(0, total.ticks - $0.ticks)) / Double(total.ticks) : 0 }
        }
        let severity: Severity = queue.state == "CompleteWithErrors" ? .warning : .ok
        let sign =
            queue.state.hasPrefix("Complete")
            ? severity.glyph(glyphs) : String(queue.state == "NotStarted" ? glyphs.noValue : glyphs.loading)
        return [
            Span("\(sign) ", queue.state.hasPrefix("Complete") ? severity.role : .dim),
            Span(HarmlessText.line(queue.group).shortenedInMiddle(to: 15, glyphs).padded(to: 16), .text),
            Span(Self.word(queue.state).padded(to: 10), .text), Span(Figures.count(queue.devices).padded(to: 8), .text),
            Span((queue.saving?.shortText ?? Figures.unknown).padded(to: 14), .text), Span(OptimizerText.percent(gap), .dim),
        ]
    }

    private static func rank(_ state: String) -> Int {
        ["RunningPermutations", "CompleteWithErrors", "CompleteWithSuccess", "NotStarted"].firstIndex(of: state) ?? 4
    }

    /// The original's words, in ours.
    private static func word(_ state: String) -> String {
        switch state {
        case "NotStarted": "waiting"
        case "RunningPermutations": "running"
        case "CompleteWithSuccess": "done"
        case "CompleteWithErrors": "cut short"
        default: state
        }
    }
}

import Drawing
import FoundationEssentials
import Model

/// A running deployment of the optimizer in lines: its steps, queues, functions and logs.
struct LiveLines {
    var sight: LiveSight
    var glyphs: Glyphs

    /// Each step of the original's own progress report, with when it was seen.
    var steps: [[Span]] {
        let reached = sight.progress.step
        return LiveProgress.Step.allCases.map { step in
            let isOver = reached.map { step < $0 || $0 == .ended } ?? false
            let isNow = reached == step && !isOver
            let isStuck = isNow && sight.severity == .critical
            let (sign, role): (String, Role) =
                isOver
                ? (Severity.ok.glyph(glyphs), .severityOK)
                : isNow
                    ? (String(glyphs.loading), isStuck ? .severityCritical : .strong) : (String(glyphs.noValue), .dim)
            let percent = "\(step.rawValue) %"
            let seen = isOver || isNow ? sight.progress.reached[step].map { "  \(Clock.time($0, seconds: false))" } ?? "" : ""
            return [
                Span("\(sign) ", role), Span(percent.padded(to: 6), .dim), Span(step.words, isNow ? .strong : .text),
                Span(seen, .dim),
            ]
        }
    }

    private static let nameWidth = 30

    private func name(_ text: String) -> Span {
        Span(text.shortenedInMiddle(to: Self.nameWidth - 1, glyphs).padded(to: Self.nameWidth), .text)
    }

    private func cell(_ text: String, _ width: Int, _ role: Role = .text) -> Span {
        Span(String(repeating: " ", count: max(1, width - TextWidth.columns(of: text))) + text, role)
    }

    private func head(_ title: String, _ cells: [(String, Int)]) -> [Span] {
        [Span(title.padded(to: Self.nameWidth), .dim)] + cells.map { cell($0.0, $0.1, .dim) }
    }

    /// How much waits, is being worked on, how old the oldest is, and what was given up.
    var queues: [[Span]] {
        let lines = sight.queues.map { queue -> [Span] in
            let isDead = queue.deadLetters ?? 0 > 0
            return [
                name(queue.name), cell(Figures.count(queue.visible), 8), cell(Figures.count(queue.inFlight), 10),
                cell(Figures.count(queue.delayed), 8),
                cell(queue.oldestAgeSeconds.map { Figures.age(seconds: $0) } ?? Figures.unknown, 7),
                cell(
                    queue.deadLetterQueue == nil ? Figures.unknown : Figures.count(queue.deadLetters), 5,
                    isDead ? .severityCritical : .text),
            ]
        }
        return [[Span("Queues", .title)]]
            + [head("", [("WAITING", 8), ("IN FLIGHT", 10), ("DELAYED", 8), ("OLDEST", 7), ("DEAD", 5)])] + lines + [[]]
    }

    /// Over the window; memory is the most that an invocation has used of what it has.
    var functions: [[Span]] {
        let lines = sight.functions.map { function -> [Span] in
            let memory = function.log?.reports.fullestMemory.map { "\(Int($0.usedMB))/\(Int($0.givenMB))" }
            return [
                name(function.name), cell(Figures.count(function.invocations), 6),
                cell(Figures.count(function.errors), 7, function.errors ?? 0 > 0 ? .severityWarning : .text),
                cell(Figures.duration(milliseconds: function.durationP95Ms), 8),
                cell(function.timeoutSeconds.map { "\($0)s" } ?? Figures.unknown, 7),
                cell(memory ?? function.memoryMB.map { "–/\($0)" } ?? Figures.unknown, 10),
            ]
        }
        return [[Span("Functions", .title)]]
            + [head("", [("CALLS", 6), ("ERRORS", 7), ("P95", 8), ("LIMIT", 7), ("MB USED", 10)])] + lines + [[]]
    }

    private static let patterns: [(LiveLogCounts.Pattern, String, Int)] = [
        (.completed, "OK", 4), (.completedWithErrors, "W/ERR", 6), (.error, "ERROR", 6), (.timeout, "TIMEOUT", 8),
        (.cacheUnreachable, "CACHE", 6), (.report, "REPORT", 7),
    ]

    /// How often each pattern stands in the logs.
    var logs: [[Span]] {
        let since = sight.functions.compactMap(\.log?.since).min().map { "  counted since \(Clock.time($0)) UTC" } ?? ""
        let lines = sight.functions.map { function in
            [name(function.name)]
                + Self.patterns.map { pattern, _, width in
                    let isBad = pattern != .completed && pattern != .report && function.log?[pattern] ?? 0 > 0
                    return cell(Figures.count(function.log?[pattern]), width, isBad ? .severityWarning : .text)
                }
        }
        return [[Span("Log patterns", .title), Span(since, .dim)]] + [head("", Self.patterns.map { ($0.1, $0.2) })] + lines + [[]]
    }
}

extension OptimizerRow {
    /// Of a running deployment: what only its database knows is named so.
    func liveFacts() -> [Fact] {
        func moment(_ date: Date?) -> String? { date.map { "\(Clock.dateTime($0)) UTC" } }
        let reported = live?.progress.step.map { "\($0.rawValue) %: \($0.words)" }
        let untold = ["groups done", "SIMs", "cost before", "cost now", "saving", "cycle"].map {
            Fact($0, "\(Figures.unknown) no source configured")
        }
        return [
            Fact("state", run.state.title), Fact("reported", reported), Fact("started", moment(run.startedAt)),
            Fact("ended", moment(run.endedAt)),
        ] + untold
    }
}

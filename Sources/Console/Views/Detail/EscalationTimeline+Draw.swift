import Drawing
import FoundationEssentials
import Model

/// What an escalation has sent, to whom with what result, and what is still to come.
struct TimelineLines {
    var moments: [EscalationMoment]
    var now: Date
    /// Numbers and addresses whole, since a person asked.
    var showsWhole: Bool
    var glyphs: Glyphs

    /// The kinds' longest word and a gap.
    private static let kindColumns = 12

    /// - Parameter width: Of the lines.
    func lines(width: Int) -> [[Span]] {
        let sent = moments.filter { !$0.isToCome }
        let toCome = moments.filter(\.isToCome)
        var lines: [[Span]] = [[Span("Sent", .title)]]
        lines += sent.isEmpty ? [[Span("nothing yet", .dim)]] : sent.flatMap { line($0, width: width) }
        lines += [[], [Span("Still to come", .title)]]
        lines += toCome.isEmpty ? [[Span("nothing", .dim)]] : toCome.flatMap { line($0, width: width) }
        return lines + [[]]
    }

    private func line(_ moment: EscalationMoment, width: Int) -> [[Span]] {
        let head = [
            Span("\(time(moment.at)) ", .dim),
            Span("\(moment.severity.glyph(glyphs)) \(word(moment.kind))".padded(to: Self.kindColumns + 2), moment.severity.role),
        ]
        let target =
            moment.target.map { showsWhole ? HarmlessText.line($0) : Masker.masked(HarmlessText.line($0)) } ?? "no target"
        var tail = [Span("\(moment.number) ", .dim), Span("\(HarmlessText.line(moment.channel)) \(target)", .text)]
        if moment.isToCome { tail.append(Span("  \(countdown(to: moment.at))", .dim)) }
        if let reason = moment.reason { tail.append(Span("  \(HarmlessText.line(reason))", .dim)) }
        let columns = min(head.columns, max(0, width - 10))
        // What does not fit goes on below the target, so that the kinds stay a column.
        return TextWrap.lines(tail, width: max(8, width - columns)).enumerated().map { place, line in
            place == 0 ? head + line : [Span(String(repeating: " ", count: columns), .text)] + line
        }
    }

    private func time(_ moment: Date) -> String {
        let isNear = abs(moment.timeIntervalSince(now)) < 12 * 3600
        return isNear ? Clock.time(moment) : Clock.dateTime(moment)
    }

    /// By minutes, in the last one by fives: a page that is only looked at sends little.
    private func countdown(to moment: Date) -> String {
        let seconds = moment.timeIntervalSince(now)
        if seconds >= 60 { return "in \(Figures.age(seconds: seconds))" }
        return seconds > 0 ? "in \(Figures.age(seconds: min(59, (seconds / 5).rounded(.up) * 5)))" : "due"
    }

    private func word(_ kind: EscalationMoment.Kind) -> String {
        switch kind {
        case .deadLetter: "given up"
        case .stopped: "not sent"
        case .undecided: "undecided"
        case .delivered, .failed, .unknown, .sending, .scheduled, .retrying: kind.rawValue
        }
    }
}

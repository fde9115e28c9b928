import Drawing
import FoundationEssentials
import Model

/// The part of a ``RunView`` that is about notifications that are retried.
extension ConsoleState {
    /// More lines than anybody reads are counted, not drawn.
    private static let mostRetryLines = 200

    func retryStanding(of run: ChangeRun, _ retry: RetryProgress) -> (Severity, String) {
        guard run.outcome == nil else { return (retry.severity, "\(retry.words).") }
        let age = Figures.duration(seconds: max(0, now.timeIntervalSince(run.startedAt)))
        return (.ok, "Retrying for \(age): \(retry.words). \(keyText("back")) leaves, it goes on.")
    }

    /// One line for each record, those first that somebody has to look at.
    func retryLines(_ retry: RetryProgress, isRunning: Bool, width: Int) -> [[Span]] {
        let shown = retry.worstFirst.prefix(Self.mostRetryLines).flatMap { answer -> [[Span]] in
            let severity = answer.severity
            let head = [
                Span("\(severity.glyph(glyphs)) ", severity.role), Span(HarmlessText.line(answer.id), .strong),
                Span("  \(HarmlessText.line(answer.words))", severity == .ok ? .text : severity.role),
            ]
            return TextWrap.lines(head, width: width)
        }
        let rest = retry.answers.count - Self.mostRetryLines
        return (isRunning ? [[]] : []) + shown + (rest > 0 ? [[Span("and \(Figures.grouped(rest)) more", .dim)]] : [])
    }
}

import AWS
import FoundationEssentials
import Model

/// The charts of a detail view: a stretch of time long enough to see what changed.
struct DetailCharts: Sendable {
    let asker: MetricAsker
    let window: Window
    private(set) var missing: [Problem] = []

    /// Three hours in steps of a minute: one screen's width of points, and a deployment of this evening is on it.
    static let length: Duration = .seconds(3 * 3600)

    init(asker: MetricAsker, endingAt now: Date, length: Duration = DetailCharts.length) {
        self.asker = asker
        window = Window(endingAt: now, length: length)
    }

    /// The series of some questions in their order; nil for those that failed.
    mutating func series(_ questions: [MetricQuestion]) async -> [MetricSeries?] {
        let report = await asker.ask(questions, in: window)
        var shortfall = Shortfall()
        for error in report.errors { shortfall.note(error, part: "Charts") }
        for problem in report.problems { shortfall.note(problem) }
        missing += shortfall.missing
        return zip(questions, report.answers).map { question, answer in
            answer.series(in: window, stepSeconds: question.periodSeconds)
        }
    }
}

extension Detail {
    /// Adds the answer's words, or notes what is missing.
    mutating func note<Value>(_ answer: Result<Value, AWSError>, part: String, _ facts: (Value) -> [Fact]) {
        switch answer {
        case .success(let value): self.facts += facts(value)
        case .failure(let error): missing.append(Problem(error, part: part))
        }
    }
}

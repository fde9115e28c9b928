import Console
import Drill
import FoundationEssentials
import Model

/// Watches the story of the practice world for the console: what is new in it becomes messages, its end a page.
struct PracticeWatch {
    private let story: StoryTeller
    /// What was told of the newest run.
    private var told: StoryRun?

    init(_ story: StoryTeller) { self.story = story }

    /// What the person has opened counts.
    func note(_ view: OpenedView) {
        let kind: StoryView.Kind =
            switch view.kind {
            case .function: .function
            case .queue: .queue
            case .alarm: .alarm
            case .logs: .logs
            }
        story.take(.viewOpened(StoryView(kind, view.name)))
    }

    /// What has happened in the story since the last look.
    mutating func look(at now: Date) -> [Event] {
        guard let run = story.runs.last else { return [] }
        let scenario = story.scenario
        defer { told = run }
        var events: [Event] = []
        func say(_ text: String, _ severity: Severity = .ok) {
            events.append(.message(FeedMessage(at: now, severity: severity, text: "Practice: " + text)))
        }
        if told?.began != run.began {
            say(told == nil ? "\(scenario.title). \"t\" tells the task." : "it begins anew: \(scenario.title)")
        }
        let before = told?.began == run.began ? told : nil
        if let view = run.rightView, before?.rightView == nil {
            say("the right view, \(view.what.description), after \(Self.span(from: run, to: view.at))")
        }
        if let recovery = run.recovery, before?.recovery == nil {
            let report = story.report
            let words = report.verdict == .handled ? "handled" : "not handled"
            say(
                "\(words) after \(Self.span(from: run, to: recovery.at)). \"t\" tells how it went.",
                report.verdict == .handled ? .ok : .warning)
            events.append(.story(page(report, isEnd: true)))
        }
        return events
    }

    /// The task, and how it stands.
    var task: StoryPage { page(story.report, isEnd: false) }

    private func page(_ report: StoryReport, isEnd: Bool) -> StoryPage {
        let scenario = story.scenario
        let about = scenario.about.split(separator: "\n").joined(separator: " ")
        return StoryPage(
            title: isEnd ? "The practice story is over" : "The practice story",
            paragraphs: (isEnd ? [] : [about]) + [report.text],
            isEnd: isEnd)
    }

    private static func span(from run: StoryRun, to moment: Date) -> String {
        Figures.duration(seconds: moment.timeIntervalSince(run.visibleFrom))
    }
}

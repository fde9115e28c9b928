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
            case .escalation: .escalation
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
            events.append(.story(StoryPage(ended: report)))
        }
        return events
    }

    /// The task and how far the person is, without giving the cause away; once it is over, how it went.
    func task(at now: Date) -> StoryPage {
        guard let run = story.runs.last, run.recovery == nil else {
            var page = StoryPage(ended: story.report)
            page.isEnd = false
            return page
        }
        let scenario = story.scenario
        let about = scenario.about.split(separator: "\n").joined(separator: " ")
        return StoryPage(
            title: scenario.title, paragraphs: [about, Self.standing(of: run, in: scenario, at: now)] + Self.deeds(of: run),
            isEnd: false)
    }

    private static func standing(of run: StoryRun, in scenario: Scenario, at now: Date) -> String {
        func wanted(_ limit: Duration?) -> String {
            limit.map { ", wanted within \(Figures.duration(seconds: $0 / .seconds(1)))" } ?? ""
        }
        let seen = "The first trouble could be seen \(span(from: run, to: now)) ago."
        let view = run.rightView.map { "You found the right view after \(span(from: run, to: $0.at))." }
        return [
            seen, view ?? "You have not found the right view yet\(wanted(scenario.handled.viewWithin)).",
            "It is not mended yet\(wanted(scenario.handled.fixWithin)).",
        ].joined(separator: "\n")
    }

    private static func deeds(of run: StoryRun) -> [String] {
        guard !run.deeds.isEmpty else { return [] }
        let lines = run.deeds.suffix(20).map { "after \(span(from: run, to: $0.at)): \($0.what.description)" }
        return [(["What you did:"] + lines).joined(separator: "\n")]
    }

    private static func span(from run: StoryRun, to moment: Date) -> String {
        Figures.duration(seconds: moment.timeIntervalSince(run.visibleFrom))
    }
}

extension StoryPage {
    fileprivate init(ended report: StoryReport) {
        self.init(title: "The practice story is over", paragraphs: [report.text], isEnd: true)
    }
}

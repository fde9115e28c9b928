import Console
import Drill
import FoundationEssentials
import Model
import Support
import Testing

@testable import Assembly

@Suite struct PracticeWatchTests {
    private let clock = ManualClock()
    private static let function = "prd3292-prod1-us-east-1-shrtn-event-url"

    private func texts(_ events: [Event]) -> [String] {
        events.compactMap { if case .message(let message) = $0 { message.text } else { nil } }
    }

    @Test func tellsTheTaskAndEachStepOnce() throws {
        let story = StoryTeller(.firstNight, clock: clock)
        var watch = PracticeWatch(story)
        #expect(texts(watch.look(at: clock.now)) == ["Practice: A deployment breaks the URL shortener. \"t\" tells the task."])
        #expect(watch.look(at: clock.now).isEmpty)
        clock.advance(by: .seconds(40))
        watch.note(OpenedView(.function, Self.function))
        #expect(texts(watch.look(at: clock.now)).first?.contains("the right view") == true)
        #expect(watch.look(at: clock.now).isEmpty)
        clock.advance(by: .seconds(80))
        story.take(.actionDone(name: StoryFix.invoke, target: Self.function, payload: "{}"))
        let events = watch.look(at: clock.now)
        #expect(texts(events).first?.hasPrefix("Practice: handled after 2m00s") == true)
        let pages = events.compactMap { if case .story(let page) = $0 { page } else { nil } }
        let page = try #require(pages.first)
        #expect(page.isEnd && page.paragraphs.joined().contains("Handled: yes"))
        #expect(watch.look(at: clock.now).isEmpty)
    }

    @Test func doesNotGiveTheCauseAway_BeforeTheEnd() {
        let watch = PracticeWatch(StoryTeller(.firstNight, clock: clock))
        clock.advance(by: .seconds(40))
        let task = watch.task(at: clock.now)
        let text = task.paragraphs.joined(separator: "\n")
        #expect(!text.contains(Self.function) && !text.contains("lambda.invoke"))
        #expect(text.contains("URL shortener") && text.contains("40 s ago"))
        #expect(!task.isEnd)
    }

    @Test func tellsThatTheTimeIsOver_AndThatItBeginsAnew() {
        var watch = PracticeWatch(StoryTeller(.firstNight, clock: clock))
        _ = watch.look(at: clock.now)
        clock.advance(by: .seconds(25 * 60 + 1))
        #expect(texts(watch.look(at: clock.now)).first?.contains("not handled") == true)
        clock.advance(by: .seconds(40 * 60))
        #expect(texts(watch.look(at: clock.now)).first?.contains("begins anew") == true)
    }
}

package import FoundationEssentials

/// A scenario played from a list of happenings, without a screen and without waiting.
package enum Playthrough {
    /// Plays one telling to its end.
    /// - Parameter steps: Times count from when the first trouble can be seen; in any order. What comes after the end is not taken.
    package static func play(_ scenario: Scenario, _ steps: [ScenarioStep], opened: Date) -> StoryReport {
        var state = StoryState(scenario, opened: opened)
        let visibleFrom = state.run.visibleFrom
        for step in steps.sorted(by: { $0.at < $1.at }) where step.at < scenario.limit && state.run.recovery == nil {
            state.take(step.happening, at: visibleFrom.addingTimeInterval(step.at.seconds))
        }
        let end = state.runs[0].recovery?.at ?? visibleFrom.addingTimeInterval(scenario.limit.seconds)
        state.advance(to: end)
        return StoryReport(of: state.runs[0], in: scenario, at: max(end, state.settled ?? end))
    }

    /// Plays the way that the scenario itself proposes.
    package static func demonstrate(_ scenario: Scenario, opened: Date) -> StoryReport {
        play(scenario, scenario.walkthrough, opened: opened)
    }
}

import FoundationEssentials
package import Model
import Synchronization

/// Tells one story to everybody who asks: the far end asks what the world is like, the console says what the person does.
/// A lock and no actor, because both sides need the answer in the same breath.
package final class StoryTeller: Sendable {
    /// The account that the story happens in.
    package let world: DrillWorld
    private let clock: any WallClock
    private let state: Mutex<StoryState>

    /// The story begins to count now.
    package init(_ scenario: Scenario, in world: DrillWorld = .night(), clock: any WallClock) {
        self.world = scenario.world.applied(to: world, seed: scenario.seed)
        self.clock = clock
        state = Mutex(StoryState(scenario, opened: clock.now))
    }

    package var scenario: Scenario { state.withLock { $0.scenario } }

    /// What the person does, now.
    @discardableResult
    package func take(_ happening: StoryHappening) -> StoryState.Effect {
        let now = clock.now
        return state.withLock { $0.take(happening, at: now) }
    }

    /// The tellings so far, oldest first; the last one goes on.
    package var runs: [StoryRun] {
        let now = clock.now
        return state.withLock { state in
            state.advance(to: now)
            return state.runs
        }
    }

    /// How it stands now.
    package var report: StoryReport {
        let now = clock.now
        return state.withLock { state in
            state.advance(to: now)
            return StoryReport(of: state, at: now)
        }
    }

    /// The newest telling that is over, as it ended; nil while the first one goes on.
    package var lastEnded: StoryReport? {
        let now = clock.now
        return state.withLock { state in
            state.advance(to: now)
            return state.runs.last { $0.recovery != nil }.map { StoryReport(of: $0, in: state.scenario, at: now) }
        }
    }

    func timeline(at now: Date) -> StoryTimeline {
        state.withLock { state in
            state.advance(to: now)
            return state.timeline
        }
    }
}

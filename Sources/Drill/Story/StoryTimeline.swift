import FoundationEssentials

/// All that a story does to the world, past and to come, by the things that it does it to. Everything that the practice world
/// answers follows from this, the habits, the seed and the moment, so that the same question about the past gets the same answer.
package struct StoryTimeline: Sendable, Equatable {
    var functions: [String: FunctionPlot] = [:]
    var queues: [String: QueuePlot] = [:]
    var alarms: [String: AlarmPlot] = [:]
    var logs: [String: LogPlot] = [:]

    /// The world keeps to its habits.
    package static let none = StoryTimeline()

    private init() {}

    /// - Parameter runs: Oldest first; each tells the whole story.
    init(of scenario: Scenario, runs: [StoryRun]) {
        for run in runs {
            let recovery = run.recovery?.at.timeIntervalSince1970
            for event in scenario.events.sorted(by: { $0.at < $1.at }) {
                let at = run.began.timeIntervalSince1970 + event.at.seconds
                // What was still to come does not come once it is mended.
                guard at <= recovery ?? .infinity else { continue }
                add(event.what, at: at, until: recovery)
            }
            guard let recovery else { continue }
            for event in scenario.afterFix.sorted(by: { $0.at < $1.at }) { add(event.what, at: recovery + event.at.seconds) }
        }
    }

    private mutating func add(_ what: StoryEvent.What, at: Double, until: Double? = nil) {
        switch what {
        case .deployment(let turn):
            functions[turn.function, default: FunctionPlot()].deployments.append(
                .init(begins: at, lasts: turn.lasts.seconds, status: turn.status))
        case .function(let turn):
            var plot = functions[turn.name] ?? FunctionPlot()
            plot.turns.append(.init(begins: at, lasts: turn.over.seconds, figures: turn.figures))
            if let failure = turn.failure { plot.failures.append(.init(begins: at, text: failure)) }
            functions[turn.name] = plot
        case .queue(let turn):
            queues[turn.name, default: QueuePlot()].turns.append(
                .init(at: at, arriving: turn.arriving, growthPerMinute: turn.growthPerMinute, upTo: turn.upTo))
        case .alarm(let turn):
            alarms[turn.name, default: AlarmPlot()].turns.append(.init(at: at, state: turn.state, reason: turn.reason))
        case .log(let turn):
            // What is written in the very moment of the fix has been written.
            let ends = min(turn.lasts.map { at + $0.seconds } ?? .infinity, until?.nextUp ?? .infinity)
            logs[turn.function, default: LogPlot()].turns.append(
                .init(begins: at, ends: ends, every: turn.every?.seconds, level: turn.level, message: turn.message))
        }
    }

    /// When nothing moves any more because of the story: every change is complete and every queue that drains is empty.
    func settled() -> Double {
        var moments: [Double] = []
        for plot in functions.values {
            moments += plot.turns.map { $0.begins + $0.lasts } + plot.deployments.map { $0.begins + $0.lasts }
        }
        for plot in queues.values {
            guard let last = plot.turns.last?.at else { continue }
            moments.append(last + (plot.backlog(at: last).secondsToDrain ?? 0))
        }
        moments += alarms.values.flatMap { $0.turns.map(\.at) }
        return moments.max() ?? 0
    }
}

/// What the story does to one function, at moments in seconds since 1970, oldest first.
struct FunctionPlot: Sendable, Equatable {
    struct Turn: Sendable, Equatable {
        var begins: Double
        var lasts: Double
        var figures: [FunctionFigure: StoryLevel]

        /// How much of the turn is done, 0...1.
        func progress(at moment: Double) -> Double { lasts > 0 ? min(1, max(0, (moment - begins) / lasts)) : 1 }
    }

    struct Deployment: Sendable, Equatable {
        var begins: Double
        var lasts: Double
        /// LastUpdateStatus when it is over.
        var status: String

        func status(at moment: Double) -> String { moment < begins + lasts ? "InProgress" : status }
    }

    struct Failure: Sendable, Equatable {
        var begins: Double
        var text: String
    }

    var turns: [Turn] = []
    var deployments: [Deployment] = []
    var failures: [Failure] = []

    func deployment(at moment: Double) -> Deployment? { deployments.last { $0.begins <= moment } }
    func failure(at moment: Double) -> String? { failures.last { $0.begins <= moment }?.text }

    /// The function's habits at a moment. A figure that the story has set is exact: it no longer follows the time of day.
    func habits(of function: DrillFunction, index: Int, at moment: Double) -> DrillFunction {
        guard turns.contains(where: { $0.begins <= moment }) else { return function }
        var usual = function
        usual.stopFollowingTheDay(index: index, at: moment)
        var changed = usual
        for turn in turns where turn.begins <= moment {
            let progress = turn.progress(at: moment)
            for (figure, level) in turn.figures {
                changed[figure] += (level.value(usual: usual[figure]) - changed[figure]) * progress
            }
        }
        return changed
    }
}

extension StoryLevel {
    func value(usual: Double) -> Double {
        switch self {
        case .usual: usual
        case .value(let value): value
        }
    }
}

extension DrillFunction {
    /// Makes the rates what they are at this time of day, and leaves them there.
    fileprivate mutating func stopFollowingTheDay(index: Int, at moment: Double) {
        guard followsDay else { return }
        let wave = Wave.level(minute: Int(moment / 60), phase: index)
        invocationsPerMinute *= wave
        throttlesPerMinute *= wave
        followsDay = false
    }
}

/// Something that happens in the practice world.
package struct StoryEvent: Sendable, Equatable {
    package var at: Duration
    package var what: What

    package enum What: Sendable, Equatable {
        case deployment(DeploymentTurn)
        case function(FunctionTurn)
        case queue(QueueTurn)
        case alarm(AlarmTurn)
        case log(LogTurn)
    }

    package init(at: Duration, _ what: What) {
        self.at = at
        self.what = what
    }
}

/// New code goes out: LastModified changes, LastUpdateStatus is InProgress for a while.
package struct DeploymentTurn: Sendable, Equatable {
    package var function: String
    package var lasts: Duration
    /// LastUpdateStatus afterwards, in AWS's words: `Successful` or `Failed`.
    package var status: String

    package init(_ function: String, lasts: Duration = .seconds(10), status: String = "Successful") {
        self.function = function
        self.lasts = lasts
        self.status = status
    }
}

/// Where a figure goes.
package enum StoryLevel: Sendable, Equatable {
    /// Back to what it would be without the story.
    case usual
    case value(Double)
}

/// Habits of a function change, evenly within `over`.
package struct FunctionTurn: Sendable, Equatable {
    package var name: String
    package var figures: [FunctionFigure: StoryLevel]
    package var over: Duration
    /// What a failing invocation says from now on, `TypeOfError: message`; nil leaves it as it was.
    package var failure: String?

    package init(_ name: String, _ figures: [FunctionFigure: StoryLevel], over: Duration = .zero, failure: String? = nil) {
        self.name = name
        self.figures = figures
        self.over = over
        self.failure = failure
    }
}

/// Messages pile up in a queue, or are worked off.
package struct QueueTurn: Sendable, Equatable {
    package var name: String
    /// Messages that arrive at once and stay; nobody gets rid of them until the queue drains.
    package var arriving: Int
    /// Messages a minute from now on; negative drains until nothing of the story's is left. nil leaves it as it was.
    package var growthPerMinute: Double?
    /// Growing stops here; nil: it does not.
    package var upTo: Int?

    package init(_ name: String, arriving: Int = 0, growthPerMinute: Double? = nil, upTo: Int? = nil) {
        self.name = name
        self.arriving = arriving
        self.growthPerMinute = growthPerMinute
        self.upTo = upTo
    }
}

/// An alarm enters a state.
package struct AlarmTurn: Sendable, Equatable {
    package var name: String
    /// AWS's word.
    package var state: String
    package var reason: String

    package init(_ name: String, _ state: String, reason: String) {
        self.name = name
        self.state = state
        self.reason = reason
    }
}

/// A function writes into its log, beside what its invocations write.
package struct LogTurn: Sendable, Equatable {
    package var function: String
    /// `error`, `warn`, `info`, `debug`.
    package var level: String
    package var message: String
    /// Again and again, so far apart; nil: once.
    package var every: Duration?
    /// How long it goes on, at the longest until the fix; nil: until the fix.
    package var lasts: Duration?

    package init(_ function: String, level: String = "info", _ message: String, every: Duration? = nil, lasts: Duration? = nil) {
        self.function = function
        self.level = level
        self.message = message
        self.every = every
        self.lasts = lasts
    }
}

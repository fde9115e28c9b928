package import FoundationEssentials

/// What a tail has to tell since the last time.
package struct LogBatch: Sendable, Equatable {
    /// In order. An event older than one given before came late; ``LogBuffer`` puts it where it belongs.
    package var events: [LogEvent]
    /// New gaps, and known ones that have grown or been filled.
    package var gaps: [LogGap]
    package var status: TailStatus

    package init(events: [LogEvent] = [], gaps: [LogGap] = [], status: TailStatus) {
        self.events = events
        self.gaps = gaps
        self.status = status
    }
}

/// How a tail gets its events, and how current it is.
package struct TailStatus: Sendable, Equatable {
    package enum Mode: Sendable, Equatable {
        /// A live tail session; AWS ends it at that time.
        case live(endsAt: Date)
        /// Asking again and again, and why not live tail.
        case polling(every: Duration, because: String)
        /// Reading what there is; nothing is followed.
        case reading
    }

    package var mode: Mode
    /// True while live tail gives only a part of the events (over 500 a second); the rest is read behind it.
    package var isSampled: Bool
    /// Everything that happened before is given, as far as AWS has it; nil before the first answer.
    package var completeTo: Date?
    /// Why the newest attempt failed; nil after a good one.
    package var problem: Problem?
    /// True once a reading is over: nothing more will come.
    package var isOver: Bool

    package init(
        mode: Mode, isSampled: Bool = false, completeTo: Date? = nil, problem: Problem? = nil, isOver: Bool = false
    ) {
        self.mode = mode
        self.isSampled = isSampled
        self.completeTo = completeTo
        self.problem = problem
        self.isOver = isOver
    }

    /// Dollars an hour by the price list of us-east-1: live tail costs $0.01 a minute, polling nothing.
    /// Source: the page "Pricing" of Amazon CloudWatch.
    package var costUSDPerHour: Double {
        if case .live = mode { 0.6 } else { 0 }
    }
}

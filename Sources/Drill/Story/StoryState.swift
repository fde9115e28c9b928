package import FoundationEssentials

/// Where a story stands: it takes what the person does, decides what follows from it and judges. Moments must not go back.
package struct StoryState: Sendable {
    package let scenario: Scenario
    package let opened: Date
    /// Oldest first, the last one is being told; what is older than the last few is forgotten.
    package private(set) var runs: [StoryRun]
    package private(set) var timeline: StoryTimeline
    /// When the run that is recovering is all well again; nil before its recovery.
    private(set) var settled: Date?

    private static let keptRuns = 6
    /// A person cannot have done more of interest; a key that repeats shall not fill the memory.
    private static let keptDeeds = 200

    package init(_ scenario: Scenario, opened: Date) {
        self.scenario = scenario
        self.opened = opened
        runs = []
        timeline = .none
        begin(at: opened.addingTimeInterval(scenario.start.seconds))
    }

    /// What a happening has led to.
    package enum Effect: Sendable, Equatable {
        case nothing
        case rightView
        /// The world recovers from now on; `answer` is what an invoked function says to it, where the scenario knows.
        case fix(answer: String?)
    }

    // MARK: Time

    /// Lets the time pass: a story that nobody has mended ends at its limit, one that repeats begins anew.
    package mutating func advance(to now: Date) {
        while let moment = nextTurn, moment <= now {
            if settled == nil {
                recover(at: moment, by: nil)
            } else {
                begin(at: moment)
            }
        }
    }

    /// When the state changes next without anybody doing anything; nil for never.
    package var nextTurn: Date? {
        guard let settled else { return run.visibleFrom.addingTimeInterval(scenario.limit.seconds) }
        return scenario.repeatsAfter.map { settled.addingTimeInterval($0.seconds) }
    }

    /// The run that is being told.
    package var run: StoryRun { runs[runs.count - 1] }

    private mutating func begin(at moment: Date) {
        let firstTrouble = scenario.events.map(\.at).min() ?? .zero
        runs.append(StoryRun(began: moment, visibleFrom: max(opened, moment.addingTimeInterval(firstTrouble.seconds))))
        runs.removeFirst(max(0, runs.count - Self.keptRuns))
        settled = nil
        timeline = StoryTimeline(of: scenario, runs: runs)
    }

    private mutating func recover(at moment: Date, by deed: StoryRun.Deed?) {
        runs[runs.count - 1].recovery = StoryRun.Recovery(at: moment, deed: deed)
        timeline = StoryTimeline(of: scenario, runs: runs)
        settled = max(moment, Date(timeIntervalSince1970: timeline.settled()))
    }

    // MARK: Deeds

    @discardableResult
    package mutating func take(_ happening: StoryHappening, at now: Date) -> Effect {
        advance(to: now)
        let current = runs.count - 1
        guard now >= runs[current].visibleFrom, runs[current].recovery == nil else { return .nothing }
        let deed = StoryRun.Deed(at: now, what: happening)
        if runs[current].deeds.count < Self.keptDeeds { runs[current].deeds.append(deed) }
        var effect = Effect.nothing
        if runs[current].rightView == nil, case .viewOpened(let view) = happening,
            scenario.rightViews.contains(where: { $0.shows(view) })
        {
            runs[current].rightView = deed
            effect = .rightView
        }
        if let fix = scenario.fixes.first(where: { $0.isDone(by: happening) }) {
            recover(at: now, by: deed)
            effect = .fix(answer: fix.answer)
        }
        return effect
    }
}

extension StoryFix {
    var answer: String? {
        if case .action(_, _, _, let answer) = self { return answer }
        return nil
    }

    func isDone(by happening: StoryHappening) -> Bool {
        switch (self, happening) {
        case (.view(let wanted), .viewOpened(let view)): wanted.shows(view)
        case (.action(let name, let target, let payload, _), .actionDone(let done, let on, let sent)):
            done == name && on == target && (payload.isEmpty || PayloadMembers(sent ?? "").contain(payload))
        default: false
        }
    }
}

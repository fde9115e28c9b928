package import AWS
package import FoundationEssentials
package import Model

/// Decides what a tail asks for next and what it gives: several groups as one log, in order, no event lost and none given twice.
///
/// Every group is read again and again from a little before what is known; an ``EventLedger`` drops the repetitions. Live tail,
/// where it runs, is quicker, and the readings behind it find what it has left out. So whatever breaks, the next reading mends
/// it, and until then there is a gap to see.
package struct TailState: Sendable {
    package enum Input: Sendable {
        case start
        case page(group: String, LogPage)
        case readFailed(group: String, AWSError)
        case liveOpened
        case liveNews(LiveTailNews)
        /// Also when opening failed; nil when AWS has ended the session in good order.
        case liveEnded(AWSError?)
        case wake
    }

    package enum Command: Sendable, Equatable {
        case read(LogPageQuestion)
        case openLiveTail
        case deliver(LogBatch)
        /// A reading without following is over.
        case finish
    }

    let question: LogQuestion
    let settings: TailSettings
    var groups: [TailGroup]
    var live: LivePhase
    var gaps = TailGaps()
    private var held = HoldBack()
    private var lastStatus: TailStatus?
    private var isFinished = false

    package init(_ question: LogQuestion, settings: TailSettings = TailSettings()) {
        self.question = question
        self.settings = settings
        var names: [String] = []
        for group in question.groups where !names.contains(group) { names.append(group) }
        let capacity = settings.rememberedEvents / max(1, names.count)
        groups = names.map { TailGroup(name: $0, from: question.from, settings: settings, capacity: capacity) }
        live = LivePhase(question, groups: names.count, settings: settings)
    }

    var isFollowing: Bool { question.to == nil }

    /// When ``Input/wake`` is due; nil for never.
    package var nextWake: Date? {
        let reads = groups.compactMap(\.nextReadAt)
        let release = held.oldestArrival.map { $0.addingTimeInterval(settings.patience.seconds) }
        return (reads + [live.retryAt, isFollowing ? release : nil].compactMap(\.self)).min()
    }

    package mutating func handle(_ input: Input, at now: Date) -> [Command] {
        var commands: [Command] = []
        switch input {
        case .start:
            for index in groups.indices { groups[index].nextReadAt = now }
        case .page(let group, let page): commands += take(page, of: group, at: now)
        case .readFailed(let group, let error): fail(group, error, at: now)
        case .liveOpened: liveOpened(at: now)
        case .liveNews(let news): take(news, at: now)
        case .liveEnded(let error): liveEnded(error, at: now)
        case .wake: break
        }
        commands += startReads(at: now)
        if live.shallOpen(at: now) {
            live.begin()
            commands.append(.openLiveTail)
        }
        return commands + deliver(at: now)
    }

    mutating func hold(_ event: LogEvent, at now: Date) { held.add(event, at: now) }
}

// MARK: Readings

extension TailState {
    private mutating func take(_ page: LogPage, of name: String, at now: Date) -> [Command] {
        guard let index = groups.firstIndex(where: { $0.name == name }), var reading = groups[index].reading else { return [] }
        for event in groups[index].take(page, of: reading) { held.add(event, at: now) }
        if let last = page.events.last {
            reading.lastMs = max(reading.lastMs ?? .min, last.atMs)
            if !groups[index].isCaughtUp { groups[index].watermarkMs = max(groups[index].watermarkMs, last.atMs) }
        }
        // A token that leads back to the same page would never end.
        if let next = page.next, next != reading.question.token {
            reading.question.token = next
            groups[index].reading = reading
            return [.read(reading.question)]
        }
        finish(reading, groupAt: index, at: now)
        return []
    }

    private mutating func finish(_ reading: TailGroup.Reading, groupAt index: Int, at now: Date) {
        groups[index].finish(reading, settings: settings)
        gaps.fill(
            groups[index].name, from: reading.coversFrom, to: reading.began.addingTimeInterval(-settings.settling.seconds))
        guard isFollowing else { return groups[index].isOver = true }
        groups[index].nextReadAt = nextRead(of: groups[index], at: now)
    }

    /// Soon where there is a gap to fill, at the slow pace behind a live tail, else at the pace of polling.
    private func nextRead(of group: TailGroup, at now: Date) -> Date {
        let soon = now.addingTimeInterval(group.pace.delay.seconds)
        if let end = gaps.end(of: group.name) { return max(soon, end.addingTimeInterval(settings.settling.seconds)) }
        let usual = live.isOn ? now.addingTimeInterval(settings.checkLiveEvery.seconds) : soon
        return group.wantedReadAt.map { min($0, usual) } ?? usual
    }

    private mutating func fail(_ name: String, _ error: AWSError, at now: Date) {
        guard let index = groups.firstIndex(where: { $0.name == name }) else { return }
        groups[index].fail(error)
        guard isFollowing else { return groups[index].isOver = true }
        groups[index].nextReadAt = now.addingTimeInterval(groups[index].pace.delay.seconds)
        // Behind a live tail that runs nothing is missing.
        guard !live.isOn else { return }
        let reason: LogGap.Reason = error.kind == .throttled ? .throttled : .failed(code: error.code)
        gaps.note(reason, groups: [name], from: Date(milliseconds: groups[index].verifiedMs), to: now)
    }

    private mutating func startReads(at now: Date) -> [Command] {
        groups.indices.compactMap { index in
            guard groups[index].reading == nil, let due = groups[index].nextReadAt, due <= now else { return nil }
            return .read(groups[index].beginReading(question, settings: settings, at: now))
        }
    }
}

// MARK: What is given

extension TailState {
    private mutating func deliver(at now: Date) -> [Command] {
        guard !isFinished else { return [] }
        let isOver = !isFollowing && groups.allSatisfy(\.isOver)
        let limitMs = isOver ? .max : groups.lazy.map { $0.isOver ? .max : $0.watermarkMs }.min() ?? .max
        // Without following there is all the time in the world, and order matters more.
        let patienceEnd = isFollowing ? now.addingTimeInterval(-settings.patience.seconds) : .distantPast
        let batch = LogBatch(
            events: held.release(upTo: limitMs, waitingSince: patienceEnd), gaps: gaps.takeChanges(),
            status: status(isOver: isOver))
        isFinished = isOver
        let end: [Command] = isOver ? [.finish] : []
        guard !batch.events.isEmpty || !batch.gaps.isEmpty || batch.status != lastStatus else { return end }
        lastStatus = batch.status
        return [.deliver(batch)] + end
    }

    private func status(isOver: Bool) -> TailStatus {
        let every = groups.map(\.pace.cadence).max() ?? settings.pollEvery
        var status = TailStatus(mode: isFollowing ? live.mode(pollingEvery: every) : .reading)
        status.isSampled = live.isSampled
        status.problem = groups.lazy.compactMap(\.problem).first
        status.isOver = isOver
        if groups.allSatisfy(\.isCaughtUp) {
            status.completeTo = groups.map(\.verifiedMs).min().map { Date(milliseconds: $0) }
        }
        return status
    }
}

import AWS
import FoundationEssentials
import Model

@testable import Engines

/// Plays a ``TailState`` against a ``LogWorld``: time leaps from one happening to the next, everything follows from the seed.
struct TailSimulation {
    private enum Happening {
        case input(TailState.Input)
        case answer(LogPageQuestion)
        case openLive
        case liveUpdate(session: Int)
    }

    private let world: LogWorld
    private let trouble: LogWorld.Trouble
    private var dice: Dice
    private var state: TailState
    private var nowMs: Int64
    private var agenda: [(dueMs: Int64, number: Int, happening: Happening)] = []
    private var scheduled = 0
    /// Lists that pages are cut from, by token.
    private var lists: [String: (events: [LogEvent], next: Int)] = [:]
    private var session = 0
    private var lastLiveMs: Int64 = 0
    private(set) var batches: [LogBatch] = []
    private(set) var commands = 0
    private(set) var isFinished = false

    init(_ world: LogWorld, _ trouble: LogWorld.Trouble, seed: Int, settings: TailSettings = TailSettings(), to: Date? = nil) {
        self.world = world
        self.trouble = trouble
        dice = Dice(seed)
        nowMs = world.startMs + 500
        let question = LogQuestion(groups: world.groups, from: Date(milliseconds: world.startMs), to: to)
        state = TailState(question, settings: settings)
    }

    /// Runs until everything has been shown, and has had the time to be found by the longest overlap.
    mutating func run() {
        handle(.start)
        let end = world.endMs + Int64(trouble.delayMs) + 200_000
        while nowMs < end, !isFinished {
            let wakeMs = state.nextWake.map { awsTime($0) } ?? .max
            let next = agenda.min { ($0.dueMs, $0.number) < ($1.dueMs, $1.number) }
            guard let next, next.dueMs <= wakeMs else {
                guard wakeMs < .max else { return }
                nowMs = max(nowMs, wakeMs)
                handle(.wake)
                continue
            }
            agenda.removeAll { $0.number == next.number }
            nowMs = max(nowMs, next.dueMs)
            perform(next.happening)
        }
    }

    /// Begins later.
    mutating func skip(toMs: Int64) { nowMs = toMs }

    var events: [LogEvent] { batches.flatMap(\.events) }

    private func awsTime(_ date: Date) -> Int64 {
        date <= .distantPast ? 0 : date.milliseconds - trouble.clockAheadMs
    }

    private mutating func schedule(_ happening: Happening, inMs delay: Int64) {
        agenda.append((nowMs + delay, scheduled, happening))
        scheduled += 1
    }

    private mutating func handle(_ input: TailState.Input) {
        for command in state.handle(input, at: Date(milliseconds: nowMs + trouble.clockAheadMs)) {
            commands += 1
            let delay = Int64(1 + dice.roll(trouble.answerMs))
            switch command {
            case .read(let question): schedule(.answer(question), inMs: delay)
            case .openLiveTail: schedule(.openLive, inMs: delay)
            case .deliver(let batch): batches.append(batch)
            case .finish: isFinished = true
            }
        }
    }

    private mutating func perform(_ happening: Happening) {
        switch happening {
        case .input(let input): handle(input)
        case .answer(let question):
            if fails() {
                lists[question.token ?? ""] = nil
                handle(.readFailed(group: question.group, dice.chance(50) ? .throttledForTest : .brokenForTest))
            } else {
                handle(.page(group: question.group, page(of: question)))
            }
        case .openLive:
            if trouble.refusesLive { return handle(.liveEnded(.deniedForTest)) }
            if fails() { return handle(.liveEnded(.brokenForTest)) }
            session += 1
            lastLiveMs = nowMs
            handle(.liveOpened)
            schedule(.liveUpdate(session: session), inMs: 1000)
        case .liveUpdate(let session): update(session)
        }
    }

    /// The far end recovers in the end, else nothing could be whole.
    private mutating func fails() -> Bool { nowMs < world.endMs && dice.chance(trouble.failing) }

    private mutating func update(_ session: Int) {
        guard session == self.session else { return }
        let isRecovered = nowMs >= world.endMs
        var events = world.live(after: lastLiveMs, upTo: nowMs)
        lastLiveMs = nowMs
        let isSampled = !isRecovered && dice.chance(trouble.sampling)
        if isSampled { events = events.filter { _ in dice.chance(50) } }
        if !isRecovered, dice.chance(trouble.cutting) {
            // What was on its way is lost with the connection.
            self.session += 1
            return handle(.liveEnded(dice.chance(80) ? .brokenForTest : .overForTest))
        }
        handle(.liveNews(LiveTailNews(events: events, isSampled: isSampled)))
        schedule(.liveUpdate(session: session), inMs: 1000)
    }

    // MARK: Pages, in all ways

    private mutating func page(of question: LogPageQuestion) -> LogPage {
        let key = question.token ?? ""
        var (events, start) = question.token.flatMap { lists[$0] } ?? (world.events(question, at: nowMs), 0)
        lists[key] = nil
        let size = dice.chance(15) ? 0 : dice.roll(40)
        let end = min(events.count, start + size)
        var piece = Array(events[start..<end])
        if start > 0, dice.chance(trouble.repeating) { piece += events[max(0, start - 3)..<start] }
        if dice.chance(trouble.repeating) { piece += piece.prefix(2) }
        if piece.count > 1, dice.chance(trouble.reordering) {
            let place = dice.roll(piece.count - 1)
            piece.swapAt(place, place + 1)
        }
        guard end < events.count || dice.chance(10) else { return LogPage(events: piece) }
        start = end
        let token = "\(question.group)-\(scheduled)-\(nowMs)-\(dice.roll(1_000_000))"
        lists[token] = (events, start)
        return LogPage(events: piece, next: token)
    }
}

extension AWSError {
    static let throttledForTest = AWSError(.throttled, code: "ThrottlingException", message: "slow")
    static let brokenForTest = AWSError(.transport, code: "Interrupted", message: "cut")
    static let deniedForTest = AWSError(.denied, code: "AccessDeniedException", message: "no")
    static let overForTest = AWSError(.rejected, code: "SessionTimeoutException", message: "over")
}

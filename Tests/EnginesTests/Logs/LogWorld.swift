import FoundationEssentials
import Model

@testable import Engines

/// A repeatable source of chance.
struct Dice {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    /// 0..<sides.
    mutating func roll(_ sides: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(max(1, sides)))
    }

    mutating func chance(_ percent: Int) -> Bool { roll(100) < percent }
}

/// What a simulated CloudWatch Logs holds, and how badly it behaves.
struct LogWorld {
    struct Trouble {
        /// Percent of readings that fail with an error.
        var failing = 0
        /// Percent of live updates behind which the connection breaks.
        var cutting = 0
        /// Percent of live updates that are sampled, with half of the events left out.
        var sampling = 0
        /// Percent of page boundaries at which events of the page before come again.
        var repeating = 0
        /// Percent of pages within which neighbours are swapped.
        var reordering = 0
        /// Live tail is refused from the beginning.
        var refusesLive = false
        /// Milliseconds, at most, until AWS shows an event.
        var delayMs = 800
        /// How far this machine's clock is ahead of AWS's.
        var clockAheadMs: Int64 = 0
        /// Answers take so long, at most.
        var answerMs = 300
    }

    struct Stored {
        var event: LogEvent
        /// By AWS's clock.
        var shownMs: Int64
    }

    let groups: [String]
    private(set) var stored: [Stored] = []
    let startMs: Int64 = 1_705_312_830_000
    let endMs: Int64

    init(seed: Int, groups: Int, seconds: Int, perSecond: Int, delayMs: Int) {
        var dice = Dice(seed &* 7 &+ 3)
        self.groups = (0..<groups).map { "/aws/lambda/f\($0)" }
        endMs = startMs + Int64(seconds) * 1000
        for second in 0..<seconds {
            for _ in 0..<dice.roll(perSecond * 2 + 1) {
                let at = startMs + Int64(second) * 1000 + Int64(dice.roll(1000))
                let number = stored.count
                let shown = at + Int64(dice.roll(delayMs + 1))
                let group = self.groups[dice.roll(groups)]
                // Few different texts, so that twins in the same millisecond do happen.
                let event = LogEvent(
                    id: "37716\(1_000_000 + number)", group: group, stream: "s\(dice.roll(2))", atMs: at, ingestedMs: shown,
                    message: "text \(dice.roll(3))")
                stored.append(Stored(event: event, shownMs: shown))
                if dice.chance(10) {
                    var twin = event
                    twin.id = "37716\(1_000_000 + number + 1)"
                    stored.append(Stored(event: twin, shownMs: shown))
                }
            }
        }
    }

    /// What a reading that begins at `nowMs` of AWS's clock is shown, in order.
    func events(_ question: LogPageQuestion, at nowMs: Int64) -> [LogEvent] {
        stored.filter {
            $0.event.group == question.group && $0.shownMs <= nowMs && $0.event.atMs >= question.fromMs
                && $0.event.atMs <= question.toMs ?? .max
        }.map(\.event).sorted { $0.isBefore($1) }
    }

    /// What live tail gives for the time between two updates, in the order of taking in.
    func live(after previousMs: Int64, upTo nowMs: Int64) -> [LogEvent] {
        stored.filter { $0.shownMs > previousMs && $0.shownMs <= nowMs }.sorted { $0.shownMs < $1.shownMs }.map { stored in
            var event = stored.event
            event.id = ""
            return event
        }
    }
}

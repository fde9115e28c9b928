package import FoundationEssentials
package import Model

/// Looking at the past: all panes are those that were shown at one moment. What is critical now still alerts.
struct Replay: Equatable, Sendable {
    var moment: Date
    /// What the sources have told meanwhile.
    var live: LivePanes
}

/// The panes as they are now, while others are shown.
struct LivePanes: Equatable, Sendable {
    var lambda: PaneSnapshot<LambdaFunction>
    var queues: PaneSnapshot<Queue>
    var alarms: PaneSnapshot<Alarm>
    var escalations: PaneSnapshot<Escalation>
    var workers: PaneSnapshot<WorkerRow>
    var optimizer: PaneSnapshot<OptimizerRow>
}

/// What the recording is asked for.
package struct ReplayRequest: Sendable, Equatable {
    package enum Target: Sendable, Equatable {
        /// What was shown at a moment.
        case moment(Date)
        /// The recorded change that is at least so many seconds away; negative goes back.
        case step(from: Date, seconds: Double)
    }

    /// Tells the answers apart: only the newest request is waited for.
    package var number: Int
    package var target: Target
    package var context: String

    package init(number: Int, target: Target, context: String) {
        self.number = number
        self.target = target
        self.context = context
    }
}

/// What the recording has to show.
package struct ReplayAnswer: Sendable, Equatable {
    package enum Found: Sendable, Equatable {
        /// `takenAt` is the moment.
        case shown(Snapshot)
        /// Nothing was recorded after the moment: what is now is next.
        case present
        /// Why there is nothing to show, a sentence.
        case nothing(String)
    }

    package var number: Int
    package var found: Found

    package init(number: Int, found: Found) {
        self.number = number
        self.found = found
    }
}

/// The way through the recording: one request at a time; what is pressed meanwhile adds up to the next one.
struct ReplaySeek: Equatable, Sendable {
    private(set) var number = 0
    private(set) var waitsSince: Date?
    /// Seconds still to go once the answer has come.
    private(set) var queued = 0.0
    private var pace = ReplayPace()

    /// An answer that takes longer is not waited for: the next key asks anew.
    private static let patience = 5.0

    func isWaiting(at now: Date) -> Bool { waitsSince.map { now.timeIntervalSince($0) < Self.patience } ?? false }

    /// A step in a direction, the longer the longer the key is held.
    /// - Returns: The seconds to go now; nil when they are added to what is under way.
    mutating func press(_ direction: ReplayPace.Direction, at now: Date) -> Double? {
        let seconds = pace.seconds(direction, at: now)
        guard isWaiting(at: now) else { return seconds }
        queued += seconds
        return nil
    }

    mutating func begin(at now: Date) -> Int {
        number += 1
        waitsSince = now
        queued = 0
        return number
    }

    /// - Returns: The seconds that were pressed meanwhile; nil for an answer that nobody waits for.
    mutating func end(_ answered: Int) -> Double? {
        guard answered == number, waitsSince != nil else { return nil }
        waitsSince = nil
        defer { queued = 0 }
        return queued
    }

    /// Waits for no answer any more.
    mutating func giveUp() {
        waitsSince = nil
        queued = 0
    }
}

/// How far one press goes: to the next change at first, by minutes and hours while the key is held down.
struct ReplayPace: Equatable, Sendable {
    enum Direction: Equatable, Sendable { case back, forward }

    private var direction: Direction?
    private var presses = 0
    private var last: Date?

    /// Presses that follow each other within this time belong together; the console's clock ticks every second or two.
    private static let pause = 2.0
    /// Panes that changed within a few seconds of each other are one step.
    static let change = 5.0
    private static let steps: [(after: Int, seconds: Double)] = [(0, change), (10, 60), (25, 600), (45, 3600)]

    mutating func seconds(_ direction: Direction, at now: Date) -> Double {
        let goesOn = direction == self.direction && last.map { now.timeIntervalSince($0) <= Self.pause } ?? false
        presses = goesOn ? presses + 1 : 0
        (self.direction, last) = (direction, now)
        let step = Self.steps.last(where: { $0.after <= presses })?.seconds ?? Self.change
        return direction == .back ? -step : step
    }
}

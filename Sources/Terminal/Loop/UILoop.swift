import CTerminal
import FoundationEssentials
import Glibc
import Synchronization

/// The main thread's loop: runs the jobs of ``UI``, waits for keys, signals and the next second, and hands them over.
package final class UILoop: Sendable {
    /// Is called on the UI actor for each ``Wake``. On an empty one it must not start other work on the UI actor, since that
    /// would bring the next empty one.
    package typealias Client = @UI @Sendable (Wake) -> Void

    private struct State {
        var client: Client?
        var isEnded = false
        var failure: (any Error)?
        /// When to wake the client although nothing happens.
        var alarm: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let executor = MainThreadExecutor.shared
    private let secondsPerTick: Int

    private init(secondsPerTick: Int) { self.secondsPerTick = max(1, secondsPerTick) }

    /// Takes the calling thread, which must be the process's main one, until ``end()``.
    ///
    /// - Parameter secondsPerTick: A tick comes whenever the clock's second is a multiple of this; 2 for slow lines.
    /// - Parameter start: Runs first, with signals already caught; makes what is called from then on.
    /// - Throws: What `start` throws, or ``ScreenError`` when the system refuses what the loop needs.
    package static func run(
        secondsPerTick: Int = 1, _ start: @escaping @UI @Sendable (UILoop) throws -> Client
    ) throws {
        let loop = UILoop(secondsPerTick: secondsPerTick)
        let signals = ct_signals_open()
        guard signals >= 0, loop.executor.bell >= 0 else { throw ScreenError.noDescriptors(errno) }
        defer { ct_signals_close() }
        loop.executor.adoptCurrentThread()
        Task { @UI in loop.begin(start) }
        loop.turn(TerminalWait(signals: signals, bell: loop.executor.bell))
        if let failure = loop.state.withLock({ $0.failure }) { throw failure }
    }

    /// Lets ``run(secondsPerTick:_:)`` return after the present turn. May be called from anywhere.
    package func end() {
        state.withLock { $0.isEnded = true }
        executor.ring()
    }

    /// Gives back the memory of code that has run; what runs again comes back from the file. Half of what a small console takes,
    /// for a millisecond.
    /// - Parameter librariesOnly: Not the program's own: what the loader has read of the others is not needed soon.
    package func giveBackCode(librariesOnly: Bool = false) { ct_drop_code(librariesOnly) }

    /// Wakes the client at this time at the latest: for a paint that was put off. May be called from anywhere.
    package func wake(at instant: ContinuousClock.Instant) {
        state.withLock { $0.alarm = min($0.alarm ?? instant, instant) }
        if !executor.isOnThread { executor.ring() }
    }

    @UI private func begin(_ start: @UI @Sendable (UILoop) throws -> Client) {
        do {
            let client = try start(self)
            state.withLock { $0.client = client }
        } catch {
            state.withLock { $0.failure = error }
            end()
        }
    }

    private func turn(_ wait: TerminalWait) {
        var wait = wait
        var ticker = Ticker(secondsPerTick: secondsPerTick, now: Date())
        while true {
            if executor.runJobs() { deliver(Wake()) }
            if state.withLock({ $0.isEnded }) { return }
            var wake = wait.next(within: sleepTime(ticker, wait))
            let now = Date()
            if ticker.isDue(now) { wake.tick = now }
            if !wake.isEmpty || alarmHasCome() { deliver(wake) }
        }
    }

    /// Runs the client as a job of the UI actor, at once: no other job comes between.
    private func deliver(_ wake: Wake) {
        guard let client = state.withLock({ $0.client }) else { return }
        Task { @UI in client(wake) }
        _ = executor.runJobs()
    }

    private func sleepTime(_ ticker: Ticker, _ wait: TerminalWait) -> Duration {
        if executor.hasJobs { return .zero }
        var time = ticker.timeToNext(from: Date())
        if let alarm = state.withLock({ $0.alarm }) { time = min(time, max(.zero, alarm - .now)) }
        if let patience = wait.patience { time = min(time, patience) }
        return time
    }

    private func alarmHasCome() -> Bool {
        state.withLock { state in
            guard let alarm = state.alarm, alarm <= .now else { return false }
            state.alarm = nil
            return true
        }
    }
}

/// Says when a new second has begun on the wall's clock, also when that is set back.
struct Ticker {
    private let secondsPerTick: Int
    private var last: Int

    init(secondsPerTick: Int, now: Date) {
        self.secondsPerTick = secondsPerTick
        last = Self.number(of: now, secondsPerTick)
    }

    /// Once for each tick that has begun.
    mutating func isDue(_ now: Date) -> Bool {
        let number = Self.number(of: now, secondsPerTick)
        defer { last = number }
        return number != last
    }

    /// Positive, and a little longer rather than shorter, so that one wake-up is enough.
    func timeToNext(from now: Date) -> Duration {
        let begun = Double(Self.number(of: now, secondsPerTick)) * Double(secondsPerTick)
        let elapsed = now.timeIntervalSince1970 - begun
        return .milliseconds(Int(((Double(secondsPerTick) - elapsed) * 1000).rounded(.up)))
    }

    private static func number(of date: Date, _ secondsPerTick: Int) -> Int {
        Int((date.timeIntervalSince1970 / Double(secondsPerTick)).rounded(.down))
    }
}

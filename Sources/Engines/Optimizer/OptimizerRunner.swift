import FoundationEssentials
package import Model
import Optimization
package import Store
import Synchronization

/// What a run has brought.
package struct OptimizerSummary: Sendable, Equatable {
    package var run: OptimizerRun
    package var rejectedByReason: [String: Int]
    package var groups: Int
    /// Seconds of each phase.
    package var phases: [String: Double]
}

/// Runs the optimizer over files: validate, group, price the present plans, optimise, write. Everything it learns is in the store at once.
package struct OptimizerRunner: Sendable {
    private let book: OptimizerBook
    private let clock: any WallClock
    private let lanes: Int
    private let rest: Duration
    private let tell: @Sendable (OptimizerEvent) -> Void

    /// - Parameters:
    ///   - rest: After each group, in practice: the work itself is real, and somebody is to see it.
    ///   - tell: Called with every step.
    package init(
        book: OptimizerBook, clock: any WallClock = SystemClock(), lanes: Int = 2, rest: Duration = .zero,
        tell: @escaping @Sendable (OptimizerEvent) -> Void = { _ in }
    ) {
        self.book = book
        self.clock = clock
        self.lanes = lanes
        self.rest = rest
        self.tell = tell
    }

    /// Runs an input to its end, or to the best so far when the task is cancelled or the time is over.
    /// - Throws: ``OptimizerFailure``; the run is then in the store with its reason, where it was entered at all.
    package func run(_ input: OptimizerInput) async throws -> OptimizerSummary {
        let (id, small) = try enter(input)
        return try await run(id, input, small)
    }

    /// Enters a run that another process is to work on.
    /// - Throws: ``OptimizerFailure``; nothing was entered then.
    package func enter(_ input: OptimizerInput) throws -> Int { try enter(input).id }

    /// What is to be minded before a run of this input: billing periods with gaps, overlaps or wrong days, missing files.
    /// - Throws: ``OptimizerFailure``, as the run would.
    package static func warnings(of input: OptimizerInput) throws -> [String] { try OptimizerFiles.small(input).warnings }

    private func enter(_ input: OptimizerInput) throws -> (id: Int, small: OptimizerFiles.Small) {
        let small = try OptimizerFiles.small(input)
        let mark = InputFile.mark([input.devices, input.plans, input.groups, input.period, input.output].compactMap(\.self))
        let id: Int
        switch try book.admit(input, mark: mark, provider: small.period.provider, at: clock.now) {
        case .admitted(let number), .resumed(let number): id = number
        case .refused(let other):
            let what = other.state == .stuck ? "was left open on another machine" : "is \(other.state.rawValue)"
            throw OptimizerFailure(
                .failed,
                Problem(
                    code: "AlreadyRunning", message: "Not started: run \(other.id) of provider \(other.provider) \(what).",
                    hint: "Wait for its end, or stop it: nightdesk optimizer cancel \(other.id)."))
        }
        return (id, small)
    }

    /// Runs an instance that another process has entered.
    /// - Throws: ``OptimizerFailure``
    package func work(on id: Int) async throws -> OptimizerSummary {
        guard try book.adopt(id) else {
            throw OptimizerFailure(
                .failed,
                Problem(
                    code: "NotQueued", message: "Run \(id) does not wait to be run.", hint: "nightdesk optimizer status \(id)"))
        }
        return try await rerun(id)
    }

    /// Runs an instance again that was taken over with ``OptimizerBook/requeue(_:)``.
    package func rerun(_ id: Int) async throws -> OptimizerSummary {
        guard let input = try book.input(id) else {
            throw OptimizerFailure(
                .failed, Problem(code: "NoSuchRun", message: "There is no run \(id).", hint: "nightdesk optimizer list"))
        }
        do {
            return try await run(id, input, try OptimizerFiles.small(input))
        } catch let failure as OptimizerFailure {
            try? book.finish(id, .failed, problem: failure.problem, at: clock.now)
            throw failure
        }
    }

    private func run(_ id: Int, _ input: OptimizerInput, _ small: OptimizerFiles.Small) async throws -> OptimizerSummary {
        guard var run = try book.run(id) else {
            throw OptimizerFailure(.failed, Problem(code: "NoSuchRun", message: "There is no run \(id)."))
        }
        let stop = StopSign(limit: input.timeLimitSeconds.map { clock.now.addingTimeInterval($0) }, clock: clock)
        try await waitForTurn(id, stop)
        run.state = .running
        run.startedAt = clock.now
        run.warnings = small.warnings
        run.cycleEndsAt = small.period == .unknown ? nil : Date(timeIntervalSince1970: Double(small.period.endDay) * 86_400)
        if !input.isPractice { run.experience = (try? book.experience(of: run.provider, but: id)) ?? .none }
        let progress = OptimizerProgress(run: run, book: book, clock: clock, tell: tell)
        let watch = Task { await self.watch(id, stop) }
        defer { watch.cancel() }
        return try await withTaskCancellationHandler {
            do {
                let work = OptimizerWork(
                    input: input, small: small, progress: progress, book: book, stop: stop, lanes: lanes, rest: rest, clock: clock
                )
                return try await work.run()
            } catch {
                let failure = Self.failure(error)
                try? await progress.end(failure.kind == .cancelled ? .cancelled : .failed, problem: failure.problem)
                throw failure
            }
        } onCancel: {
            stop.cancel()
        }
    }

    private func waitForTurn(_ id: Int, _ stop: StopSign) async throws {
        while let other = try book.start(id, at: clock.now) {
            let isCancelled = try Task.isCancelled || book.isCancelRequested(id)
            guard !isCancelled, !stop.shouldStop else {
                let problem = Problem(code: "Cancelled", message: "Run \(id) was stopped while it waited for run \(other).")
                try book.finish(id, .cancelled, problem: problem, at: clock.now)
                throw OptimizerFailure(.cancelled, problem)
            }
            try? await clock.sleep(until: clock.now.addingTimeInterval(0.2))
        }
    }

    /// Looks for a wish to cancel that another process has written.
    private func watch(_ id: Int, _ stop: StopSign) async {
        while !Task.isCancelled {
            if (try? book.isCancelRequested(id)) == true { return stop.cancel() }
            // Whoever rests is in no hurry, and wakes the machine seldom.
            try? await clock.sleep(until: clock.now.addingTimeInterval(rest == .zero ? 0.25 : OptimizerWork.restStep))
        }
    }

    private static func failure(_ error: any Error) -> OptimizerFailure {
        if let failure = error as? OptimizerFailure { return failure }
        if let error = error as? StoreError {
            return OptimizerFailure(
                .unavailable, Problem(code: "Store.\(error.code.rawValue)", message: error.message, hint: error.hint))
        }
        return OptimizerFailure(.failed, Problem(code: "Unexpected", message: "\(error)"))
    }
}

/// Whether a run shall end with its best so far.
final class StopSign: Sendable {
    private let isCancelledFlag = Mutex(false)
    private let limit: Date?
    private let clock: any WallClock

    init(limit: Date?, clock: any WallClock) {
        self.limit = limit
        self.clock = clock
    }

    func cancel() { isCancelledFlag.withLock { $0 = true } }
    var isCancelled: Bool { isCancelledFlag.withLock { $0 } }
    var shouldStop: Bool { isCancelled || limit.map { clock.now >= $0 } ?? false }
}

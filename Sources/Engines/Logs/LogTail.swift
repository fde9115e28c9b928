package import AWS
import FoundationEssentials
package import Model

/// Follows logs, or reads a stretch of them: carries out what ``TailState`` decides.
package actor LogTail {
    private enum Happening: Sendable {
        case input(TailState.Input)
        case liveOpened(any LiveTailSession)
    }

    private typealias Happenings = TaskGroup<Happening>

    private let source: any LogSource
    private let question: LogQuestion
    private let clock: any WallClock
    private let meter: APIMeterRecorder?
    private let nap: Nap
    private var state: TailState
    private var session: (any LiveTailSession)?
    private var chargedTo: Date?
    /// When the one sleeper will wake; nil while none sleeps.
    private var sleepsUntil: Date?

    /// - Parameter meter: Is charged for the minutes of live tail.
    package init(
        _ question: LogQuestion, source: any LogSource, settings: TailSettings = TailSettings(),
        clock: any WallClock = SystemClock(), meter: APIMeterRecorder? = nil
    ) {
        self.question = question
        self.source = source
        self.clock = clock
        self.meter = meter
        nap = Nap(clock: clock)
        state = TailState(question, settings: settings)
    }

    /// Of CloudWatch Logs.
    package init(
        _ question: LogQuestion, client: AWSClient, settings: TailSettings = TailSettings(),
        clock: any WallClock = SystemClock()
    ) {
        self.init(question, source: CloudWatchLogs(client: client), settings: settings, clock: clock, meter: client.meter)
    }

    /// Gives batches, one at a time, until the task is cancelled or, where nothing is followed, everything is read. While a
    /// batch is being taken, nothing more is asked for.
    package func run(_ deliver: @Sendable (LogBatch) async -> Void) async {
        await withTaskGroup(of: Happening.self) { happenings in
            happenings.addTask { .input(.start) }
            while let happening = await happenings.next(), !Task.isCancelled {
                let input = take(happening)
                let commands = state.handle(input, at: clock.now)
                for command in commands {
                    switch command {
                    case .read(let question): read(question, in: &happenings)
                    case .openLiveTail: openLiveTail(in: &happenings)
                    case .deliver(let batch): await deliver(batch)
                    case .finish: return happenings.cancelAll()
                    }
                }
                listen(after: input, in: &happenings)
                await sleep(in: &happenings)
            }
            happenings.cancelAll()
        }
        session = nil
    }

    private func take(_ happening: Happening) -> TailState.Input {
        switch happening {
        case .liveOpened(let opened):
            session = opened
            chargedTo = nil
            charge()
            return .liveOpened
        case .input(let input):
            if case .wake = input { sleepsUntil = nil }
            if case .liveEnded = input { session = nil }
            return input
        }
    }

    private func read(_ question: LogPageQuestion, in happenings: inout Happenings) {
        happenings.addTask { [source] in
            do throws(AWSError) {
                return .input(.page(group: question.group, try await source.page(question)))
            } catch {
                return .input(.readFailed(group: question.group, error))
            }
        }
    }

    private func openLiveTail(in happenings: inout Happenings) {
        happenings.addTask { [source, groups = state.groups.map(\.name), pattern = question.pattern] in
            do throws(AWSError) {
                return .liveOpened(try await source.openLiveTail(groups: groups, pattern: pattern))
            } catch {
                return .input(.liveEnded(error))
            }
        }
    }

    /// Waits for the next news of the session after it was opened, and after each news.
    private func listen(after input: TailState.Input, in happenings: inout Happenings) {
        switch input {
        case .liveOpened, .liveNews: break
        default: return
        }
        guard let session else { return }
        charge()
        happenings.addTask {
            do throws(AWSError) {
                guard let news = try await session.next() else { return .input(.liveEnded(nil)) }
                return .input(.liveNews(news))
            } catch {
                return .input(.liveEnded(error))
            }
        }
    }

    /// Keeps one sleeper that wakes when the state wants it.
    private func sleep(in happenings: inout Happenings) async {
        guard let wake = state.nextWake else { return }
        if let sleepsUntil {
            if wake < sleepsUntil { await nap.knock() }
            return
        }
        sleepsUntil = wake
        happenings.addTask { [nap] in
            await nap.sleep(until: wake)
            return .input(.wake)
        }
    }

    /// Live tail is paid by the minute that has begun. Source: the page "Pricing" of Amazon CloudWatch.
    private func charge() {
        let now = clock.now
        while chargedTo.map({ $0 <= now }) ?? true {
            meter?.charge(0.01, at: now)
            chargedTo = (chargedTo ?? now).addingTimeInterval(60)
        }
    }
}

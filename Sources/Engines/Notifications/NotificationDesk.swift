import FoundationEssentials
package import Model
import Synchronization

/// Retries notifications through the one desk for changes, reads back what became of it, and follows each to its end.
package struct NotificationDesk: Sendable {
    private let source: any NotificationSource
    private let desk: ChangeDesk
    private let clock: any WallClock

    /// How long a request that nobody has answered is read back.
    private static let patience: TimeInterval = 6
    /// Records that are read in a second while they are followed.
    private static let readsPerSecond = 20.0

    package init(source: any NotificationSource, desk: ChangeDesk, clock: any WallClock = SystemClock()) {
        self.source = source
        self.desk = desk
        self.clock = clock
    }

    /// - Parameter tell: Told after each record.
    /// - Returns: The change as a whole, and one answer for each record that was tried; none where it was not carried out.
    package func submit(
        _ order: NotificationOrder, tell: @escaping @Sendable (RetryAnswer) async -> Void = { _ in }
    ) async -> (outcome: Outcome, answers: [RetryAnswer]) {
        let round = Mutex(RetryRound(order.targets, perSecond: source.settings.retriesPerSecond))
        let outcome = await desk.submit(order.change) {
            // In a task of its own: what has begun is written down to its end.
            while true {
                switch round.withLock({ $0.step(at: clock.now) }) {
                case .done: return round.withLock { $0.outcome }
                case .wait(let until):
                    guard (try? await clock.sleep(until: until)) != nil else { return round.withLock { $0.outcome } }
                case .retry(let target):
                    let answer = await retry(target)
                    round.withLock { $0.note(answer) }
                    await tell(answer)
                }
            }
        }
        return (outcome, round.withLock { $0.answers })
    }

    /// One record: asked for, and where the answer is doubtful, read back.
    private func retry(_ target: NotificationOrder.Target) async -> RetryAnswer {
        func answer(_ outcome: RetryAnswer.Outcome, before: String?, _ problem: Problem? = nil, _ id: String? = nil)
            -> RetryAnswer
        {
            RetryAnswer(id: target.id, outcome, statusBefore: before, requestID: id ?? problem?.requestID, problem: problem)
        }
        let failed = source.settings.statuses.failed
        switch await source.retry(target.id) {
        case .changed(let requestID): return answer(.retried, before: failed, nil, requestID)
        case .failed(let problem): return answer(.failed, before: target.statusBefore, problem)
        case .conditionFailed:
            do throws(Problem) {
                guard let record = try await source.record(target.id) else {
                    return answer(.notFound, before: nil, .notFound(target.id))
                }
                return answer(.notFailed, before: record.status, .notFailed(target.id, status: record.status, failed: failed))
            } catch {
                // Certainly not changed; only the status is not known.
                var problem = Problem.notFailed(target.id, status: "of a status that could not be read", failed: failed)
                problem.message += " \(error.message)"
                return answer(.notFailed, before: target.statusBefore, problem)
            }
        case .unknown(let problem):
            guard await hasMoved(target.id) else {
                var problem = problem
                problem.hint =
                    "Do not repeat it blindly. Look first: nightdesk notification show \(HarmlessText.line(target.id))."
                return answer(.unknown, before: target.statusBefore, problem)
            }
            return answer(.retried, before: failed)
        }
    }

    /// Whether a record is not FAILED any more after a request whose answer never came. One that still is FAILED proves nothing:
    /// the request may still be under way.
    private func hasMoved(_ id: String) async -> Bool {
        let deadline = clock.now.addingTimeInterval(Self.patience)
        while true {
            if let record = try? await source.record(id), record.phase != .failed { return true }
            guard clock.now < deadline, (try? await clock.sleep(until: clock.now.addingTimeInterval(1))) != nil else {
                return false
            }
        }
    }

    // MARK: Following

    /// Reads the records that were retried until each is sent or has failed again.
    /// - Parameters:
    ///   - patience: How long; what has not ended then is pending.
    ///   - tell: Told of each end as it is seen, with the record.
    /// - Returns: The end of each record, by id.
    package func follow(
        _ ids: [String], patience: Duration,
        tell: @escaping @Sendable (String, RetryEnd, NotificationRecord?) async -> Void = { _, _, _ in }
    ) async -> [String: RetryEnd] {
        let deadline = clock.now.addingTimeInterval(patience / .seconds(1))
        var (ends, last): ([String: RetryEnd], [String: String]) = ([:], [:])
        var open = ids
        var pause = 0.25
        while !open.isEmpty {
            var still: [String] = []
            for (index, id) in open.enumerated() {
                guard let record = try? await source.record(id) as NotificationRecord?? else {
                    still.append(id)
                    continue
                }
                last[id] = record?.status
                if let end = RetryEnd(record) {
                    ends[id] = end
                    await tell(id, end, record)
                } else {
                    still.append(id)
                }
                guard open.count > 1 else { continue }
                if (try? await clock.sleep(until: clock.now.addingTimeInterval(1 / Self.readsPerSecond))) == nil {
                    still += open[(index + 1)...]
                    break
                }
            }
            open = still
            guard !open.isEmpty, clock.now < deadline, !Task.isCancelled else { break }
            let next = min(deadline, clock.now.addingTimeInterval(pause))
            guard (try? await clock.sleep(until: next)) != nil else { break }
            pause = min(3, pause * 1.5)
        }
        for id in open {
            let end = RetryEnd.pending(status: last[id] ?? source.settings.statuses.retry)
            ends[id] = end
            await tell(id, end, nil)
        }
        return ends
    }
}

extension RetryEnd {
    /// - Parameter record: nil for one that is gone.
    /// - Returns: nil while it is on its way. After a retry that was confirmed, FAILED is a new failure.
    fileprivate init?(_ record: NotificationRecord?) {
        guard let record else {
            self = .gone
            return
        }
        switch record.phase {
        case .sent, .delivered: self = .sent(status: record.status)
        case .failed: self = .failedAgain(reason: record.reason)
        case .unsure: self = .pending(status: record.status)
        case .waiting, .retrying, .other: return nil
        }
    }
}

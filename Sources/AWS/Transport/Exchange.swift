import Synchronization

/// One request on its way: the task that waits for it meets the event thread here.
final class Exchange: Sendable {
    typealias Waiter = CheckedContinuation<HTTPResponse, any Error>

    private enum Phase {
        case new, over
        case waiting(Waiter)
    }

    let request: HTTPRequest
    let deadline: ContinuousClock.Instant
    private let phase = Mutex(Phase.new)

    init(_ request: HTTPRequest, at now: ContinuousClock.Instant) {
        self.request = request
        deadline = now + request.timeout
    }

    /// False when nobody waits any more: a cancellation may overtake the request that it cancels.
    var isWanted: Bool {
        phase.withLock { phase in
            if case .waiting = phase { true } else { false }
        }
    }

    /// - Returns: False when the exchange was cancelled before; `waiter` has then been answered.
    func wait(_ waiter: Waiter) -> Bool {
        let isNew = phase.withLock { phase in
            guard case .new = phase else { return false }
            phase = .waiting(waiter)
            return true
        }
        if !isNew { waiter.resume(throwing: TransportError.cancelled) }
        return isNew
    }

    /// Answers the waiting task; only the first answer counts.
    func end(_ result: Result<HTTPResponse, TransportError>) {
        let waiter = phase.withLock { phase -> Waiter? in
            defer { phase = .over }
            if case .waiting(let waiter) = phase { return waiter }
            return nil
        }
        waiter?.resume(with: result.mapError { $0 })
    }
}

extension TransportError {
    static let cancelled = TransportError(.cancelled, "The request was cancelled.")
}

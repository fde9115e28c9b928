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
    /// Where the body goes piece by piece; nil where it is wanted whole. The waiting task then gets the head alone.
    let pipe: BodyPipe?
    private let phase = Mutex(Phase.new)

    init(_ request: HTTPRequest, at now: ContinuousClock.Instant, pipe: BodyPipe? = nil) {
        self.request = request
        self.pipe = pipe
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

    /// The transfer is over: answers the waiting task, and the reader of the body.
    func end(_ result: Result<HTTPResponse, TransportError>) {
        answer(result)
        pipe?.end(result.map { _ in })
    }

    /// Answers the waiting task; only the first answer counts.
    func answer(_ result: Result<HTTPResponse, TransportError>) {
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

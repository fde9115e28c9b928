import CCurl
import Glibc
import Synchronization

/// HTTP over libcurl: async outside, one event thread inside. The library is opened and the thread started by the first request.
/// Connections, TLS sessions and names are kept for later requests; proxies follow libcurl's environment variables.
package final class CurlTransport: Transport {
    private enum Worker {
        case none, closed
        case running(pthread_t)
    }

    let inbox = CurlInbox()
    private let settings: CurlSettings
    private let worker = Mutex(Worker.none)

    package init(_ settings: CurlSettings = CurlSettings()) {
        self.settings = settings
    }

    deinit {
        inbox.close()
        worker.withLock { worker in
            if case .running(let thread) = worker { pthread_detach(thread) }
        }
    }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try await wait(for: Exchange(request, at: .now))
    }

    /// Begins an exchange and returns its answer: the whole of it, or the head of a stream.
    func wait(for exchange: Exchange) async throws -> HTTPResponse {
        try start()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                guard exchange.wait(waiter) else { return }
                if !inbox.begin(exchange) { exchange.end(.failure(Self.closed)) }
            }
        } onCancel: {
            exchange.end(.failure(.cancelled))
            inbox.cancel(exchange)
        }
    }

    /// Ends every transfer with `.cancelled` and returns when the event thread is gone. Call it before the process exits, since
    /// OpenSSL tears itself down at exit and must not be in use then.
    package func shutdown() {
        inbox.close()
        let thread = worker.withLock { worker -> pthread_t? in
            defer { worker = .closed }
            if case .running(let thread) = worker { return thread }
            return nil
        }
        if let thread { pthread_join(thread, nil) }
    }

    private static let closed = TransportError(.cancelled, "The transport has been shut down.")

    private func start() throws(TransportError) {
        let problem = worker.withLock { worker -> TransportError? in
            switch worker {
            case .running: return nil
            case .closed: return Self.closed
            case .none: break
            }
            if let problem = cc_load() { return TransportError(.invalid, String(cString: problem)) }
            guard let thread = CurlLoop.start(inbox: inbox, settings: settings) else {
                return TransportError(.invalid, "The network thread could not be started (out of threads or memory).")
            }
            worker = .running(thread)
            return nil
        }
        if let problem { throw problem }
    }
}

import Console
import Model
import Synchronization

/// Follows the log that is open and runs the query that is open: one of each at a time.
final class LogsRunner: Sendable {
    private struct Work {
        var tail: Task<Void, Never>?
        var query: Task<Void, Never>?
    }

    private let desk: LogsDesk
    private let receive: Desk.Receive
    private let work = Mutex(Work())

    init(desk: LogsDesk, receive: @escaping Desk.Receive) {
        self.desk = desk
        self.receive = receive
    }

    func open(_ request: LogsRequest) {
        let tail = Task { [desk, receive] in
            await desk.follow(request) { await receive(.logs(request.number, $0)) }
        }
        work.withLock { work in
            work.tail?.cancel()
            work.tail = tail
        }
    }

    func close() {
        work.withLock { work in
            work.tail?.cancel()
            work.tail = nil
        }
    }

    func run(_ request: InsightsRequest) {
        let query = Task { [desk, receive] in
            await desk.run(request) { await receive(.query(request.number, $0)) }
        }
        work.withLock { work in
            work.query?.cancel()
            work.query = query
        }
    }

    func stopQuery() {
        work.withLock { work in
            work.query?.cancel()
            work.query = nil
        }
    }

    var hasQuery: Bool { work.withLock { $0.query != nil } }

    /// Ends everything; returns once AWS has been told to stop the query.
    func finish() async {
        let query = work.withLock { work in
            work.tail?.cancel()
            work.query?.cancel()
            return work.query
        }
        await query?.value
    }
}

extension Problem {
    /// The context could not be opened; its panes say why.
    static let noContext = Problem(
        code: "NoContext", message: "Nothing can be asked: the context could not be opened.",
        hint: "The panes say why; c switches to another one.")
}

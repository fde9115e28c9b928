import Dispatch

/// One connection to a database, made at the first statement and anew after a loss. Its calls run one after the other on a thread of
/// their own, where they may block.
package actor PostgresConnection {
    private let settings: PostgresSettings
    private let thread = QueueExecutor(label: "postgres")
    private var link: PostgresLink?

    package init(_ settings: PostgresSettings) { self.settings = settings }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Whether this build can connect at all.
    package static var isBuiltIn: Bool {
        #if Postgres
            true
        #else
            false
        #endif
    }

    /// Reads with one statement. Sent again by itself when the connection turns out to have gone stale.
    /// - Throws: ``PostgresError``.
    package func read(_ statement: String, _ values: [String?] = []) async throws -> PostgresRows {
        try await unlessCancelled { connection, interruption in
            try connection.freshly(interruption) { link throws(PostgresError) in try link.run(statement, values, interruption) }
        }
    }

    /// Carries out `body` in one transaction: all of it or, when it throws, nothing.
    /// - Throws: ``PostgresError``; after `.interrupted` and `.timedOut` it is unknown whether the transaction was carried out only where
    ///   the message says so. What `body` throws.
    package func transaction<Value: Sendable>(
        _ body: @Sendable (borrowing PostgresTransaction) throws -> Value
    ) async throws -> Value {
        try await unlessCancelled { connection, interruption in try connection.transact(interruption, body) }
    }

    /// Gives the connection up; the next statement makes a new one.
    package func close() { link = nil }

    private func unlessCancelled<Value: Sendable>(
        _ body: (isolated PostgresConnection, Interruption) throws -> Value
    ) async throws -> Value {
        let interruption = Interruption()
        return try await withTaskCancellationHandler {
            do { return try body(self, interruption) } catch let error as PostgresError {
                // A statement may still be under way on a connection that was left in the middle.
                if [.interrupted, .timedOut, .cancelled].contains(error.code) { link = nil }
                throw error
            }
        } onCancel: {
            interruption.set()
        }
    }

    private func transact<Value>(
        _ interruption: Interruption, _ body: (borrowing PostgresTransaction) throws -> Value
    ) throws -> Value {
        // Losing the connection at BEGIN has lost nothing.
        try freshly(interruption) { link throws(PostgresError) in _ = try link.run("BEGIN", [], interruption) }
        guard let link else { throw PostgresError(.interrupted, "The connection was lost.") }
        do {
            let value = try body(PostgresTransaction(link: link, interruption: interruption))
            try commit(link, interruption)
            return value
        } catch {
            // Fails where the connection is gone, and then the server rolls back by itself.
            if link.isUsable, (try? link.run("ROLLBACK", [], interruption)) == nil { self.link = nil }
            throw error
        }
    }

    private func commit(_ link: PostgresLink, _ interruption: Interruption) throws(PostgresError) {
        do { _ = try link.run("COMMIT", [], interruption) } catch {
            guard [.interrupted, .timedOut, .cancelled].contains(error.code) else { throw error }
            throw PostgresError(error.code, error.message + " Whether the change was stored is not known.")
        }
    }

    /// Calls `body` with a connection; once more with a new one when an old one was lost.
    private func freshly<Value>(
        _ interruption: Interruption, _ body: (PostgresLink) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        if let old = link, old.isUsable {
            do { return try body(old) } catch {
                guard error.code == .interrupted || error.isShutdown else { throw error }
                link = nil
            }
        }
        let new = try PostgresLink(settings, interruption)
        link = new
        return try body(new)
    }
}

extension PostgresError {
    /// The server has closed this connection on purpose: a restart, or an administrator.
    fileprivate var isShutdown: Bool {
        guard case .refused(let state) = code else { return false }
        return state.hasPrefix("57P")
    }
}

/// The inside of a transaction. Statements run at once, on the connection's thread.
package struct PostgresTransaction: ~Copyable {
    fileprivate let link: PostgresLink
    fileprivate let interruption: Interruption

    /// - Parameter values: Bound to `$1` and on, as text; the statement says with casts what they are.
    @discardableResult
    package func run(_ statement: String, _ values: [String?] = []) throws(PostgresError) -> PostgresRows {
        try link.run(statement, values, interruption)
    }
}

/// Runs an actor's jobs one after the other on a dispatch queue, whose thread may block.
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}

/// A statement that PostgreSQL did not carry out, or may not have.
package struct PostgresError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        /// This build has no PostgreSQL (exit 78).
        case notBuilt
        /// A setting is not what it should be (exit 78).
        case settings
        /// No connection: nothing was carried out (exit 69).
        case unavailable
        /// The server's answer was an error: nothing was carried out. Five characters, such as `42P01`.
        case refused(state: String)
        /// The connection was lost: whether the last statement was carried out is not known.
        case interrupted
        /// No answer in time; as for `.interrupted`, the connection is given up.
        case timedOut
        case cancelled
        /// A value or column is not what it should be.
        case invalid
    }

    package var code: Code
    /// Names the database and what the server said; never a value of a row, never a password.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }

    /// Another transaction was in the way; the same transaction may succeed when begun anew.
    package var isContention: Bool {
        guard case .refused(let state) = code else { return false }
        return ["40001", "40P01", "55P03"].contains(state)
    }

    /// The server can be reached no more, or not now.
    package var isOutage: Bool {
        switch code {
        case .unavailable, .interrupted, .timedOut: true
        // Out of disk, memory, connections; shutting down; starting up.
        case .refused(let state): state.hasPrefix("53") || state.hasPrefix("57P")
        default: false
        }
    }

    package static let notBuilt = PostgresError(
        .notBuilt, "This build of nightdesk has no PostgreSQL. Build it with `make release`, or `swift build --traits Postgres`.")
}

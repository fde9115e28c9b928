#if Postgres
    import CLibpq
    import Glibc

    /// One connection to a server. Every call blocks, up to its own deadline: for one thread at a time that may wait.
    final class PostgresLink {
        private let connection: OpaquePointer
        private let settings: PostgresSettings
        private let clock = ContinuousClock()
        /// How often a waiting call looks whether it is still wanted.
        private static let slice = Duration.milliseconds(50)
        /// The server ends a statement first; when even that does not arrive, the connection is dead.
        private static let grace = Duration.seconds(2)

        /// - Throws: ``PostgresError``: `.unavailable`, `.timedOut` never; `.cancelled`.
        init(_ settings: PostgresSettings, _ interruption: Interruption) throws(PostgresError) {
            if let problem = cl_load() { throw PostgresError(.unavailable, "\(String(cString: problem)).") }
            let parameters = settings.parameters
            let started = CStrings.with(parameters.map(\.name) + [nil]) { names in
                CStrings.with(parameters.map(\.value) + [nil]) { cl_connect_start(names, $0) }
            }
            guard let started else { throw PostgresError(.unavailable, "\(settings.place): libpq is out of memory.") }
            connection = started
            self.settings = settings
            cl_silence_notices(connection)
            try login(interruption)
            let limits = [settings.statementTimeout, settings.lockTimeout, settings.statementTimeout * 3].map {
                String(Int($0.seconds * 1000))
            }
            _ = try run(
                """
                SELECT set_config('statement_timeout', $1, false), set_config('lock_timeout', $2, false),
                  set_config('idle_in_transaction_session_timeout', $3, false)
                """, limits, interruption)
        }

        deinit { cl_close(connection) }

        var isUsable: Bool { cl_is_usable(connection) == 1 }

        private func login(_ interruption: Interruption) throws(PostgresError) {
            let deadline = clock.now + settings.connectTimeout
            // As libpq's manual wants it: before the first poll, as though it had said "writing".
            var state = PGRES_POLLING_WRITING
            while state != PGRES_POLLING_OK {
                guard state != PGRES_POLLING_FAILED, cl_socket(connection) >= 0 else {
                    throw PostgresError(.unavailable, "No connection to \(settings.place): \(trouble).")
                }
                guard try wait(for: state == PGRES_POLLING_READING ? POLLIN : POLLOUT, until: deadline, interruption) else {
                    throw PostgresError(.unavailable, "No connection to \(settings.place) within \(settings.connectTimeout).")
                }
                state = cl_connect_poll(connection)
            }
        }

        /// Carries out one statement.
        /// - Parameter values: Bound to `$1` and on, as text.
        func run(_ statement: String, _ values: [String?], _ interruption: Interruption) throws(PostgresError) -> PostgresRows {
            guard !values.contains(where: { $0?.utf8.contains(0) ?? false }) else {
                throw PostgresError(.invalid, "A value has a zero character, which PostgreSQL cannot hold.")
            }
            let deadline = clock.now + settings.statementTimeout + Self.grace
            let isSent = CStrings.with(values) { cl_send(connection, statement, Int32(values.count), $0) }
            guard isSent == 1 else { throw lost() }
            try send(until: deadline, interruption)
            return try receive(until: deadline, interruption)
        }

        private func send(until deadline: ContinuousClock.Instant, _ interruption: Interruption) throws(PostgresError) {
            while true {
                let state = cl_flush(connection)
                if state == 0 { return }
                // A full buffer may mean that the server waits for us to read.
                guard state == 1, try wait(for: POLLOUT | POLLIN, until: deadline, interruption) else { throw lost(deadline) }
                guard cl_consume(connection) == 1 else { throw lost() }
            }
        }

        private func receive(until deadline: ContinuousClock.Instant, _ interruption: Interruption) throws(PostgresError)
            -> PostgresRows
        {
            var rows = PostgresRows()
            var refusal: PostgresError?
            while true {
                while cl_is_busy(connection) == 1 {
                    guard try wait(for: POLLIN, until: deadline, interruption) else { throw lost(deadline) }
                    guard cl_consume(connection) == 1 else { throw lost() }
                }
                guard let result = cl_result(connection) else { break }
                defer { cl_clear(result) }
                switch cl_status(result) {
                case PGRES_TUPLES_OK, PGRES_COMMAND_OK: rows = Self.rows(result)
                default: refusal = refusal ?? self.refusal(result)
                }
            }
            if let refusal { throw refusal }
            guard isUsable else { throw lost() }
            return rows
        }

        /// - Returns: False when the deadline has come.
        private func wait(for events: Int32, until deadline: ContinuousClock.Instant, _ interruption: Interruption)
            throws(PostgresError)
            -> Bool
        {
            while true {
                if interruption.isSet { throw PostgresError(.cancelled, "The work on \(settings.place) was cancelled.") }
                let left = deadline - clock.now
                guard left > .zero else { return false }
                var socket = pollfd(fd: cl_socket(connection), events: Int16(events), revents: 0)
                let milliseconds = Int32((min(left, Self.slice).seconds * 1000).rounded(.up))
                if poll(&socket, 1, milliseconds) > 0 { return true }
            }
        }

        private func refusal(_ result: OpaquePointer) -> PostgresError {
            guard let state = cl_sqlstate(result) else { return lost() }
            let message = String(cString: cl_message(result))
            return PostgresError(.refused(state: String(cString: state)), "\(settings.place) refused: \(message).")
        }

        private func lost(_ deadline: ContinuousClock.Instant? = nil) -> PostgresError {
            if let deadline, clock.now >= deadline {
                return PostgresError(.timedOut, "\(settings.place) did not answer in time.")
            }
            return PostgresError(.interrupted, "The connection to \(settings.place) was lost: \(trouble).")
        }

        /// libpq's own words on one line.
        private var trouble: String {
            let text = String(cString: cl_error(connection)).split(separator: "\n").joined(separator: "; ")
            return text.isEmpty ? "no reason given" : text
        }

        private static func rows(_ result: OpaquePointer) -> PostgresRows {
            let columns = (0..<cl_columns(result)).map { cl_column_name(result, $0).map { String(cString: $0) } ?? "" }
            let rows = (0..<cl_rows(result)).map { row in
                (0..<cl_columns(result)).map { column -> String? in
                    guard let start = cl_value(result, row, column) else { return nil }
                    let length = Int(cl_value_bytes(result, row, column))
                    return String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
                }
            }
            return PostgresRows(columns: columns, rows: rows, affected: Int(String(cString: cl_affected(result))) ?? 0)
        }
    }

    /// Swift strings as C wants a list of them.
    private enum CStrings {
        static func with<Value>(_ strings: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value) -> Value {
            let copies = strings.map { $0.map { strdup($0) } ?? nil }
            defer { copies.forEach { free($0) } }
            return copies.map { UnsafePointer($0) }.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }
#else
    /// Stands where the connection would be in a build without PostgreSQL: nothing can make one.
    final class PostgresLink {
        let isUsable = false

        init(_: PostgresSettings, _: Interruption) throws(PostgresError) { throw .notBuilt }

        func run(_: String, _: [String?], _: Interruption) throws(PostgresError) -> PostgresRows { throw .notBuilt }
    }
#endif

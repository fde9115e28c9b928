/// Where the database is.
package struct PostgresSettings: Sendable, Equatable {
    /// A name, an address, or the folder of a Unix socket.
    package var host: String
    package var port: Int
    package var database: String
    package var user: String
    package var password: String?
    /// Name look-up, TCP, TLS and login.
    package var connectTimeout: Duration = .seconds(5)
    /// Of one statement; the server ends it then.
    package var statementTimeout: Duration = .seconds(10)
    /// For a lock that somebody else holds.
    package var lockTimeout: Duration = .seconds(5)

    package init(host: String, port: Int = 5432, database: String, user: String, password: String? = nil) {
        self.host = host
        self.port = port
        self.database = database
        self.user = user
        self.password = password
    }

    /// Reads `DB_HOST`, `DB_PORT`, `DB_NAME`, `DB_USER`, `DB_PASSWORD`; what is missing has the original's default. libpq's own variables,
    /// such as `PGSSLMODE` and `PGSSLROOTCERT`, hold too.
    /// - Throws: ``PostgresError``, `.settings`, for a port that is none.
    package init(environment: [String: String]) throws(PostgresError) {
        func value(_ name: String, _ standard: String) -> String {
            environment[name].flatMap { $0.isEmpty ? nil : $0 } ?? standard
        }
        guard let port = Int(value("DB_PORT", "5432")), (1...65_535).contains(port) else {
            throw PostgresError(.settings, "DB_PORT is no port: 1 to 65535.")
        }
        self.init(
            host: value("DB_HOST", "localhost"), port: port, database: value("DB_NAME", "roesc"), user: value("DB_USER", "roesc"),
            password: value("DB_PASSWORD", "roesc"))
    }

    var place: String { "PostgreSQL at \(host):\(port)/\(database)" }

    /// For libpq.
    var parameters: [(name: String, value: String)] {
        var all = [
            (name: "host", value: host), ("port", String(port)), ("dbname", database), ("user", user),
            ("client_encoding", "UTF8"),
            ("application_name", "nightdesk"), ("keepalives_idle", "30"), ("keepalives_interval", "10"),
            ("keepalives_count", "3"),
            ("tcp_user_timeout", "30000"),
        ]
        if let password { all.append(("password", password)) }
        return all
    }
}

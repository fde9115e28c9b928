/// Logs in to a PostgreSQL database and runs `SELECT 1`.
package enum PostgresProbe {
    /// - Parameter timeout: Of the login and of the statement, each.
    package static func ask(_ url: ServiceURL, timeout: Duration) async -> ProbeAnswer {
        guard PostgresConnection.isBuiltIn else { return .refused("This build of nightdesk has no PostgreSQL.") }
        var settings = PostgresSettings(
            host: url.host, port: url.port ?? 5432, database: url.path.isEmpty ? "postgres" : url.path,
            user: url.user ?? "postgres", password: url.password)
        // Whoever asks gives up first, and says so in words of its own.
        settings.connectTimeout = timeout + .seconds(1)
        settings.statementTimeout = timeout
        let connection = PostgresConnection(settings)
        let answer = await answer(of: connection)
        await connection.close()
        return answer
    }

    private static func answer(of connection: PostgresConnection) async -> ProbeAnswer {
        do {
            _ = try await connection.read("SELECT 1")
            return .alive
        } catch let error as PostgresError {
            switch error.code {
            case .unavailable where error.message.contains("FATAL:"): return saidNo(error.message)
            case .unavailable, .interrupted: return .unreachable(error.message)
            case .refused(let state) where state.hasPrefix("53") || state.hasPrefix("57P"): return .struggling(error.message)
            case .refused, .notBuilt, .settings, .timedOut, .cancelled, .invalid: return .refused(error.message)
            }
        } catch {
            return .refused("The database could not be asked.")
        }
    }

    /// A server that refuses the login lives; some of its reasons are about itself, the others about us.
    private static func saidNo(_ message: String) -> ProbeAnswer {
        let own = ["starting up", "shutting down", "recovery", "too many", "remaining connection slots"]
        return own.contains(where: message.contains) ? .struggling(message) : .refused(message)
    }
}

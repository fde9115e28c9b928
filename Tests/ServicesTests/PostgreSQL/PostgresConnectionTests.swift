import Support
import Testing

@testable import Services

#if !Postgres
    @Suite struct PostgresAbsenceTests {
        @Test func saysThatThisBuildHasNone() async throws {
            let connection = PostgresConnection(PostgresSettings(host: "127.0.0.1", database: "x", user: "x"))
            #expect(!PostgresConnection.isBuiltIn)
            await #expect(throws: PostgresError.notBuilt) { try await connection.read("SELECT 1") }
            await #expect(throws: PostgresError.notBuilt) { try await connection.transaction { _ in } }
        }
    }
#else
    /// libpq against a real server.
    @Suite(.timeLimit(.minutes(2))) struct PostgresConnectionTests {
        private let cluster: PostgresCluster
        private let variables: [String: String]
        private let connection: PostgresConnection

        init() throws {
            cluster = try PostgresCluster.shared()
            variables = try cluster.database()
            connection = PostgresConnection(try PostgresSettings(environment: variables))
        }

        private func code(_ body: () async throws -> Void) async -> PostgresError.Code? {
            do {
                try await body()
                return nil
            } catch {
                return (error as? PostgresError)?.code
            }
        }

        @Test func bindsEveryValueAsItIs() async throws {
            let values = ["'; DROP TABLE process; --", "", "čž日本🎉\n\t\\\"", nil, "$1"]
            let rows = try await connection.read("SELECT $1::text AS a, $2::text, $3::text, $4::text, $5::text", values)
            #expect(rows.rows == [values])
            #expect(rows.columns.first == "a")
            #expect(await code { _ = try await connection.read("SELECT $1::text", ["a\u{0}b"]) } == .invalid)
            // The connection has not suffered.
            #expect(try await connection.read("SELECT 1").rows == [["1"]])
        }

        @Test func storesAllOrNothing() async throws {
            try cluster.sql("CREATE TABLE t (n int)", in: variables)
            let affected = try await connection.transaction { try $0.run("INSERT INTO t VALUES (1), (2)").affected }
            #expect(affected == 2)
            struct ChangeOfMind: Error {}
            await #expect(throws: ChangeOfMind.self) {
                try await connection.transaction {
                    try $0.run("INSERT INTO t VALUES (3)")
                    throw ChangeOfMind()
                }
            }
            let refused = await code {
                try await connection.transaction {
                    try $0.run("INSERT INTO t VALUES (4)")
                    try $0.run("INSERT INTO nowhere VALUES (4)")
                }
            }
            #expect(refused == .refused(state: "42P01"))
            #expect(try await connection.read("SELECT count(*) FROM t").rows == [["2"]])
        }

        @Test func comesBackAfterItsConnectionWasEnded() async throws {
            try cluster.sql("CREATE TABLE t (n int)", in: variables)
            for round in 1...3 {
                _ = try await connection.read("SELECT 1")
                try end()
                if round == 2 {
                    #expect(try await connection.read("SELECT 2").rows == [["2"]])
                } else {
                    try await connection.transaction { _ = try $0.run("INSERT INTO t VALUES ($1::int)", ["7"]) }
                }
            }
            #expect(try cluster.sql("SELECT count(*) FROM t", in: variables) == "2\n")
        }

        /// Ends every connection to the database but psql's own.
        private func end() throws {
            try cluster.sql(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
                in: variables)
        }

        @Test func rollsBackWhatWasUnderWayWhenTheConnectionBreaks() async throws {
            try cluster.sql("CREATE TABLE t (n int)", in: variables)
            let outcome = await code {
                try await connection.transaction {
                    try $0.run("INSERT INTO t VALUES (1)")
                    try end()
                    try $0.run("INSERT INTO t VALUES (2)")
                }
            }
            #expect(outcome != nil)
            #expect(try await connection.read("SELECT count(*) FROM t").rows == [["0"]])
        }

        @Test func limitsHowLongAStatementAndALockMayTake() async throws {
            var settings = try PostgresSettings(environment: variables)
            settings.statementTimeout = .milliseconds(300)
            let hasty = PostgresConnection(settings)
            #expect(await code { _ = try await hasty.read("SELECT pg_sleep(30)") } == .refused(state: "57014"))
            #expect(try await hasty.read("SELECT 1").rows == [["1"]])

            settings = try PostgresSettings(environment: variables)
            settings.lockTimeout = .milliseconds(200)
            let impatient = PostgresConnection(settings)
            try cluster.sql("CREATE TABLE t (n int)", in: variables)
            try await connection.transaction { _ = try $0.run("LOCK TABLE t") }
            let holder = connection
            let (locked, tell) = AsyncStream<Void>.makeStream()
            let blocker = Task {
                try await holder.transaction {
                    try $0.run("LOCK TABLE t")
                    tell.finish()
                    // Until it is cancelled: on a busy machine any time may be too short.
                    try $0.run("SELECT pg_sleep(60)")
                }
            }
            for await _ in locked {}
            do {
                _ = try await impatient.read("SELECT * FROM t")
                Issue.record("the table is locked")
            } catch let error as PostgresError {
                #expect(error.code == .refused(state: "55P03") && error.isContention)
            }
            blocker.cancel()
            _ = await blocker.result
        }

        @Test func endsAtOnceWhenItsTaskIsCancelled() async throws {
            let connection = connection
            _ = try await connection.read("SELECT 1")
            let task = Task { try await connection.read("SELECT pg_sleep(60)") }
            let start = ContinuousClock.now
            task.cancel()
            let result = await task.result
            #expect(throws: PostgresError.self) { try result.get() }
            #expect(ContinuousClock.now - start < .seconds(5))
            #expect(try await connection.read("SELECT 1").rows == [["1"]])
        }

        @Test func saysWhatIsWrongWithTheServer() async throws {
            let nobody = PostgresConnection(
                PostgresSettings(host: "127.0.0.1", port: Int(try Loopback.freePort()), database: "x", user: "x"))
            do {
                _ = try await nobody.read("SELECT 1")
                Issue.record("nobody listens there")
            } catch let error as PostgresError {
                #expect(error.code == .unavailable && error.isOutage && error.message.contains("127.0.0.1"))
            }
            var settings = try PostgresSettings(environment: variables)
            settings.database = "nosuch"
            #expect(await code { _ = try await PostgresConnection(settings).read("SELECT 1") } == .unavailable)
            #expect(throws: PostgresError.self) { try PostgresSettings(environment: ["DB_PORT": "x"]) }
        }

        @Test func givesUpOnAServerThatSaysNothing() async throws {
            let mute = try FakeAWSServer { _ in .hang }
            var settings = PostgresSettings(host: "127.0.0.1", port: Int(mute.port), database: "x", user: "x")
            settings.connectTimeout = .milliseconds(300)
            let start = ContinuousClock.now
            #expect(await code { _ = try await PostgresConnection(settings).read("SELECT 1") } == .unavailable)
            #expect(ContinuousClock.now - start < .seconds(30))
        }

        @Test func survivesARestartOfTheServer() async throws {
            let own = try PostgresCluster()
            let connection = PostgresConnection(try PostgresSettings(environment: try own.database()))
            #expect(try await connection.read("SELECT 1").rows == [["1"]])
            own.stop()
            #expect(await code { _ = try await connection.read("SELECT 1") } == .unavailable)
            try own.start()
            #expect(try await connection.read("SELECT 1").rows == [["1"]])
        }
    }
#endif

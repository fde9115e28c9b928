#if Postgres
    import Foundation
    import Glibc
    import Support
    import Testing

    /// Several engines, as processes of their own, on one PostgreSQL.
    private final class Fleet: Sendable {
        let far: CallingFarEnd
        let cluster: PostgresCluster
        let database: [String: String]
        let program: Program

        /// - Parameters:
        ///   - section: Of the context, channels included.
        ///   - hasOriginalTables: As `systems.md` section 4 describes them.
        init(
            section: String, latency: Int32 = 0, hasOriginalTables: Bool = false, environment: [String: String] = [:]
        ) throws {
            far = try CallingFarEnd(latency: latency)
            cluster = try PostgresCluster.shared()
            database = try cluster.database()
            program = try Program(
                environment: environment.merging(far.variables) { $1 }.merging(database) { $1 })
            try program.home.write(
                """
                default_context: fleet
                contexts:
                  fleet:
                    escalations: {\(section)}
                """, to: ".config/nightdesk/config.yaml")
            guard hasOriginalTables else { return }
            try sql(
                """
                CREATE TABLE process (id varchar(40) PRIMARY KEY, at bigint NOT NULL, notifications varchar(2048));
                CREATE TABLE property (property_key varchar(128) PRIMARY KEY, property_value varchar(2048));
                INSERT INTO property VALUES ('caller-id-registry', '{"default": "+1555"}');
                """)
        }

        @discardableResult
        func sql(_ text: String) throws -> String { try cluster.sql(text, in: database) }

        @discardableResult
        func run(_ words: String..., status: Int32 = 0) throws -> Program.Answer {
            let answer = try program.run(words)
            try #require(answer.status == status, "\(words): \(answer.errors)")
            return answer
        }

        func engine() throws -> Child {
            try Child([Program.path, "engine", "run"], environment: program.fullEnvironment)
        }

        /// As many processes as wanted with calls that are due, each to a number of its own that nobody else has.
        func start(processes: Int, calls: Int) throws {
            for process in 0..<processes {
                let list = (0..<calls).map { call in
                    #"{"channel":"phone","at":1,"phone-number":"\#(Self.number(process * calls + call))"}"#
                }
                let request = #"{"process-id":"p\#(process)","action":"start","notifications":[\#(list.joined(separator: ","))]}"#
                try run("escalation", "start", try program.home.write(request, to: "request.json"), "--yes")
            }
        }

        static func number(_ index: Int) -> String { "+44\(100_000 + index)" }

        func rows() throws -> [[String: Any]] {
            try run("escalation", "list", "--json").json()["rows"] as? [[String: Any]] ?? []
        }

        /// Ends an engine as its users do.
        func end(_ engine: Child) -> (status: Int32, output: String, errors: String) {
            kill(engine.pid, SIGTERM)
            return engine.finish()
        }
    }

    @Suite(.serialized, .timeLimit(.minutes(6))) struct EscalationFleetTests {
        private static let own =
            "source: embedded, store: postgres, channels: [phone, email, pubnub], caller_id_registry: {default: \"+1\"}"
        private static let live = "source: live, run: true"

        @Test func twoEnginesShareFiveHundredCalls_NoneTwiceNoneLost() async throws {
            let fleet = try Fleet(section: Self.own, latency: 5)
            try fleet.start(processes: 10, calls: 50)
            let engines = try [fleet.engine(), fleet.engine()]
            try await Loopback.wait("500 calls") { fleet.far.targets.count >= 500 }
            try await Loopback.wait("an empty list") { try fleet.rows().isEmpty }
            let ends = engines.map(fleet.end)
            #expect(ends.allSatisfy { $0.status == 0 && $0.output.contains("Delivered: phone") }, "both have worked")
            #expect(fleet.far.targets.sorted() == (0..<500).map(Fleet.number).sorted())
        }

        @Test func theOtherTakesOverWithinTheLease_WhenOneIsKilledInTheMiddle() async throws {
            let fleet = try Fleet(section: Self.own, latency: 40)
            try fleet.start(processes: 10, calls: 50)
            let (doomed, other) = try (fleet.engine(), fleet.engine())
            try await Loopback.wait("150 calls") { fleet.far.targets.count >= 150 }
            kill(doomed.pid, SIGKILL)
            let killedAt = Date()
            try await Loopback.wait("an empty list") { try fleet.rows().isEmpty }
            // The lease of 30 s, and time for this machine to look.
            #expect(Date().timeIntervalSince(killedAt) < 45)
            #expect(fleet.end(other).status == 0)
            let counts = Dictionary(fleet.far.targets.map { ($0, 1) }, uniquingKeysWith: +)
            #expect(counts.count == 500, "none is lost")
            // Three at a time: only what was being made when it was killed may have been made twice.
            #expect(counts.values.allSatisfy { $0 <= 2 } && counts.values.count { $0 == 2 } <= 3)
        }

        @Test func twoEnginesOnTheOriginalsTable_DeliverNothingTwice() async throws {
            let fleet = try Fleet(section: Self.live, latency: 2, hasOriginalTables: true)
            try fleet.sql(
                """
                INSERT INTO process SELECT 'p' || n, 1, '({:channel "phone", :at 1, :phone-number "+44' || 100000 + 2 * n || '"}'
                    || ' {:phone-number "+44' || 100001 + 2 * n || '", :channel "phone", :at 2})'
                FROM generate_series(0, 99) n
                """)
            let engines = try [fleet.engine(), fleet.engine()]
            try await Loopback.wait("an empty table") { try fleet.sql("SELECT count(*) FROM process") == "0\n" }
            let ends = engines.map(fleet.end)
            #expect(ends.allSatisfy { $0.status == 0 })
            #expect(fleet.far.targets.sorted() == (0..<200).map(Fleet.number).sorted())
        }

        /// Each is killed as soon as it has made its first call, and so in the middle of others.
        @Test func losesNothingOfTheOriginalsTable_WhenOneOfTwoIsKilledAgainAndAgain() async throws {
            let fleet = try Fleet(section: Self.live, latency: 100, hasOriginalTables: true)
            try fleet.sql(
                """
                INSERT INTO process SELECT 'p' || n, 1, '({:channel "phone", :at 1, :phone-number "+44' || 100000 + n || '"})'
                FROM generate_series(0, 239) n
                """)
            for _ in 1...4 {
                let doomed = try fleet.engine()
                var line = doomed.firstLine()
                while !line.isEmpty, !line.contains("Delivered: phone") { line = doomed.firstLine() }
                try #require(!line.isEmpty, "the engine ended by itself")
                kill(doomed.pid, SIGKILL)
            }
            let steady = try fleet.engine()
            try await Loopback.wait("an empty table") { try fleet.sql("SELECT count(*) FROM process") == "0\n" }
            #expect(fleet.end(steady).status == 0)
            let counts = Dictionary(fleet.far.targets.map { ($0, 1) }, uniquingKeysWith: +)
            #expect(counts.count == 240, "nothing is lost")
            // Three calls at a time, of each of the four.
            #expect(counts.values.reduce(0, +) <= 240 + 4 * 3)
        }

        /// Each fault once at the first attempt, on both channels; the second attempt is taken.
        @Test func getsThroughEveryFaultOfTheFarEnds() async throws {
            let fleet = try Fleet(
                section: Self.own + ", retries: 2", environment: ["MAX_CALLING_THREADS": "9", "MAX_PUBNUB_THREADS": "9"])
            for fault in CallingFarEnd.Fault.allCases where fault != .never {
                let request = """
                    {"process-id":"\(fault)","action":"start","notifications":[
                    {"channel":"phone","at":1,"phone-number":"+1\(fault.rawValue)7"},
                    {"channel":"pubnub","at":1,"pubnub-channel":"p\(fault.rawValue)"}]}
                    """
                try fleet.run("escalation", "start", try fleet.program.home.write(request, to: "request.json"), "--yes")
            }
            let engine = try fleet.engine()
            try await Loopback.wait("an empty list") { try fleet.rows().isEmpty }
            #expect(fleet.end(engine).status == 0)
            for fault in CallingFarEnd.Fault.allCases where fault != .never {
                let shown = try fleet.run("escalation", "show", "\(fault)", "--json").json()
                let steps = shown["notifications"] as? [[String: Any]] ?? []
                #expect(steps.count == 2 && steps.allSatisfy { $0["state"] as? String == "delivered" }, "\(fault)")
                let isUnsure = fault == .silence || fault == .reset
                for step in steps {
                    let attempts = step["attempts"] as? [[String: Any]] ?? []
                    let outcomes = attempts.compactMap { $0["outcome"] as? String }
                    #expect(outcomes == [isUnsure ? "unknown" : "failed", "delivered"], "\(fault)")
                    #expect((attempts.first?["reason"] as? String)?.isEmpty == false)
                    guard fault == .tooMany else { continue }
                    let moments = attempts.compactMap {
                        ($0["at"] as? String).flatMap {
                            try? Date($0, strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true))
                        }
                    }
                    #expect(moments.count == 2 && moments[1].timeIntervalSince(moments[0]) >= CallingFarEnd.retryAfterSeconds)
                }
            }
        }

        @Test func endsInADeadLetterThatIsSeen_WhenTheFarEndNeverTakesIt() throws {
            let fleet = try Fleet(section: Self.own + ", retries: 0")
            let request =
                #"{"process-id":"p","action":"start","notifications":[{"channel":"phone","at":1,"phone-number":"+19990"}]}"#
            try fleet.run("escalation", "start", try fleet.program.home.write(request, to: "request.json"), "--yes")
            let answer = try fleet.run("engine", "run", "--once")
            #expect(answer.output.contains("critical") && answer.output.contains("Given up."))
            let row = try #require(try fleet.rows().first)
            #expect(row["state"] as? String == "deadLetter" && row["severity"] as? String == "critical")
            // A person may try it again, and then stops it.
            #expect(try fleet.program.run(["escalation", "deliver", "p", "--yes"]).status == 1)
            try fleet.run("escalation", "stop", "p", "--yes")
            #expect(try fleet.rows().isEmpty)
        }

        /// The whole way on real services: SQS, PostgreSQL, SMTP; calls and PubNub on loopback.
        @Test(arguments: Emulator.Kind.allCases) func takesRequestsOffTheQueueAndReachesEverybody(kind: Emulator.Kind) throws {
            let (emulator, mail) = (try Emulator(kind), try MailServer())
            let queue = try FIFOQueue(emulator, "roesc-requests.fifo")
            let more = [
                "SMTP_HOST": "127.0.0.1", "SMTP_PORT": String(mail.port), "MAIL_FROM": "desk@example.org",
                "REQUEST_QUEUE": queue.url,
            ]
            let fleet = try Fleet(section: Self.own, environment: emulator.variables.merging(more) { $1 })
            try queue.send([
                (
                    "a",
                    """
                    {"process-id":"a","action":"start","notifications":[{"channel":"phone","at":1,"phone-number":"+4455"},
                    {"channel":"email","at":1,"email":"me@example.org"},{"channel":"pubnub","at":1,"pubnub-channel":"ops"}]}
                    """
                ),
                (
                    "b",
                    #"{"process-id":"b","action":"start","notifications":[{"channel":"phone","at":1999999999,"phone-number":"+1"}]}"#
                ),
            ])
            try fleet.run("engine", "run", "--once")
            #expect(try queue.left() == 0)
            #expect(fleet.far.targets.sorted() == ["+4455", "ops"])
            #expect(try mail.mail().to == ["me@example.org"])
            #expect(try fleet.rows().compactMap { $0["processId"] as? String } == ["b"])
            try queue.send([("b", #"{"process-id":"b","action":"stop"}"#)])
            try fleet.run("engine", "run", "--once")
            #expect(try fleet.rows().isEmpty && queue.left() == 0)
        }

        @Test func leavesTheQueueAlone_WhileTheDatabaseIsGone() throws {
            let emulator = try Emulator(.moto)
            let queue = try FIFOQueue(emulator, "roesc-requests.fifo")
            let fleet = try Fleet(section: Self.own, environment: emulator.variables.merging(["REQUEST_QUEUE": queue.url]) { $1 })
            try queue.send([
                ("a", #"{"process-id":"a","action":"start","notifications":[{"channel":"phone","at":1,"phone-number":"+4455"}]}"#)
            ])
            let nobody = fleet.program.fullEnvironment.merging(["DB_PORT": "9"]) { $1 }
            let answer = try Child([Program.path, "engine", "run", "--once"], environment: nobody).finish()
            #expect(answer.status == 69 && answer.errors.contains("no request is taken off its queue"))
            #expect(try queue.left() == 1)
            try fleet.run("engine", "run", "--once")
            #expect(fleet.far.targets == ["+4455"])
        }
    }
#endif

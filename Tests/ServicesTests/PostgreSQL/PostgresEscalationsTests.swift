#if Postgres
    import Engines
    import Foundation
    import Model
    import Store
    import Support
    import Testing

    @testable import Services

    @Suite(.timeLimit(.minutes(3))) struct PostgresEscalationsTests {
        private typealias Scene = EscalationScene
        private let scene: EscalationScene
        private let store: PostgresEscalations

        init() throws {
            scene = try EscalationScene()
            store = try scene.store()
        }

        @Test func keepsWhatStrangersWriteByteForByte() async throws {
            let id = "caf\u{65}\u{301}\u{0}'; --\n🎉"
            let entry = EscalationRequest.Entry(
                notification: EscalationNotification(channel: "phone", at: 0.5, target: "+1\u{0}\\"), source: "{\"x\":\"\u{0}\"}")
            let request = TakenRequest(EscalationRequest(processID: ProcessID(id), action: .start([entry])))
            #expect(try await store.apply([request], at: Scene.start) == [.started])
            // The other spelling of é is another process.
            #expect(try await store.apply([Scene.stop("caf\u{E9}\u{0}'; --\n🎉")], at: Scene.start) == [.noSuchProcess])
            let claimed = try await store.advance(Scene.step("a")).claimed
            #expect(claimed.first?.delivery.notification == entry.notification)
            #expect(claimed.first.map { ProcessID($0.delivery.processID) } == ProcessID(id))
            #expect(try await store.history(of: ProcessID(id))?.steps.first?.source == entry.source)
        }

        @Test func twoStartsAtOnceMakeOneProcess() async throws {
            let stores = try (0..<4).map { _ in try scene.store() }
            let effects = try await withThrowingTaskGroup(of: [RequestEffect].self) { group in
                for store in stores {
                    group.addTask {
                        try await store.apply(
                            (0..<20).map { EscalationScene.request("p\($0)", [("phone", 1)]) }, at: EscalationScene.start)
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(effects.count { $0 == .started } == 20 && effects.count { $0 == .exists } == 60)
        }

        @Test func nobodyClaimsWhatAnotherHas() async throws {
            _ = try await store.apply((0..<50).map { Scene.request("p\($0)", [("phone", 1), ("phone", 2)]) }, at: Scene.start)
            let stores = try (0..<4).map { _ in try scene.store() }
            let claims = try await withThrowingTaskGroup(of: [ClaimID].self) { group in
                for (number, store) in stores.enumerated() {
                    group.addTask {
                        var mine: [ClaimID] = []
                        while true {
                            let turn = try await store.advance(EscalationScene.step("e\(number)", free: ["phone": 3]))
                            mine += turn.claimed.map(\.claim)
                            if turn.claimed.isEmpty, turn.nextDueAt == nil { return mine }
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claims.count == 100 && Set(claims).count == 100)
        }

        @Test func takesOverFromAnEngineThatFellSilentButNotBefore() async throws {
            _ = try await store.apply([Scene.request("p", [("phone", 1)])], at: Scene.start)
            #expect(try await store.beat(Scene.beat("a")) == .works)
            #expect(try await store.beat(Scene.beat("b")) == .works)
            let claim = try #require(try await store.advance(Scene.step("a")).claimed.first)
            for seconds in [0.0, 29, 30] {
                #expect(try await store.adopt(for: EngineID("b"), at: Scene.start + seconds).isEmpty)
            }
            let adopted = try await store.adopt(for: EngineID("b"), at: Scene.start + 31)
            #expect(adopted == [claim])
            #expect(try await store.adopt(for: EngineID("c"), at: Scene.start + 31).map(\.claim) == [claim.claim])
        }

        @Test func givesBackWhatAnEngineHasClaimedWithoutKnowing() async throws {
            _ = try await store.apply([Scene.request("p", [("phone", 1), ("phone", 2)])], at: Scene.start)
            _ = try await store.beat(Scene.beat("a"))
            let claims = try await store.advance(Scene.step("a")).claimed
            let known = try #require(claims.first).claim
            let adopted = try await store.adopt(for: EngineID("a"), knowing: [known], at: Scene.start)
            #expect(adopted == Array(claims.dropFirst()) && adopted.count == 1)
            #expect(try await store.adopt(for: EngineID("a"), knowing: Set(claims.map(\.claim)), at: Scene.start).isEmpty)
            #expect(try await store.adopt(for: EngineID("b"), knowing: [], at: Scene.start).isEmpty, "a lives")
            #expect(try await store.adopt(for: EngineID("a"), at: Scene.start).isEmpty)
        }

        @Test func takesOverAtOnceFromAnEngineThatHasRetired() async throws {
            _ = try await store.apply([Scene.request("p", [("phone", 1)])], at: Scene.start)
            _ = try await store.beat(Scene.beat("a"))
            _ = try await store.advance(Scene.step("a"))
            try await store.retire(EngineID("a"))
            #expect(try await store.engines().isEmpty)
            #expect(try await store.adopt(for: EngineID("b"), at: Scene.start).count == 1)
        }

        /// Nothing is acknowledged that was not stored.
        @Test func saysThatTheDatabaseIsGone() async throws {
            let own = try PostgresCluster()
            let store = PostgresEscalations(try PostgresSettings(environment: try own.database()))
            #expect(try await store.apply([Scene.request("p", [("phone", 1)])], at: Scene.start) == [.started])
            own.stop()
            do {
                _ = try await store.apply([Scene.request("q", [("phone", 1)])], at: Scene.start)
                Issue.record("there is no database")
            } catch {
                #expect(error.code == "Postgres.unavailable" && error.message.contains("write requests to PostgreSQL"))
            }
            try own.start()
            #expect(try await store.list(includesEnded: false).map(\.processID.text) == ["p"])
        }

        @Test func forgetsMessagesAndEndedProcessesInTime() async throws {
            _ = try await store.apply([Scene.request("p", [("phone", 1)], message: "m"), Scene.stop("p")], at: Scene.start)
            let day = 86_400.0
            _ = try await store.adopt(for: EngineID("a"), at: Scene.start + 14 * day)
            #expect(try await store.apply([Scene.request("p", [("phone", 1)], message: "m")], at: Scene.start) == [.repeated])
            _ = try await store.adopt(for: EngineID("a"), at: Scene.start + 91 * day)
            #expect(try await store.list(includesEnded: true).isEmpty)
        }

        /// Whatever happens, it answers as the SQLite store does.
        @Test(arguments: 1...6) func doesWhatTheOtherStoreDoes(seed: UInt64) async throws {
            let folder = try TemporaryFolder()
            let other = try SQLiteEscalations(folder: folder.path, context: "x", host: "here")
            var script = StoreScript(seed: seed)
            for store in [other, store] as [any EscalationStore] { _ = try await store.beat(Scene.beat("a")) }
            for _ in 0..<150 {
                let now = script.now
                switch script.next() {
                case .apply(let requests):
                    let effects = try await other.apply(requests, at: now)
                    #expect(try await store.apply(requests, at: now) == effects)
                case .advance(let free, let fates):
                    var steps = (
                        DeliveryStep(engine: EngineID("a"), now: now, free: free),
                        DeliveryStep(engine: EngineID("a"), now: now, free: free)
                    )
                    steps.0.closing = script.closings(of: \.0, fates)
                    steps.1.closing = script.closings(of: \.1, fates)
                    let turns = (try await other.advance(steps.0), try await store.advance(steps.1))
                    script.took(turns, closed: fates.count)
                    #expect(turns.0.claimed.map(Seen.init) == turns.1.claimed.map(Seen.init))
                    #expect(turns.0.nextDueAt == turns.1.nextDueAt)
                    #expect(turns.0.unservedChannels.sorted() == turns.1.unservedChannels)
                case .hasten(let id):
                    let answer = try await other.hasten(id, at: now)
                    #expect(try await store.hasten(id, at: now) == answer)
                case .snooze(let id, let until):
                    let answer = try await other.snooze(id, until: until, note: "n", at: now)
                    #expect(try await store.snooze(id, until: until, note: "n", at: now) == answer)
                }
                let expected = try await other.list(includesEnded: true)
                // Once they differ they differ in everything that follows.
                try #require(try await store.list(includesEnded: true) == expected)
                for row in expected {
                    let history = try await other.history(of: row.processID)
                    try #require(try await store.history(of: row.processID) == history)
                }
            }
            #expect(script.claimsSeen > 10)
            other.close()
        }

        /// What two stores must agree on; their claim numbers and keys are their own.
        private struct Seen: Equatable {
            var processID: String
            var notification: EscalationNotification
            var attempt, counted: Int
            var dueAt: Double

            init(_ claimed: ClaimedDelivery) {
                processID = claimed.delivery.processID
                notification = claimed.delivery.notification
                (attempt, counted, dueAt) = (claimed.delivery.attempt, claimed.countedAttempts, claimed.dueAt)
            }
        }

        // MARK: Engines

        private func engine(_ name: String, _ notifier: any Notifier, _ store: any EscalationStore) -> EscalationEngine {
            EscalationEngine(
                store: store, notifiers: [notifier],
                settings: EngineSettings(limits: .init(byChannel: ["phone": 10]), interval: .milliseconds(200)),
                identity: .init(engine: EngineID(name), host: "here", pid: 1))
        }

        @Test func twoEnginesDeliverFiveHundredNotificationsOnceEach() async throws {
            _ = try await store.apply((0..<500).map { Scene.request("p\($0)", [("phone", 1)]) }, at: Date())
            let notifier = CountingNotifier(wanted: 500)
            let settings = try scene.settings()
            let engines = ["a", "b"].map { engine($0, notifier, PostgresEscalations(settings)) }
            let tasks = engines.map { engine in Task { await engine.run() } }
            for await _ in notifier.isDone {}
            for task in tasks {
                task.cancel()
                await task.value
            }
            #expect(notifier.deliveries.count == 500)
            #expect(notifier.deliveries.values.allSatisfy { $0 == 1 })
            #expect(try await store.list(includesEnded: false).isEmpty)
            for engine in engines { #expect(await engine.report.delivered > 0) }
        }

        @Test func theOtherEngineDeliversWhatADeadOneHasLeft() async throws {
            _ = try await store.apply((0..<20).map { Scene.request("p\($0)", [("phone", 1)]) }, at: Date())
            let database = PostgresEscalations(try scene.settings())
            // An engine that claims and is never heard of again.
            _ = try await database.beat(
                EngineBeat(engine: EngineID("dead"), host: "here", pid: 1, at: Date(), lease: .milliseconds(500)))
            #expect(try await database.advance(Scene.step("dead", at: Date(), free: ["phone": 15])).claimed.count == 15)
            let notifier = CountingNotifier(wanted: 20)
            let engine = engine("alive", notifier, database)
            let task = Task { await engine.run() }
            for await _ in notifier.isDone {}
            task.cancel()
            await task.value
            #expect(notifier.deliveries.count == 20)
            #expect(try await store.list(includesEnded: false).isEmpty)
        }
    }
#endif

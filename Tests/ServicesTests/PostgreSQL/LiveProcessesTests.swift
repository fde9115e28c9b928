#if Postgres
    import Engines
    import Foundation
    import Model
    import Support
    import Testing

    @testable import Services

    /// Beside, and instead of, the original.
    @Suite(.timeLimit(.minutes(3))) struct LiveProcessesTests {
        private typealias Scene = EscalationScene
        private let scene: EscalationScene
        private let store: PostgresEscalations

        init() throws {
            scene = try EscalationScene(hasOriginalTables: true)
            store = try scene.live()
        }

        private func insert(_ id: String, _ at: Int, _ text: String?) throws {
            let quoted = text.map { "$edn$\($0)$edn$" } ?? "NULL"
            try scene.sql("INSERT INTO process VALUES ('\(id)', \(at), \(quoted))")
        }

        private func rows() throws -> [String] {
            try scene.sql("SELECT id || '|' || at || '|' || notifications FROM process ORDER BY id").split(separator: "\n").map(
                String.init)
        }

        private func close(_ claim: ClaimedDelivery, _ next: ClosedAttempt.Next, in store: PostgresEscalations? = nil)
            async throws
        {
            let closed = ClosedAttempt(
                claim: claim.claim, endedAt: Scene.start, outcome: next == .done ? .delivered : .failed, reason: "r", next: next)
            _ = try await (store ?? self.store).advance(Scene.step("a", free: [:], closing: [closed]))
        }

        @Test func watchesWithoutTouchingAnything() async throws {
            try insert("good", 7, #"[{:at 7 :channel "phone", :phone-number "+385911"} {:channel "email" :at 9 :email "a@b"}]"#)
            try insert("bad", 3, #"({:channel "phone", :at 3, :odd key 1})"#)
            try insert("none", 4, nil)
            let before = try scene.sql("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")
            let watching = OriginalTables(try scene.settings())
            let list = try await watching.list(includesEnded: true)
            #expect(list.map(\.processID.text) == ["bad", "none", "good"])
            #expect(list.map(\.state) == [.unreadable, .unreadable, .scheduled])
            #expect(list[0].reason?.contains("not EDN") == true)
            #expect(list[2].nextAt == 7 && list[2].nextChannel == "phone" && list[2].remaining == 2)
            let steps = try await watching.history(of: ProcessID("good"))?.steps
            #expect(steps?.map(\.notification.target) == ["+385911", "a@b"])
            #expect(try await watching.history(of: ProcessID("nobody")) == nil)
            await #expect(throws: Problem.self) { try await watching.advance(Scene.step("a")) }
            #expect(try scene.sql("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'") == before)
        }

        @Test func readsTheCallerIDsOfTheProperty() async throws {
            let watching = OriginalTables(try scene.settings())
            #expect(try await watching.callerIDs() == CallerIDRegistry([:]))
            try scene.sql(#"INSERT INTO property VALUES ('caller-id-registry', '{"+385": "+1", "default": "+2"}')"#)
            #expect(try await watching.callerIDs().callerID(for: "+38591") == "+1")
            try scene.sql("UPDATE property SET property_value = 'x'")
            await #expect(throws: PostgresError.self) { try await watching.callerIDs() }
        }

        @Test func takesOutOfTheRowWhatItHasDeliveredAndKeepsTheRestAsItWas() async throws {
            try insert(
                "p", 1, #"[{:at 1 :channel "phone" :phone-number "+1"} {:channel "fax" :at 2000000000.5M :note #x [1 \a]}]"#)
            let claim = try #require(try await store.advance(Scene.step("a")).claimed.first)
            #expect(claim.delivery.notification == EscalationNotification(channel: "phone", at: 1, target: "+1"))
            // Until it is closed the row is untouched: a crash loses nothing.
            #expect(try rows()[0].hasPrefix("p|1|["))
            try await close(claim, .done)
            #expect(try rows() == [#"p|2000000001|({:channel "fax", :at 2000000000.5M, :note #x [1 \a]})"#])
        }

        @Test(arguments: [ClosedAttempt.Next.done, .deadLetter]) func deletesARowOfWhichNothingIsLeft(next: ClosedAttempt.Next)
            async throws
        {
            try insert("p", 1, #"({:channel "phone", :at 1, :phone-number "+1"})"#)
            let claim = try #require(try await store.advance(Scene.step("a")).claimed.first)
            try await close(claim, next)
            #expect(try rows().isEmpty)
            #expect(try await store.list(includesEnded: false).map(\.state) == (next == .done ? [] : [.deadLetter]))
        }

        @Test func sendsNothingOfAProcessWhoseRowIsGone() async throws {
            try insert("p", 1, #"({:channel "phone", :at 1, :phone-number "+1"} {:channel "phone", :at 2, :phone-number "+1"})"#)
            let claim = try #require(try await store.advance(Scene.step("a", free: ["phone": 1])).claimed.first)
            try scene.sql("DELETE FROM process")
            #expect(try await store.advance(Scene.step("a")).claimed.isEmpty)
            try await close(claim, .again(at: 1))
            #expect(try await store.advance(Scene.step("a")).claimed.isEmpty)
            #expect(try await store.list(includesEnded: false).isEmpty)
            #expect(try rows().isEmpty)
        }

        @Test func doesNotSendWhatTheOriginalHasTakenOut() async throws {
            let two = #"{:channel "phone", :at 2, :phone-number "+2"}"#
            try insert("p", 1, #"({:channel "phone", :at 1, :phone-number "+1"} \#(two))"#)
            let first = try #require(try await store.advance(Scene.step("a", free: ["phone": 1])).claimed.first)
            try scene.sql("UPDATE process SET at = 2, notifications = $edn$(\(two) {:channel \"phone\", :at 3})$edn$")
            try await close(first, .again(at: 0))
            let turn = try await store.advance(Scene.step("a"))
            #expect(turn.claimed.map(\.delivery.notification.at).sorted() == [2, 3])
            for claim in turn.claimed { try await close(claim, .done) }
            #expect(try rows().isEmpty)
        }

        @Test func startsAndStopsInTheOriginalsOwnFormat() async throws {
            let request = Scene.request("p", [("phone", 1_900_000_000), ("email", 1_900_000_001)], message: "m")
            #expect(try await store.apply([request, request], at: Scene.start) == [.started, .repeated])
            #expect(
                try rows() == [
                    #"p|1900000000|({:channel "phone", :at 1900000000, :phone-number "+1"} {:channel "email", :at 1900000001})"#
                ])
            #expect(try await store.apply([Scene.request("p", [("phone", 1)])], at: Scene.start) == [.exists])
            #expect(
                try await store.apply([Scene.stop("p"), Scene.stop("p")], at: Scene.start) == [
                    .stopped(unsent: 2, inFlight: 0), .noSuchProcess,
                ])
            #expect(try rows().isEmpty)
            // Not one of ours, and stopped all the same; unreadable ones too.
            try insert("q", 1, "garbage")
            #expect(try await store.apply([Scene.request("q", [("phone", 1)])], at: Scene.start) == [.exists])
            #expect(try await store.apply([Scene.stop("q")], at: Scene.start) == [.stopped(unsent: 0, inFlight: 0)])
        }

        @Test func refusesWhatTheTableCannotHoldAndTakesTheRest() async throws {
            let long = String(repeating: "x", count: 41)
            let many = (0..<60).map { ("phone", Double($0)) }
            let effects = try await store.apply(
                [Scene.request(long, [("phone", 1)]), Scene.request("many", many), Scene.request("p", [("phone", 1)])],
                at: Scene.start)
            guard case .refused(let id) = effects[0], case .refused(let text) = effects[1] else {
                Issue.record("\(effects)")
                return
            }
            #expect(id.contains("41 characters") && text.contains("2048"))
            #expect(effects[2] == .started)
            #expect(try rows().count == 1)
        }

        @Test func showsBesideItsOwnWhatOnlyTheTableHas() async throws {
            _ = try await store.apply([Scene.request("ours", [("phone", 1_900_000_000)])], at: Scene.start)
            try insert("theirs", 1, #"({:channel "phone", :at 1, :phone-number "+1"})"#)
            try insert("bad", 1, "garbage")
            let list = try await store.list(includesEnded: false)
            #expect(Set(list.map(\.processID.text)) == ["ours", "theirs", "bad"])
            #expect(list.first { $0.processID.text == "bad" }?.state == .unreadable)
            #expect(try await store.history(of: ProcessID("theirs"))?.steps.count == 1)
            try scene.sql("DELETE FROM process WHERE id = 'ours'")
            #expect(try await store.list(includesEnded: false).contains { $0.processID.text == "ours" } == false)
        }

        @Test func saysThatTheDatabaseIsNotTheOriginals() async throws {
            let other = try EscalationScene()
            let store = try other.live()
            do {
                _ = try await store.advance(Scene.step("a"))
                Issue.record("there is no table process")
            } catch { #expect(error.message.contains("no table process")) }
            #expect(try other.sql("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'") == "0\n")
        }

        @Test func twoEnginesOnTheOriginalsTableDeliverNothingTwice() async throws {
            try scene.sql(
                """
                INSERT INTO process SELECT 'p' || n, 1, '({:channel "phone", :at 1, :phone-number "+1"} {:channel "phone", :at 2, :phone-number "+2"})'
                FROM generate_series(1, 100) n
                """)
            let notifier = CountingNotifier(wanted: 200)
            let engines = try ["a", "b"].map { name in
                EscalationEngine(
                    store: PostgresEscalations(original: try scene.settings(), targetKeys: Channel.targetKeys),
                    notifiers: [notifier],
                    settings: EngineSettings(limits: .init(byChannel: ["phone": 10]), interval: .milliseconds(200)),
                    identity: .init(engine: EngineID(name), host: "here", pid: 1))
            }
            let tasks = engines.map { engine in Task { await engine.run() } }
            for await _ in notifier.isDone {}
            for task in tasks {
                task.cancel()
                await task.value
            }
            #expect(notifier.deliveries.count == 200 && notifier.deliveries.values.allSatisfy { $0 == 1 })
            #expect(try rows().isEmpty)
        }
    }
#endif

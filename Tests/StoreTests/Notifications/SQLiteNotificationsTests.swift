import FoundationEssentials
import Model
import Store
import Support
import Testing

struct SQLiteNotificationsTests {
    private let clock = ManualClock()

    private func withStore(_ body: (SQLiteNotifications) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteNotifications(
            folder: folder.path, context: "test", settings: NotificationSettings(), clock: clock)
        try await body(store)
        store.close()
    }

    private func new(_ id: String, _ targets: String..., sendIn seconds: Double? = nil) -> NewNotification {
        NewNotification(
            id: id, event: "gala", sendAt: seconds.map { clock.now.addingTimeInterval($0) },
            recipients: targets.map { .init(channel: "email", target: $0) })
    }

    private func status(_ store: SQLiteNotifications, _ id: String) async throws -> String? { try await store.record(id)?.status }

    @Test func tellsTheTruthOfEachRecipient() async throws {
        try await withStore { store in
            try await store.add([new("1", "ann@x", "bob@x")], at: clock.now)
            #expect(try await status(store, "1") == "CREATED")
            let claims = try await store.claim(at: clock.now)
            #expect(
                claims.map(\.delivery.notification.target) == ["ann@x", "bob@x"] && claims.allSatisfy { $0.delivery.attempt == 1 }
            )
            #expect(try await status(store, "1") == "QUEUED")
            #expect(try await store.claim(at: clock.now).isEmpty, "nobody takes it twice")
            try await store.end(claims[0], .delivered(reference: "m-1"), at: clock.now)
            try await store.end(claims[1], .failed(reason: "no such address", isFinal: true, retryAfter: nil), at: clock.now)
            #expect(try await status(store, "1") == "FAILED")
            let attempts = try await store.attempts(of: "1")
            #expect(attempts.map(\.outcome) == [.delivered, .failed] && attempts[0].providerID == "m-1")
            #expect(try await store.record("1")?.reason == "no such address")
        }
    }

    /// Who has got it, and who perhaps has, gets it no second time.
    @Test func aRetry_ReachesOnlyThoseWhoHaveFailed() async throws {
        try await withStore { store in
            try await store.add([new("1", "ann@x", "bob@x", "cas@x")], at: clock.now)
            let claims = try await store.claim(at: clock.now)
            try await store.end(claims[0], .delivered(reference: nil), at: clock.now)
            try await store.end(claims[1], .unknown(reason: "no answer"), at: clock.now)
            #expect(await store.retry("1") == .conditionFailed, "it is being sent")
            try await store.end(claims[2], .failed(reason: "full", isFinal: true, retryAfter: nil), at: clock.now)
            #expect(await store.retry("1") == .changed(requestID: nil))
            #expect(await store.retry("1") == .conditionFailed)
            #expect(try await status(store, "1") == "RETRY")
            let again = try await store.claim(at: clock.now)
            #expect(again.map(\.delivery.notification.target) == ["cas@x"])
            #expect(again.first?.delivery.key == claims[2].delivery.key, "the far end knows a repetition by its key")
            try await store.end(again[0], .delivered(reference: nil), at: clock.now)
            #expect(try await status(store, "1") == "UNKNOWN", "one of them perhaps has it")
            #expect(await store.retry("1") == .conditionFailed)
        }
    }

    @Test func triesThreeTimes_EachLater() async throws {
        try await withStore { store in
            try await store.add([new("1", "ann@x")], at: clock.now)
            for pause in [10.0, 20.0] {
                let claims = try await store.claim(at: clock.now)
                try await store.end(
                    try #require(claims.first), .failed(reason: "busy", isFinal: false, retryAfter: nil), at: clock.now)
                #expect(try await status(store, "1") == "QUEUED")
                #expect(try await store.nextDue() == clock.now.addingTimeInterval(pause))
                clock.advance(by: .seconds(pause - 1))
                #expect(try await store.claim(at: clock.now).isEmpty)
                clock.advance(by: .seconds(1))
            }
            let last = try #require(try await store.claim(at: clock.now).first)
            try await store.end(last, .failed(reason: "busy", isFinal: false, retryAfter: nil), at: clock.now)
            #expect(try await status(store, "1") == "FAILED" && last.delivery.attempt == 3)
            #expect(try await store.nextDue() == nil)
        }
    }

    @Test func whatASenderHasBegunAndNotEnded_IsUnknown() async throws {
        try await withStore { store in
            try await store.add([new("1", "ann@x")], at: clock.now)
            let claim = try #require(try await store.claim(at: clock.now).first)
            #expect(try await store.adopt(at: clock.now) == 1)
            #expect(try await status(store, "1") == "UNKNOWN")
            #expect(await store.retry("1") == .conditionFailed)
            try await store.end(claim, .delivered(reference: "late"), at: clock.now)
            #expect(try await store.attempts(of: "1").map(\.outcome) == [.unknown], "an end that was written stays")
        }
    }

    @Test func sendsWhenItIsDue_AndAddsAllOrNone() async throws {
        try await withStore { store in
            try await store.add([new("later", "ann@x", sendIn: 60), new("now", "bob@x")], at: clock.now)
            #expect(try await store.claim(at: clock.now).map(\.notificationID) == ["now"])
            do throws(Problem) {
                try await store.add([new("fresh", "a@x"), new("now", "b@x")], at: clock.now)
                Issue.record("an id was taken twice")
            } catch {
                #expect(error.code == "NothingDone")
            }
            #expect(try await store.record("fresh") == nil)
            clock.advance(by: .seconds(60))
            #expect(try await store.claim(at: clock.now).map(\.notificationID) == ["later"])
        }
    }

    @Test func readsInPages() async throws {
        try await withStore { store in
            try await store.add((0..<25).map { new("n\($0)", "a\($0)@x") }, at: clock.now)
            var (ids, cursor): ([String], NotificationCursor?) = ([], nil)
            repeat {
                let page = try await store.page(NotificationQuestion(status: "CREATED", limit: 10, cursor: cursor))
                ids += page.records.map(\.id)
                cursor = page.next
            } while cursor != nil
            #expect(ids == (0..<25).map { "n\($0)" })
            #expect(try await store.page(NotificationQuestion(status: "CREATED", countsOnly: true, limit: 1)).count == 25)
        }
    }
}

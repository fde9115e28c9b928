import Drawing
import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

struct NotificationScreenTests {
    private static let night = ScreenTester.night

    private static func record(
        _ id: String, _ status: String, saleIn minutes: Double? = nil, ago: Double = 600, reason: String? = nil
    ) -> NotificationRecord {
        func time(_ seconds: Double) -> AttributeValue { .string(ISO8601.text(night.addingTimeInterval(seconds))) }
        var item: [String: AttributeValue] = [
            "pk": .string("notification#\(id)"), "sk": .string("metadata"), "status": .string(status), "createdAt": time(-1500),
            "updatedAt": time(-ago), "eventId": .string("north-star-tour"), "channel": .string("sms"),
            "phone": .string("+15552011234"),
        ]
        if let minutes { item["saleStartsAt"] = time(minutes * 60) }
        if let reason { item["failureReason"] = .string(reason) }
        return NotificationRecord(id: id, item, settings: NotificationSettings(), now: night)
    }

    private static let rows = [
        record("1125", "FAILED", saleIn: 24, reason: "UpstreamError: the SMS service has answered 503"),
        record("1126", "FAILED", saleIn: 24, reason: "UpstreamError: the SMS service has answered 503"),
        record("1097", "FAILED", saleIn: -90, ago: 6900, reason: "InvalidNumber: the number cannot be reached"),
        record("1131", "QUEUED", saleIn: 24, ago: 30), record("1133", "CREATED", saleIn: 300, ago: 300),
        record("1001", "DELIVERED", saleIn: -90, ago: 7000),
    ]

    static func sight(_ rows: [NotificationRecord] = rows) -> NotificationSight {
        var settings = NotificationSettings()
        settings.table = "prd3292-prod1-us-east-1-demand-table"
        var tally = NotificationTally(settings: settings, now: night)
        for row in rows { tally.add(row) }
        return NotificationSight(
            pane: PaneSnapshot(rows: rows, asOf: night, cadence: .seconds(600), total: rows.count),
            overview: NotificationOverview(tally, settings: settings, isComplete: true, units: 7.5))
    }

    private func tester(
        _ keys: String = "n", place: Place = .drill, width: Int = 120, height: Int = 40, rows: [NotificationRecord] = Self.rows
    ) -> ScreenTester {
        var tester = ScreenTester(width: width, height: height, place: place)
        tester.send(.notifications(.sight(Self.sight(rows))))
        tester.press(keys)
        return tester
    }

    private func proposal(_ effects: [Effect]) -> Proposal? {
        effects.lazy.compactMap { if case .submit(let proposal) = $0 { proposal } else { nil } }.first
    }

    private func detail(_ id: String = "1125") -> NotificationDetail {
        var book = NotificationRunbook(id: id, record: Self.rows.first { $0.id == id })
        book.sender = "prd3292-prod1-us-east-1-ntfcn-snd"
        book.lines = [
            .init(
                at: Self.night.addingTimeInterval(-420),
                text: "{\"level\":\"error\",\"message\":\"notification#1125 attempt 3 of 3 failed\"}")
        ]
        book.attempts = [
            NotificationAttempt(
                at: Self.night.addingTimeInterval(-420), channel: "phone", target: "+15552011234", outcome: .failed,
                reason: "busy")
        ]
        return book.detail(at: Self.night)
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)]) func looksAsItLooked(width: Int, height: Int) {
        #expect(
            ScreenGolden("notifications-\(width)x\(height)").difference(from: tester(width: width, height: height).canvas) == nil)
        var open = tester("n Enter", width: width, height: height)
        open.send(.notifications(.detail(detail())))
        #expect(ScreenGolden("notification-\(width)x\(height)").difference(from: open.canvas) == nil)
    }

    @Test func saysWhatPresses() {
        let screen = tester().screen
        #expect(screen.contains("Sale starts in 24 minutes with 3 unsent: north-star-tour"))
        #expect(screen.contains("FAILED 3") && screen.contains("oldest unsent 25m") && screen.contains("delivered"))
        #expect(screen.contains("7.5 capacity units") || screen.contains("8 capacity units"))
    }

    /// Nothing is read while nobody looks.
    @Test func isReadWhileItIsOpen() {
        var tester = tester()
        #expect(tester.takeEffects().contains(.watchNotifications(true)))
        tester.press("Enter Esc")
        #expect(!tester.takeEffects().contains(.watchNotifications(false)))
        tester.press("Esc")
        #expect(tester.takeEffects().contains(.watchNotifications(false)))
    }

    @Test func isRefused_WhereTheContextHasNone() {
        var tester = ScreenTester(place: .drill)
        for key in ["n", "R"] {
            tester.press(key)
            #expect(tester.screen.contains("this context has no \"notifications\" section"))
            tester.wait(seconds: 1)
        }
        #expect(tester.takeEffects().isEmpty)
    }

    @Test func fromAnywhereElse_RShowsWhatHasFailed() {
        var tester = tester("R")
        #expect(tester.screen.contains("status:FAILED") && tester.screen.contains("3/6"))
        #expect(!tester.screen.contains("1001 "))
        tester.press("Esc")
        #expect(tester.screen.contains("Notifications 6"))
    }

    @Test func retriesTheOneAtHand_AfterAQuestion() throws {
        var tester = tester()
        tester.wait(seconds: 1)
        tester.press("R")
        #expect(tester.screen.contains("Retry notification 1125?"))
        #expect(tester.screen.contains("SET status = RETRY IF status = FAILED"))
        #expect(proposal(tester.takeEffects()) == nil)
        tester.press("Enter")
        #expect(proposal(tester.takeEffects()) == nil, "Enter is no yes")
        tester.wait(seconds: 1)
        tester.press("R y")
        let effects = tester.takeEffects()
        let proposal = try #require(self.proposal(effects))
        guard case .notification(let order) = proposal.call else {
            Issue.record("\(proposal.call)")
            return
        }
        #expect(order.targets == [.init(id: "1125", statusBefore: "FAILED")])
        #expect(proposal.change.action == "notification.retry" && proposal.change.permission == .mutate)
        let answer = RetryAnswer(id: "1125", .retried, statusBefore: "FAILED")
        tester.send(.notifications(.retried(answer, done: 1, of: 1)))
        tester.send(.change(.ended(proposal.id, Outcome(.confirmed, note: "1 of 1 retried"))))
        #expect(tester.screen.contains("1 retried: 1 under way"))
        tester.send(.notifications(.ended(id: "1125", .sent(status: "DELIVERED"), isTold: true)))
        #expect(tester.screen.contains("1 retried: 1 sent."))
        #expect(tester.screen.contains("Notification 1125 sent: DELIVERED"))
    }

    @Test func takesAllThatIsMarked_ButOnlyWhatHasFailed() throws {
        var tester = tester()
        tester.press("*")
        #expect(tester.screen.contains("6 marked"))
        tester.wait(seconds: 1)
        tester.press("R")
        #expect(tester.screen.contains("Retry 3 notifications?") && tester.screen.contains("at most 20 a second"))
        tester.press("y")
        let effects = tester.takeEffects()
        guard case .notification(let order)? = proposal(effects)?.call else {
            Issue.record("nothing was submitted")
            return
        }
        #expect(Set(order.targets.map(\.id)) == ["1125", "1126", "1097"])
        tester.wait(seconds: 1)
        tester.press("Esc R")
        #expect(tester.screen.contains("is not over yet"))
    }

    /// Each record of an order, as it is answered and as it ends, what is bad first.
    @Test func theOrderIsFollowed_RecordByRecord() throws {
        var tester = tester("n *")
        tester.wait(seconds: 1)
        tester.press("R y")
        let proposal = try #require(self.proposal(tester.takeEffects()))
        tester.send(.notifications(.retried(RetryAnswer(id: "1125", .retried, statusBefore: "FAILED"), done: 1, of: 3)))
        #expect(tester.screen.contains("1 retried: 1 under way; 2 not tried"))
        tester.send(.notifications(.retried(RetryAnswer(id: "1126", .retried, statusBefore: "FAILED"), done: 2, of: 3)))
        let lost = Problem(code: "timeout", message: "No answer came.")
        let unknown = RetryAnswer(id: "1097", .unknown, statusBefore: "FAILED", problem: lost)
        tester.send(.notifications(.retried(unknown, done: 3, of: 3)))
        tester.send(.change(.answered(proposal.id, Outcome(.unknown(lost)), nil)))
        tester.send(.change(.ended(proposal.id, Outcome(.unknown(lost)))))
        tester.send(.notifications(.ended(id: "1125", .sent(status: "SENT"), isTold: true)))
        tester.send(.notifications(.ended(id: "1126", .failedAgain(reason: "InvalidNumber"), isTold: true)))
        let screen = tester.screen
        #expect(screen.contains("The outcome is unknown.") && screen.contains("1097  No answer came."))
        #expect(screen.contains("1126  failed again: InvalidNumber") && screen.contains("1125  sent: SENT"))
        let places = try ["1097  ", "1126  ", "1125  "].map { try #require(screen.firstRange(of: $0)).lowerBound }
        #expect(places == places.sorted())
        #expect(ScreenGolden("notification-retry-120x40").difference(from: tester.canvas) == nil)
    }

    @Test func inProduction_TheNameIsTyped() {
        var tester = tester(place: .prod)
        tester.wait(seconds: 1)
        tester.press("R")
        #expect(tester.screen.contains("Type prod to do it"))
    }

    @Test func whatHasNotFailed_IsNotRetried() {
        var tester = tester("n G")
        tester.wait(seconds: 1)
        tester.press("R")
        #expect(tester.screen.contains("only what has failed is retried"))
    }

    @Test func readOnly_RefusesToRetry_AndShowsEverything() {
        var place = Place.drill
        place.isReadOnly = true
        var tester = tester("n", place: place)
        tester.wait(seconds: 1)
        tester.press("R")
        #expect(tester.screen.contains("is read-only here"))
        #expect(proposal(tester.takeEffects()) == nil)
    }

    @Test func filtersSortsAndSaysWhatIsWrong() {
        var tester = tester()
        tester.press("/")
        tester.type("status:queued")
        #expect(tester.screen.contains("1/6"))
        tester.type(" nosuch:x")
        #expect(tester.screen.contains("No field \"nosuch\" here"))
        tester.press("Esc")
        #expect(tester.screen.contains("Notifications 6"))
        tester.press("s")
        #expect(tester.screen.contains("Sort notifications by"))
        tester.press("j Enter")
        #expect(tester.screen.contains("Sorted by id"))
    }

    @Test func theDetail_HidesWhoIsTold_UntilSomebodyAsks() {
        var tester = tester("n Enter")
        #expect(tester.takeEffects().contains(.loadNotification("1125")))
        tester.send(.notifications(.detail(detail())))
        #expect(
            tester.screen.contains("Notification Not Sent") && tester.screen.contains("Mend what made it fail, then retry it: R.")
        )
        #expect(tester.screen.contains("…234") && !tester.screen.contains("5552011234"))
        tester.press("#")
        #expect(tester.screen.contains("+15552011234"))
        tester.press("Esc Enter")
        tester.send(.notifications(.detail(detail())))
        #expect(!tester.screen.contains("5552011234"), "asking counts for one look")
    }

    @Test func aFailedReading_KeepsWhatWasKnown() {
        var tester = tester()
        var sight = Self.sight()
        sight.pane.error = Problem(
            code: "AccessDeniedException", message: "DynamoDB Scan was refused.", hint: "Allow dynamodb:Scan.")
        tester.send(.notifications(.sight(sight)))
        #expect(tester.screen.contains("Allow dynamodb:Scan.") && tester.screen.contains("1125"))
    }

    @Test func nothingOfThemStays_InAnotherContext() {
        var tester = tester()
        tester.send(.place(Place(context: "other", region: "us-east-1", isProduction: false)))
        tester.press("n")
        #expect(tester.screen.contains("no \"notifications\" section"))
    }
}

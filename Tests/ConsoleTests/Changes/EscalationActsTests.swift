import Drawing
import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

/// Stopping, starting, delivering and snoozing escalations by keys.
struct EscalationActsTests {
    private static let now = ScreenTester.night
    private static let names = ["harbour-kitchen", "old-town-grill", "night-market"]
    private static let staging = Place(context: "staging", region: "eu-west-1", account: "123456789012", isProduction: false)

    private static func row(_ name: String, in seconds: Double = 250) -> Escalation {
        Escalation(
            processID: ProcessID(name), state: .scheduled, nextAt: now.timeIntervalSince1970 + seconds, nextChannel: "phone",
            remaining: 2, startedAt: now.addingTimeInterval(-900))
    }

    private static func history(_ name: String) -> EscalationHistory {
        func step(_ at: Double, _ state: EscalationStep.State, _ target: String, _ attempts: [EscalationAttempt] = [])
            -> EscalationStep
        {
            let moment = now.timeIntervalSince1970 + at
            return EscalationStep(
                notification: EscalationNotification(channel: "phone", at: moment, target: target), state: state,
                dueAt: state.isPending ? moment : nil, attempts: attempts,
                source: #"{"channel":"phone","at":\#(Int(moment)),"phone-number":"\#(target)"}"#)
        }
        let sent = EscalationAttempt(at: now.addingTimeInterval(-300), outcome: .delivered, endedAt: now.addingTimeInterval(-298))
        return EscalationHistory(
            row: row(name),
            steps: [
                step(-300, .delivered, "+442079460111", [sent]), step(250, .scheduled, "+442079460222"),
                step(900, .scheduled, "+442079460333"),
            ])
    }

    private static func orders(
        _ names: [String], _ act: EscalationOrder.Act = .stop, way: EscalationOrder.Way = .store, place: Place = staging
    ) -> [EscalationOrder] {
        names.map { EscalationOrder(act, ProcessID($0), way: way, place: place, history: history($0)) }
    }

    private func tester(_ place: Place = staging, _ width: Int = 120, _ height: Int = 40, engine: EngineStatus = .none)
        -> ScreenTester
    {
        var tester = ScreenTester.night(width, height, place: place)
        let rows = Self.names.enumerated().map { Self.row($0.element, in: 250 + 100 * Double($0.offset)) }
        tester.send(.escalations(PaneSnapshot(rows: rows, asOf: Self.now, cadence: .seconds(10))), .engine(engine))
        tester.press("3")
        _ = tester.takeEffects()
        return tester
    }

    private func wished(_ tester: ScreenTester) -> EscalationWish? {
        tester.effects.lazy.compactMap { if case .prepareOrders(let wish) = $0 { wish } else { nil } }.last
    }

    private func submitted(_ tester: ScreenTester) -> [[EscalationOrder]] {
        tester.effects.compactMap { effect in
            guard case .submit(let proposal) = effect, case .escalations(let orders) = proposal.call else { return nil }
            return orders
        }
    }

    /// Presses the key and answers with orders; the question stands.
    private func asked(_ tester: inout ScreenTester, _ key: String, _ orders: [EscalationOrder]) throws {
        tester.press(key)
        tester.send(.change(.orders(try #require(wished(tester)).number, orders)))
    }

    @Test(arguments: PaneScreenTests.sizes) func namesWhatIsNotSent_AndWhatWasSent(size: (Int, Int)) throws {
        var tester = tester(Self.staging, size.0, size.1)
        try asked(&tester, "S", Self.orders(["harbour-kitchen"]))
        #expect(ScreenGolden("escalation-stop-\(size.0)x\(size.1)").difference(from: tester.canvas) == nil)
        tester.press("y")
        let id = try #require(tester.state.changes.runs.last).id
        tester.send(
            .change(.partEnded(id, part: 0, Outcome(.confirmed, note: "2 notifications not sent."))),
            .change(.answered(id, Outcome(.confirmed), nil)),
            .change(.ended(id, Outcome(.confirmed, note: "2 notifications not sent."))))
        #expect(ScreenGolden("escalation-stopped-\(size.0)x\(size.1)").difference(from: tester.canvas) == nil)
    }

    @Test func aYesBeforeTheQuestionIsRead_IsNone() throws {
        var tester = tester()
        tester.press("S y")
        #expect(submitted(tester).isEmpty && tester.screen.contains("still being read"))
        tester.press("Esc")
        tester.send(.change(.orders(try #require(wished(tester)).number, Self.orders(["harbour-kitchen"]))))
        #expect(tester.state.views.isEmpty, "the answer to a question that was left opens nothing")
    }

    @Test func whatCannotBeOrdered_SaysWhy() throws {
        var tester = tester()
        tester.press("S")
        let problem = Problem(code: "Gone", message: "harbour-kitchen has ended meanwhile: there is nothing to stop.")
        tester.send(.change(.noOrders(try #require(wished(tester)).number, problem)))
        #expect(tester.state.views.isEmpty && tester.screen.contains("has ended meanwhile"))
    }

    @Test func markedOnesStopTogether_EachByItself() throws {
        var tester = tester()
        tester.press("Space j Space S")
        let ids = Self.names.prefix(2).map { ProcessID($0) }
        #expect(wished(tester)?.what == .stop(Array(ids)))
        tester.send(.change(.orders(try #require(wished(tester)).number, Self.orders(Array(Self.names.prefix(2))))))
        #expect(tester.screen.contains("Stop escalation (2)?"))
        tester.press("y")
        #expect(submitted(tester).first?.map(\.processID) == Array(ids))
        let id = try #require(tester.state.changes.runs.last).id
        let problem = Problem(
            code: "OutcomeUnknown", message: "Not confirmed: it is still there after 60 s.", hint: "Check the deployment.")
        tester.send(
            .change(.partEnded(id, part: 0, Outcome(.confirmed, note: "2 notifications not sent."))),
            .change(.partEnded(id, part: 1, Outcome(.unknown(problem)))), .change(.ended(id, Outcome(.unknown(problem)))))
        #expect(tester.screen.contains("not confirmed: Not confirmed: it is still there after 60 s. Check the deployment."))
        #expect(tester.state.feed.messages.contains { $0.severity == .critical && $0.text.contains("old-town-grill") })
        #expect(tester.effects.contains(.bell))
        guard case .restart(let requests) = tester.state.changes.undos.last?.wish else {
            Issue.record("there is nothing to undo")
            return
        }
        #expect(requests.map(\.processID.text) == ["harbour-kitchen"], "only what was confirmed can be undone")
    }

    @Test func undoStartsAgainWhatWasLeft_AndCanBeUndoneItself() throws {
        var tester = tester()
        try asked(&tester, "S", Self.orders(["harbour-kitchen"]))
        tester.press("y")
        let first = try #require(tester.state.changes.runs.last).id
        tester.send(.change(.partEnded(first, part: 0, Outcome(.confirmed))), .change(.ended(first, Outcome(.confirmed))))
        tester.wait(seconds: 1)
        tester.press("u")
        #expect(tester.screen.contains("start again harbour-kitchen"))
        tester.press("Esc Esc U")
        let wish = try #require(wished(tester))
        guard case .restart(let requests) = wish.what, case .start(let entries) = requests.first?.action else {
            Issue.record("U does not start it again: \(wish)")
            return
        }
        #expect(entries.map(\.notification.target) == ["+442079460222", "+442079460333"])
        tester.send(.change(.orders(wish.number, Self.orders(["harbour-kitchen"], .restart(requests[0])))))
        #expect(tester.screen.contains("Start again harbour-kitchen") && !tester.screen.contains("460222"))
        tester.press("y")
        let second = try #require(tester.state.changes.runs.last).id
        tester.send(.change(.partEnded(second, part: 0, Outcome(.confirmed))), .change(.ended(second, Outcome(.confirmed))))
        #expect(tester.state.changes.undos.map(\.wish) == [.stop([ProcessID("harbour-kitchen")])])
    }

    @Test(arguments: PaneScreenTests.sizes) func asksForTheNumberOfATest(size: (Int, Int)) {
        var tester = tester(Self.staging, size.0, size.1)
        tester.press("N")
        tester.type("020 7946 0111")
        tester.press("Enter")
        #expect(wished(tester) == nil)
        #expect(ScreenGolden("escalation-test-\(size.0)x\(size.1)").difference(from: tester.canvas) == nil)
        tester.press("C-u")
        tester.send(.input(.paste("+44 20 7946-0111\n")))
        tester.press("Enter")
        #expect(wished(tester)?.what == .test(phone: "+442079460111"))
    }

    @Test func snoozeWantsATimeAndAReason() {
        var tester = tester()
        for text in ["", "soon", "15m", "15m  ", "0s because", "9d because"] {
            tester.press("W")
            tester.type(text)
            tester.press("Enter")
            #expect(wished(tester) == nil, "\(text)")
            tester.press("Esc")
            tester.wait(seconds: 1)
        }
        tester.press("W")
        tester.type("15m the owner is on the way")
        tester.press("Enter")
        #expect(
            wished(tester)?.what == .snooze(ProcessID("harbour-kitchen"), for: .seconds(900), note: "the owner is on the way"))
    }

    @Test func deliversTheSelectedOne() {
        var tester = tester()
        tester.press("j E")
        #expect(wished(tester)?.what == .deliver(ProcessID("old-town-grill")))
    }

    @Test(arguments: ["S", "E", "W", "N", "U"]) func refusesInReadOnlyAndInReplay(key: String) {
        var place = Self.staging
        place.isReadOnly = true
        var readOnly = tester(place)
        readOnly.press(key)
        #expect(readOnly.effects.isEmpty && readOnly.state.views.isEmpty && readOnly.screen.contains("read-only"))
        var past = tester()
        past.press("[")
        let number = past.effects.compactMap { if case .replay(let request) = $0 { request.number } else { nil } }.last ?? 0
        var snapshot = Snapshot(
            place: Self.staging, takenAt: Self.now.addingTimeInterval(-600),
            window: Window(endingAt: Self.now, length: .seconds(900)))
        snapshot.escalations = PaneSnapshot(rows: [Self.row("then")], asOf: Self.now.addingTimeInterval(-600))
        past.send(.replay(ReplayAnswer(number: number, found: .shown(snapshot))))
        #expect(past.screen.contains("then") && !past.screen.contains("harbour-kitchen"))
        _ = past.takeEffects()
        past.press(key)
        #expect(past.effects.isEmpty && past.state.views.isEmpty && past.screen.contains("which is past"))
        past.press(".")
        #expect(past.screen.contains("harbour-kitchen"))
    }

    @Test func isOfferedOnlyWhereItActs() {
        var tester = tester()
        #expect(tester.lines.last?.contains("S stop") == true)
        tester.press(":")
        tester.type("stop-esc")
        #expect(tester.screen.contains("Stop-escalation"))
        tester.press("Esc 2")
        #expect(tester.lines.last?.contains("S stop") == false)
        tester.press(":")
        tester.type("stop-esc")
        #expect(!tester.screen.contains("Stop-escalation"))
        tester.press("Esc")
        tester.wait(seconds: 1)
        tester.press("S")
        #expect(tester.screen.contains("3 goes to them") && tester.state.views.isEmpty)
    }

    @Test func masksNumbersInADetail_UntilAPersonAsks() {
        var tester = tester()
        tester.press("Enter")
        let history = Self.history("harbour-kitchen")
        tester.send(
            .detail(Detail(request: .escalation(ProcessID("harbour-kitchen")), asOf: Self.now, timeline: history.timeline)))
        #expect(tester.screen.contains("…222") && !tester.screen.contains("+442079460222"))
        #expect(tester.screen.contains("delivered") && tester.screen.contains("Still to come"))
        tester.press("#")
        #expect(tester.screen.contains("+442079460222") && tester.screen.contains("+442079460111"))
        tester.press("#")
        #expect(!tester.screen.contains("+442079460222"))
    }

    // MARK: Quitting

    @Test(arguments: ["q", "C-c"]) func asksBeforeItLeaves_WhatOnlyThisEngineDelivers(key: String) {
        var tester = tester(engine: .here)
        tester.press(key)
        #expect(!tester.state.isQuitting)
        #expect(tester.screen.contains("The engine works here: harbour-kitchen (in 4m) and 2 more within the hour."))
        for no in ["n", "Esc", "Enter"] {
            tester.press(no)
            #expect(!tester.state.isQuitting && tester.state.views.isEmpty)
            tester.wait(seconds: 3)
            tester.press(key)
        }
        tester.press("y")
        #expect(tester.state.isQuitting)
    }

    @Test func doesNotAsk_WhereNothingIsLeftUndelivered() {
        for engine in [EngineStatus.elsewhere(seconds: 4), .none] {
            var tester = tester(engine: engine)
            tester.press("q")
            #expect(tester.state.isQuitting, "\(engine)")
        }
        var drill = tester(.drill, engine: .here)
        drill.press("q")
        #expect(drill.state.isQuitting, "practice never asks")
        var later = tester(engine: .here)
        later.send(.escalations(PaneSnapshot(rows: [Self.row("later", in: 3700)], asOf: Self.now)))
        later.press("q")
        #expect(later.state.isQuitting)
    }

    @Test func asksAboutWhatIsSoNow_AlsoWhileUpdatesAreHeldBack() {
        var tester = tester(engine: .here)
        tester.press("p")
        tester.send(.escalations(PaneSnapshot(rows: [], asOf: Self.now)))
        tester.press("q")
        #expect(tester.state.isQuitting)
    }

    @Test func aSecondInterruptQuits() {
        var tester = tester(engine: .here)
        let start = tester.state.now
        tester.send(.timedInput(.key(.control("c")), at: start))
        #expect(!tester.state.isQuitting)
        tester.send(.timedInput(.key(.control("c")), at: start.addingTimeInterval(1)))
        #expect(tester.state.isQuitting)
    }

    // MARK: Quiet

    @Test func sendsLittleWhileNothingHappens() {
        var tester = tester()
        var changed = 0
        var before = tester.lines.dropFirst(2)
        for second in 1...240 {
            let now = Self.now.addingTimeInterval(Double(second))
            tester.send(.unchanged(.escalations, at: now), .tick(now))
            let lines = tester.lines.dropFirst(2)
            changed += zip(before, lines).filter { old, new in old != new && Self.names.contains { old.contains($0) } }.count
            before = lines
        }
        // Each of three rows counts minutes, and one of them its last minute by fives.
        #expect((8...40).contains(changed), "\(changed)")
        #expect(tester.state.escalations.ageSeconds(at: tester.state.now) == 0)
    }
}

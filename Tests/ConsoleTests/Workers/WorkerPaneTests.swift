import Drawing
import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

struct WorkerPaneTests {
    private static func row(
        _ id: String, who: String, start: Int, end: Int, _ categories: [MeetingCategory] = [], emergencyAt: Int? = nil,
        acknowledged: MeetingState? = nil
    ) -> WorkerRow {
        let night = ScreenTester.night
        let meeting = Meeting(
            id: id, subject: "Visit of \(who)", categories: categories.map(\.rawValue), attendees: ["\(who)@example.com"],
            start: night.addingMinutes(start), end: night.addingMinutes(end))
        let marks = WorkerMarks(
            acknowledgement: acknowledged.map {
                WorkerAcknowledgement(state: $0, until: night.addingMinutes(15), note: "calling")
            }, emergencyAt: emergencyAt.map { night.addingMinutes($0) })
        var row = WorkerRow(meeting, settings: WorkerSettings(), now: night, marks: marks)
        row.phones = ["+447700900123"]
        return row
    }

    private static var rows: [WorkerRow] {
        [
            row("u", who: "una", start: 60, end: 120), row("i", who: "ian", start: -50, end: 40, [.checkedIn]),
            row("d", who: "dee", start: -12, end: 40), row("m", who: "moe", start: -40, end: 40, [.missedCheckIn]),
            row("n", who: "ned", start: -16, end: 40),
            row("e", who: "eve", start: -50, end: 40, [.checkedIn, .emergency], emergencyAt: -3),
        ]
    }

    private func tester(
        _ rows: [WorkerRow] = rows, place: Place = .drill, width: Int = 120, height: Int = 40,
        change: (inout WorkerOverview) -> Void = { _ in }
    ) -> ScreenTester {
        var tester = ScreenTester(width: width, height: height, place: place)
        var overview = WorkerOverview()
        overview.counters = ["MeetingsCompletedOK": 4, "Emergencies": 1]
        change(&overview)
        tester.send(.workers(PaneSnapshot(rows: rows, asOf: ScreenTester.night, cadence: .seconds(2)), overview))
        tester.press("4")
        _ = tester.takeEffects()
        return tester
    }

    private func proposal(_ effects: [Effect]) -> Proposal? {
        effects.lazy.compactMap { if case .submit(let proposal) = $0 { proposal } else { nil } }.first
    }

    @Test func whoIsInDanger_StandsOnTop() throws {
        var tester = tester()
        tester.press("z")
        let shown = tester.lines.filter { $0.hasPrefix("│") && $0.contains("Visit of") }.map { line in
            ["eve", "moe", "ned", "dee", "ian", "una"].first { line.contains("Visit of \($0)") } ?? "?"
        }
        #expect(shown == ["eve", "moe", "ned", "dee", "ian", "una"])
        #expect(tester.screen.contains("EMERGENCY") && tester.screen.contains("for 3m") && tester.screen.contains("today 4 ok"))
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)]) func looksAsItLooked(width: Int, height: Int) throws {
        let canvas = tester(width: width, height: height).canvas
        #expect(ScreenGolden("workers-\(width)x\(height)").difference(from: canvas) == nil)
    }

    @Test func aNewEmergency_RingsAndFlashesTheHeader_UntilItIsAcknowledged() {
        var tester = tester([Self.row("i", who: "ian", start: -50, end: 40, [.checkedIn])])
        let emergency = Self.row("i", who: "ian", start: -50, end: 40, [.checkedIn, .emergency])
        tester.send(.workers(PaneSnapshot(rows: [emergency], asOf: ScreenTester.night), WorkerOverview()))
        #expect(tester.takeEffects().contains(.bell))
        #expect(tester.lines[1].contains("NEW 1 critical") && tester.lines[1].contains("ian"))
        let acknowledged = Self.row("i", who: "ian", start: -50, end: 40, [.checkedIn, .emergency], acknowledged: .emergency)
        tester.send(.workers(PaneSnapshot(rows: [acknowledged], asOf: ScreenTester.night), WorkerOverview()))
        #expect(!tester.lines[1].contains("NEW"))
        // Nothing has changed after a quarter of an hour: it sounds again.
        tester.send(.workers(PaneSnapshot(rows: [emergency], asOf: ScreenTester.night), WorkerOverview()))
        #expect(tester.takeEffects().contains(.bell))
    }

    @Test func checksInByHand_AfterAQuestion() throws {
        var tester = tester()
        tester.press("I")
        #expect(tester.screen.contains("Check in \"eve\"?"))
        #expect(proposal(tester.takeEffects()) == nil)
        tester.press("y")
        let submitted = tester.takeEffects()
        let proposal = try #require(self.proposal(submitted))
        #expect(proposal.call == .worker(.set(id: "e", .checkedIn, subject: "eve")))
        #expect(proposal.change.permission == .mutate && proposal.change.targets == ["e"])
        tester.send(.change(.ended(proposal.id, Outcome(.confirmed, note: "checkedIn"))))
        #expect(tester.screen.contains("Check in \"eve\": done. checkedIn"))
    }

    @Test func acknowledges_WithAReason_AndWithoutAQuestion() throws {
        var tester = tester()
        tester.press("A")
        #expect(tester.screen.contains("why?"))
        tester.press("j Enter")
        let submitted = tester.takeEffects()
        let proposal = try #require(self.proposal(submitted))
        #expect(proposal.call == .worker(.acknowledge(id: "e", note: "They have answered and are safe", subject: "eve")))
    }

    @Test func offersTheCallsToTest_NumbersMasked() throws {
        var tester = tester()
        tester.press("T")
        #expect(tester.screen.contains("3 Emergency from …123") && !tester.screen.contains("7700"))
        tester.press("Enter")
        #expect(tester.screen.contains("Call: check in from …123?"))
        #expect(tester.screen.contains("looking at the calendar"))
        tester.send(.change(.rehearsed(1, .found(["caller: Eve", "the caller hears: Your appointment has been checked in."]))))
        #expect(tester.screen.contains("Dry run    caller: Eve") && tester.screen.contains("the caller hears: Your appointment"))
        tester.press("y")
        #expect(proposal(tester.takeEffects())?.call == .worker(.call(.checkIn, number: "+447700900123")))
    }

    @Test func theDeployedFunctionsAreTried_WhereTheCalendarIsLive_WithAWarningOfRealMail() throws {
        var tester = tester { overview in
            overview.isLive = true
            overview.lambdaRegion = "eu-west-2"
        }
        let functions = ["lw-ConnectFunction-X1", "lw-CheckFunction-X2", "other"].map { LambdaFunction(name: $0) }
        tester.send(.lambda(PaneSnapshot(rows: functions, asOf: ScreenTester.night)))
        tester.press("T")
        #expect(tester.screen.contains("lw-ConnectFunction-X1") && tester.screen.contains("by this program"))
        tester.press("j j Enter")
        #expect(tester.screen.contains("Test-invoke lw-ConnectFunction-X1?"))
        #expect(tester.screen.contains("sends real mail to the emergency list") && tester.screen.contains("eu-west-2"))
        #expect(!tester.screen.contains("7700900"))
        tester.press("y")
        guard case .invoke(let plan)? = proposal(tester.takeEffects())?.call else {
            Issue.record("nothing was invoked")
            return
        }
        #expect(
            plan.payload.text
                == #"{"Details":{"Parameters":{"buttonpressed":"3"},"ContactData":{"CustomerEndpoint":{"Address":"+447700900123"}}}}"#
        )
        // Two capitals at once are one too many.
        tester.wait(seconds: 1)
        tester.press("Esc T")
        tester.press("j j j j j j Enter")
        #expect(tester.screen.contains("Test-invoke lw-CheckFunction-X2?"))
    }

    @Test func hidesNumbersAndAddresses_UntilSomebodyAsks() throws {
        var tester = tester()
        tester.press("Enter")
        var detail = Detail(request: .meeting(id: "e"), asOf: ScreenTester.night)
        detail.personal = [Fact("phones", "+447700900123"), Fact("description", "Ring 01224567890, eve@example.com")]
        tester.send(.detail(detail))
        #expect(tester.screen.contains("eve@…") && tester.screen.contains("…123"))
        for secret in ["example.com", "7700900", "01224567"] { #expect(!tester.screen.contains(secret), "\(secret)") }
        tester.press("#")
        for secret in ["eve@example.com", "+447700900123", "01224567890"] { #expect(tester.screen.contains(secret), "\(secret)") }
        tester.press("#")
        #expect(!tester.screen.contains("7700900"))
        tester.press("+")
        #expect(tester.takeEffects().contains(.copy("+447700900123")) && !tester.screen.contains("7700900"))
    }

    @Test func whoIsInDanger_StaysInTheHeader_UntilSomebodySaysWhoDealsWithIt() {
        var tester = tester([Self.row("i", who: "ian", start: -50, end: 40, [.checkedIn])])
        let emergency = Self.row("i", who: "ian", start: -50, end: 40, [.checkedIn, .emergency])
        tester.send(.workers(PaneSnapshot(rows: [emergency], asOf: ScreenTester.night), WorkerOverview()))
        for keys in ["v", "Enter", "Esc", "w"] {
            tester.press(keys)
            #expect(tester.lines[1].contains("NEW 1 critical"), "\(keys)")
        }
        for keys in ["?", "Esc", ":", "Esc", "m"] {
            tester.press(keys)
            #expect(tester.lines[1].contains("ian"), "\(keys)")
        }
    }

    @Test func theHeaderFlashes_AndThenStandsStill() {
        var tester = tester([Self.row("i", who: "ian", start: -50, end: 40, [.checkedIn])])
        let emergency = Self.row("i", who: "ian", start: -50, end: 40, [.checkedIn, .emergency])
        tester.send(.workers(PaneSnapshot(rows: [emergency], asOf: ScreenTester.night), WorkerOverview()))
        var roles: [Role] = []
        for second in 0..<30 {
            tester.send(.tick(ScreenTester.night.addingTimeInterval(Double(second))))
            roles.append(tester.canvas[3, 1].role)
        }
        #expect(Set(roles[0..<10]) == [.headerAlert, .severityCritical])
        #expect(Set(roles[10...]) == [.headerAlert])
    }

    /// Within one minute nothing on the pane changes but ages that other panes have too.
    @Test func countdownsStandStillForAMinute() {
        let row = Self.row("d", who: "dee", start: -12, end: 40)
        let night = ScreenTester.night
        #expect((0..<60).map { row.countdown(at: night.addingTimeInterval(Double($0))) }.count { $0 != "in 2m" } <= 1)
        #expect(
            [121.0, 130, 139, 175, 180].map { row.countdown(at: night.addingTimeInterval($0)) } == [
                "in 50s", "in 50s", "in 40s", "now", "now",
            ])
        let missed = Self.row("m", who: "moe", start: -40, end: 40, [.missedCheckIn])
        #expect(missed.countdown(at: night) == "for 25m" && missed.countdown(at: night.addingTimeInterval(59)) == "for 25m")
        let upcoming = Self.row("u", who: "una", start: 200, end: 300)
        #expect(upcoming.countdown(at: night) == "in 3h05m")
    }

    @Test func aPaneThatNobodyLooksAfter_RingsToo_AndSettingsThatAreNone() {
        for (missing, error) in [
            (Problem(code: "NoCheck", message: "Nobody has checked.", hint: "Run it."), nil),
            (nil, Problem.badSettings("unknown key \"x\".")),
        ] as [(Problem?, Problem?)] {
            var tester = tester()
            var pane = PaneSnapshot(rows: Self.rows, asOf: ScreenTester.night, missing: missing.map { [$0] } ?? [])
            pane.error = error
            tester.send(.workers(pane, WorkerOverview()))
            #expect(tester.takeEffects().contains(.bell))
            tester.press("6")
            #expect(tester.lines[1].contains("NEW 4 critical"))
        }
    }

    @Test func aCallThatFitsNoMeeting_StandsOnTop_AndIsCleared() throws {
        let call = EmergencyCall(
            number: "+447700900555", name: "Zed", at: ScreenTester.night.addingTimeInterval(-60), isTold: false)
        let row = WorkerRow(call, number: 4, settings: WorkerSettings(), now: ScreenTester.night, marks: WorkerMarks())
        var tester = tester(Self.rows + [row])
        tester.press("z g")
        #expect(tester.screen.contains("Zed …555") && !tester.screen.contains("7700900555"))
        #expect(tester.lines.firstIndex { $0.contains("Zed") } ?? 99 < tester.lines.firstIndex { $0.contains("moe") } ?? 0)
        tester.send(.workers(PaneSnapshot(rows: [row], asOf: ScreenTester.night), WorkerOverview()))
        tester.press("I")
        #expect(tester.state.hint?.kind == .refusal && tester.state.views.isEmpty)
    }

    @Test func tellsCostsAndTheOutbox() throws {
        var tester = tester { overview in
            overview.costs = WorkerCosts(provisionedUnits: 1, calls: 217, daysOver: 15.5, daysOfMonth: 31)
            overview.outbox = [
                OutboxAlert(at: ScreenTester.night, subject: "Missed check-in", body: "Check-in was missed\r\n  Subject: X")
            ]
        }
        tester.press(": c o s t s Enter")
        #expect(tester.screen.contains("217, of 434 expected") && tester.screen.contains("$15.00"))
        tester.press("Esc : o n l y Space t h i s Enter")
        #expect(tester.screen.contains("Check-in was missed"))
    }

    @Test func thePastShowsWhoWasInDangerThen() {
        var tester = tester()
        tester.press("[")
        var snapshot = Snapshot(
            place: .drill, takenAt: ScreenTester.night.addingTimeInterval(-600),
            window: Window(endingAt: ScreenTester.night, length: .seconds(900)))
        snapshot.workers = PaneSnapshot(rows: [Self.row("o", who: "olaf", start: -50, end: 40)], asOf: snapshot.takenAt)
        tester.send(.replay(ReplayAnswer(number: 1, found: .shown(snapshot))))
        func shown() -> String { tester.lines.filter { $0.contains("│") }.joined() }
        #expect(shown().contains("olaf") && !shown().contains("Visit of eve"))
        // What is critical now is not of the past.
        #expect(tester.lines[1].contains("eve"))
        tester.press(".")
        #expect(shown().contains("Visit of eve") && !shown().contains("olaf"))
    }

    @Test func nothingIsDone_WhereItIsReadOnly_OrNothingIsSelected() {
        var place = Place.drill
        place.isReadOnly = true
        for tester in [tester(place: place), tester([])] {
            for key in ["I", "O", "A"] {
                var tester = tester
                tester.press(key)
                #expect(proposal(tester.effects) == nil && tester.state.views.isEmpty, "\(key)")
                #expect(tester.state.hint?.kind == .refusal)
            }
        }
    }

    @Test func whatNobodyLooksAfter_IsSaidInThePane() {
        var tester = tester()
        let trouble = Problem(code: "NoCheck", message: "Nobody has checked.", hint: "Run it.")
        tester.send(
            .workers(PaneSnapshot(rows: Self.rows, asOf: ScreenTester.night, missing: [trouble]), WorkerOverview()))
        #expect(tester.screen.contains("Nobody has checked. Run it."))
    }
}

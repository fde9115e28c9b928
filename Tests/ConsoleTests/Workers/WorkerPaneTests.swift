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

    private func tester(_ rows: [WorkerRow] = rows, place: Place = .drill, width: Int = 120, height: Int = 40) -> ScreenTester {
        var tester = ScreenTester(width: width, height: height, place: place)
        var overview = WorkerOverview()
        overview.counters = ["MeetingsCompletedOK": 4, "Emergencies": 1]
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
        #expect(tester.screen.contains("EMERGENCY") && tester.screen.contains("for 3m") && tester.screen.contains("today: 4 ok"))
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
        #expect(tester.screen.contains("Check in \"eve\": checkedIn"))
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
        tester.press("y")
        #expect(proposal(tester.takeEffects())?.call == .worker(.call(.checkIn, number: "+447700900123")))
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

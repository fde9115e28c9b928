import FoundationEssentials
import Model
import Support
import Testing

struct WorkerOverviewTests {
    private let now = MeetingSamples.now

    private func codes(_ change: (inout WorkerOverview) -> Void) -> [String] {
        var overview = WorkerOverview()
        change(&overview)
        return overview.troubles(at: now).map { (WorkerOverview.isCritical($0) ? "!" : "") + $0.code }
    }

    @Test(
        arguments: [
            (nil, []), (366, []), (30, []), (29, ["SecretExpiry"]), (7, ["SecretExpiry"]), (6, ["!SecretExpiring"]),
            (0, ["!SecretExpiring"]), (367, ["!SecretUnknown"]), (1000, ["!SecretUnknown"]),
        ] as [(Int?, [String])]) func saysInTimeThatTheSecretExpires(days: Int?, expected: [String])
    {
        #expect(codes { $0.secretDays = days } == expected)
    }

    /// Minutes since the last good check, and whether that is silence: older than two intervals.
    @Test(arguments: [(nil, true), (0.0, false), (20, false), (20.1, true)] as [(Double?, Bool)])
    func silenceIsNotSafety(minutes: Double?, isLate: Bool) {
        let found = codes {
            $0.interval = .seconds(600)
            $0.lastGoodCheckAt = minutes.map { now.addingTimeInterval(-$0 * 60) }
        }
        #expect(found == (isLate ? ["!NoCheck"] : []))
        #expect(codes { $0.lastGoodCheckAt = nil }.isEmpty)
    }

    @Test func whatFailedComesFirst_AndNoMailIsAWarning() {
        let found = codes {
            $0.hasNoMail = true
            $0.unsentCount = 1
            $0.failure = Problem(code: "Graph.503", message: "It does not answer.")
        }
        #expect(found == ["!Graph.503", "!NotTold", "NoMail"])
    }

    @Test func anOutboxAlertIsMasked() {
        let alert = OutboxAlert(
            at: now, subject: "Missed check-in",
            body:
                "Check-in was missed\r\n  Subject: Visit\r\n  Start time: 2024-01-15T09:40:00 (GMT)\r\n  ann@example.com +447123123456"
        )
        #expect(alert.summary == "Outbox: Missed check-in. Subject: Visit; Start time: 2024-01-15T09:40:00 (GMT)")
        #expect(!alert.lines.joined().contains("ann@example.com") && !alert.lines.joined().contains("7123123"))
    }

    @Test(arguments: [("ann.reid@example.com", "ann.reid@…"), ("nobody", "nobody"), ("", "")])
    func anAddressLosesItsDomain(address: String, masked: String) {
        #expect(PersonalText.masked(address: address) == masked)
    }

    @Test func costsAreThoseOfTheDocument() {
        // Five staff with twenty calls a week: around $16 a month, beside one unit of provisioned concurrency.
        let costs = WorkerCosts(provisionedUnits: 1, calls: 217, daysOver: 15.5, daysOfMonth: 31)
        #expect(costs.concurrencyDollars == 15 && costs.expectedCalls == 434)
        #expect(abs((costs.callDollars ?? 0) - 8.246) < 0.001 && abs((costs.expectedDollars ?? 0) - 31.492) < 0.001)
        #expect(WorkerCosts(provisionedUnits: nil, calls: nil, daysOver: 3, daysOfMonth: 31).expectedDollars == nil)
        #expect(WorkerCosts(provisionedUnits: 1, calls: 4, daysOver: 0.1, daysOfMonth: 31).expectedCalls == nil)
    }

    @Test func aCallForHelpIsARow_OnTop_UntilItIsCleared() {
        let call = EmergencyCall(number: "+447123123456", name: "Ann", at: now.addingTimeInterval(-86_400 * 3), isTold: false)
        let row = WorkerRow(call, number: 7, settings: WorkerSettings(), now: now, marks: WorkerMarks())
        #expect(row.id == "call-7" && row.state == .emergency && row.severity == .critical && !row.isReported)
        #expect(row.who == "Ann …456" && row.phones == ["+447123123456"] && row.matters(at: now))
        #expect(WorkerRow.callNumber("call-7") == 7 && WorkerRow.callNumber("visit") == nil)
        let unknown = EmergencyCall(number: nil, name: nil, at: now, isTold: true)
        #expect(
            WorkerRow(unknown, number: 8, settings: WorkerSettings(), now: now, marks: WorkerMarks()).who == "unknown caller")
    }
}

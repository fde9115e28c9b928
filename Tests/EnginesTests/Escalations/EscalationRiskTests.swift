import FoundationEssentials
import Model
import Testing

@testable import Engines

@Suite struct EscalationRiskTests {
    private static let now = Date(timeIntervalSince1970: 1_700_000_000)

    private func sight(
        _ rows: [Escalation], _ engine: EngineStatus = .here, _ change: (inout EngineCounts) -> Void = { _ in }
    ) -> EscalationsPoller.Sight {
        var counts = EngineCounts()
        change(&counts)
        return EscalationsPoller.Sight(pane: PaneSnapshot(rows: rows, asOf: Self.now), engine: engine, counts: counts)
    }

    private func row(_ id: String, in seconds: Double, isOriginal: Bool = false) -> Escalation {
        Escalation(
            processID: ProcessID(id), state: .scheduled, nextAt: Self.now.timeIntervalSince1970 + seconds, nextChannel: "phone",
            remaining: 1,
            startedAt: isOriginal ? nil : Self.now - 900)
    }

    private func warnings(_ sight: EscalationsPoller.Sight) -> [String] {
        EscalationRisk(sight, at: Self.now).warnings.map { "\($0.code): \($0.message)" }
    }

    @Test func hasNothingToSay_WhereEverythingWorks() {
        #expect(warnings(sight([row("a", in: -5), row("b", in: 60)])).isEmpty)
        #expect(warnings(sight([row("b", in: 60)], .none)).isEmpty, "nothing is due")
    }

    @Test func saysWhatIsAtRisk_WhenNobodyDelivers() {
        #expect(
            warnings(sight([row("a", in: -5), row("b", in: 60)], .none)) == [
                "NobodyDelivers: Nobody is delivering, and something is due. At risk: 2 processes, 1 due now, next at 2023-11-14T22:14:20.000Z."
            ])
    }

    @Test func leavesARunningDeploymentItsOwnPace() {
        #expect(warnings(sight([row("a", in: -59, isOriginal: true)], .none)).isEmpty)
        #expect(warnings(sight([row("a", in: -61, isOriginal: true)], .none)).count == 1)
    }

    @Test func saysWhatIsAtRisk_WhenTheEngineCannotWrite() {
        let sight = sight([row("b", in: 60)]) { $0.trouble = "Could not write deliveries to /s: the disk is full." }
        #expect(
            warnings(sight) == [
                "EngineTrouble: The engine cannot work: Could not write deliveries to /s: the disk is full. "
                    + "At risk: 1 process, next at 2023-11-14T22:14:20.000Z."
            ])
    }

    @Test func saysWhatWasThere_WhenTheStoreIsGone() {
        let gone = Problem(code: "Postgres.unavailable", message: "Could not read escalations in PostgreSQL. No connection")
        #expect(
            EscalationRisk(sight([row("a", in: -5)]), at: Self.now).named(in: gone).message
                == "Could not read escalations in PostgreSQL. No connection. At risk: 1 process, 1 due now.")
        #expect(
            EscalationRisk(sight([]), at: Self.now).named(in: gone).message.hasSuffix(
                "At risk: requests that have not been taken; no process is known to wait."))
    }

    @Test func countsWhatWasSkippedAndWhatHadNoEffect() {
        let both = sight([]) { ($0.refused, $0.ignored, $0.lastRefusal) = (2, 1, "Process p: it runs already.") }
        #expect(warnings(both) == ["Refused: 2 requests skipped, 1 without effect. Process p: it runs already."])
        #expect(warnings(sight([]) { $0.ignored = 3 }) == ["Refused: 3 without effect. "])
    }

    /// An engine that cannot write that it lives cannot deliver either, also the one that runs here.
    @Test(arguments: [(0.0, EngineStatus.here), (30, .here), (31, .none)])
    func callsAnEngineGone_ThatWasNotHeardOfForItsLease(seconds: Double, status: EngineStatus) {
        let beat = EngineBeat(engine: EngineID("e"), host: "h", pid: 1, at: Self.now - seconds)
        #expect(EscalationsPoller.status(beat, at: Self.now) { _ in true } == status)
    }
}

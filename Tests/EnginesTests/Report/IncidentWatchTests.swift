import FoundationEssentials
import Model
import Testing

@testable import Engines

@Suite struct IncidentWatchTests {
    private let place = Place(context: "prod", region: "us-east-1", isProduction: true)

    private func at(_ minute: Double) -> Date { Date(timeIntervalSince1970: 1_705_312_800 + minute * 60) }

    private func snapshot(_ minute: Double, _ functions: [(String, Severity)], asOf: Double? = nil, error: Problem? = nil)
        -> Snapshot
    {
        let rows = functions.map { name, severity in
            var row = LambdaFunction(name: name)
            row.severity = severity
            row.reasons = severity == .ok ? [] : ["errors"]
            return row
        }
        return Snapshot(
            place: place, takenAt: at(minute), window: Window(endingAt: at(minute), length: .seconds(900)),
            lambda: PaneSnapshot(rows: rows, asOf: at(asOf ?? minute), error: error), queues: .off, alarms: .loading)
    }

    private func watch(_ snapshots: [Snapshot]) -> IncidentWatch {
        var watch = IncidentWatch()
        for snapshot in snapshots { watch.see(snapshot) }
        return watch
    }

    /// Every change between two severities.
    @Test func tellsOfWhatIsOrWasTrouble_AndOfNothingElse() {
        for before in Severity.allCases {
            for after in Severity.allCases {
                let watch = watch([snapshot(0, [("f", before)]), snapshot(1, [("f", after)])])
                let changes = watch.moments.filter { $0.at == at(1) }.flatMap(\.changes)
                let isTold = before != after && (before >= .warning || after >= .warning)
                #expect(
                    changes == (isTold ? [.init(name: "f", from: before, to: after, reason: after == .ok ? "" : "errors")] : []))
            }
        }
    }

    @Test func trouble_ThatIsThereAtTheBeginning_IsTold() {
        let watch = watch([snapshot(0, [("a", .ok), ("b", .warning), ("c", .critical)])])
        #expect(watch.moments.map(\.at) == [at(0)])
        #expect(watch.moments[0].changes.map(\.name) == ["c", "b"])
        #expect(watch.moments[0].changes.allSatisfy { $0.from == nil })
    }

    @Test func aRowThatVanishesInTrouble_IsTold() {
        let watch = watch([snapshot(0, [("a", .critical), ("b", .ok)]), snapshot(1, [])])
        #expect(watch.moments.last?.changes == [.init(name: "a", from: .critical, to: nil)])
    }

    @Test func theTimeIsThatOfTheData_AndTheSameDataIsToldOnce() {
        let watch = watch([
            snapshot(0, [("f", .ok)]), snapshot(5, [("f", .critical)], asOf: 4), snapshot(6, [("f", .critical)], asOf: 4),
        ])
        #expect(watch.moments.map(\.at) == [at(4)])
    }

    @Test func aPaneThatCannotBeRead_IsToldOnce_AndWhenItCanBeAgain() {
        let problem = Problem(code: "AccessDenied", message: "Could not list functions.")
        let watch = watch([
            snapshot(0, [("f", .ok)]), snapshot(1, [("f", .ok)], asOf: 0, error: problem),
            snapshot(2, [("f", .ok)], asOf: 0, error: problem), snapshot(3, [("f", .ok)]),
        ])
        #expect(watch.moments.map(\.reading) == [.failed(problem), .recovered])
        #expect(watch.moments.map(\.at) == [at(1), at(3)])
    }

    @Test func theEndIsTheNewestSnapshot_WorstFirst_WithoutWhatIsOff() {
        let watch = watch([
            snapshot(0, [("a", .critical)]),
            snapshot(1, [("b", .warning), ("a", .warning), ("c", .critical), ("d", .ok), ("e", .unknown)]),
        ])
        #expect(watch.end.map(\.pane) == [.lambda, .alarms])
        #expect(watch.end[0].notOK.map(\.name) == ["c", "a", "b", "e"])
        #expect(watch.end[0].counts == [.critical: 1, .warning: 2, .ok: 1, .unknown: 1])
        #expect(watch.end[1].asOf == nil)
    }

    @Test func twoAlarmsOfOneName_FromTwoSources_AreTwo() {
        func alarm(_ source: Alarm.Source, _ state: String) -> Alarm {
            Alarm(name: "a", state: state, since: nil, reason: "r", source: source, kind: .metric)
        }
        var before = snapshot(0, [])
        before.alarms = PaneSnapshot(rows: [alarm(.cloudwatch, "OK"), alarm(.local, "OK")], asOf: at(0))
        var after = snapshot(1, [])
        after.alarms = PaneSnapshot(rows: [alarm(.cloudwatch, "OK"), alarm(.local, "ALARM")], asOf: at(1))
        #expect(
            watch([before, after]).moments.flatMap(\.changes) == [.init(name: "a", from: .ok, to: .critical, reason: "ALARM: r")])
    }
}

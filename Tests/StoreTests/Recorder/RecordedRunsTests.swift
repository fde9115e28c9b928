import FoundationEssentials
import Model
import Support
import Testing

@testable import Store

/// Runs of the optimizer in the cache and in the recording.
@Suite struct RecordedRunsTests {
    private static var rows: [OptimizerRow] {
        OptimizerPhase.embedded.enumerated().map { OptimizerSamples.row(OptimizerSamples.run($0, $1)) }
            + OptimizerSamples.troubles.map { OptimizerSamples.row($0.run, $0.sight) }
    }

    /// What the row shows; why it ended stands in the reasons.
    private func kept(_ rows: [OptimizerRow]) -> [OptimizerRow] {
        rows.map { row in
            var row = row
            row.run.problem = nil
            return row
        }
    }

    @Test func cacheKeepsEveryRow() throws {
        let bytes = CachedRows.encode(Self.rows[...])
        let read: [OptimizerRow] = try CachedRows.decode(bytes)
        #expect(read == kept(Self.rows))
    }

    @Test func recordingShowsWhatWasShown() async throws {
        let folder = try TemporaryFolder()
        let recorder = try Recorder(folder: folder.path)
        let pane = PaneSnapshot(rows: Self.rows, asOf: OptimizerSamples.now)
        try await recorder.record(pane, place: .prod, window: .seconds(900), at: OptimizerSamples.now)
        var later = Self.rows
        later[3].percent = 77
        later[3].run.costNow = Money(ticks: 3)
        let moment = OptimizerSamples.now.addingTimeInterval(30)
        try await recorder.record(PaneSnapshot(rows: later, asOf: moment), place: .prod, window: .seconds(900), at: moment)
        let first = try await recorder.snapshot(context: "prod", at: OptimizerSamples.now.addingTimeInterval(1))
        let second = try await recorder.snapshot(context: "prod", at: moment.addingTimeInterval(1))
        #expect(first?.optimizer.rows.count == Self.rows.count)
        #expect(first?.optimizer.rows.map(\.percent) == Self.rows.map(\.percent))
        #expect(second?.optimizer.rows[3].run.costNow == Money(ticks: 3))
        #expect(second?.optimizer.rows[3].reasons == Self.rows[3].reasons)
    }
}

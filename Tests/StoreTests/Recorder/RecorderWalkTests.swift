import FoundationEssentials
import Model
import Support
import Testing

@testable import Store

@Suite struct RecorderWalkTests {
    private static let start = RecordedAccount.start
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func walk(_ recorder: Recorder, _ since: Double, _ until: Double) async throws -> [Snapshot] {
        try await recorder.walk(
            context: "prod", since: Self.start.addingTimeInterval(since), until: Self.start.addingTimeInterval(until), into: []
        ) { $0.append($1) }
    }

    /// Every snapshot of the walk is what a jump to its moment shows, over whole frames, segments and two processes at once.
    @Test func goesThroughTheSameMomentsAsJumps() async throws {
        var account = RecordedAccount(functions: 4, queues: 4, alarms: 4)
        let recorders = [try Recorder(folder: folder.path), try Recorder(folder: folder.path)]
        for step in 0..<400 {
            let now = Self.start.addingTimeInterval(Double(step) * 60)
            account.changeQueues(at: now)
            account.changeFunctions(at: now)
            account.changeAlarms(at: now, share: 0.2)
            let recorder = recorders[step / 7 % 2]
            let (place, window) = (RecordedAccount.place, RecordedAccount.window)
            try await recorder.record(.shown(account.queues, at: now), place: place, window: window, at: now)
            try await recorder.record(.shown(account.functions, at: now), place: place, window: window, at: now)
            try await recorder.record(
                .shown(account.alarms, at: now), place: place, window: window, at: now.addingTimeInterval(1))
        }
        let seen = try await walk(recorders[0], 3030, 20_000)
        #expect(seen.count > 500)
        #expect(seen.first?.takenAt == Self.start.addingTimeInterval(3030))
        #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.takenAt <= $1.takenAt })
        // The last one of each moment: panes that changed in one millisecond come one after the other.
        for (place, snapshot) in seen.enumerated() where place + 1 == seen.count || seen[place + 1].takenAt > snapshot.takenAt {
            let jump = try #require(try await recorders[1].snapshot(context: "prod", at: snapshot.takenAt))
            #expect(jump.lambda.rows == snapshot.lambda.rows && jump.queues.rows == snapshot.queues.rows)
            #expect(jump.alarms.rows == snapshot.alarms.rows)
        }
    }

    @Test func findsNothing_WhereNothingWasRecorded() async throws {
        let recorder = try Recorder(folder: folder.path)
        #expect(try await walk(recorder, 0, 1000).isEmpty)
        let queues: PaneSnapshot<Queue> = .shown([Queue(name: "q", url: "u")], at: Self.start.addingTimeInterval(2000))
        try await recorder.record(
            queues, place: RecordedAccount.place, window: RecordedAccount.window, at: Self.start.addingTimeInterval(2000))
        #expect(try await walk(recorder, 0, 1000).isEmpty)
        #expect(try await walk(recorder, 2500, 3000).map(\.takenAt) == [Self.start.addingTimeInterval(2500)])
    }
}

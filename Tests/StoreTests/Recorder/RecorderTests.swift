import FoundationEssentials
import GRDB
import Glibc
import Model
import Support
import Testing

@testable import Store

@Suite struct RecorderTests {
    private static let start = RecordedAccount.start
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func moment(_ seconds: Double) -> Date { Self.start.addingTimeInterval(seconds) }

    private func record<Row: RecordedRow>(
        _ recorder: Recorder, _ snapshot: PaneSnapshot<Row>, _ seconds: Double, place: Place = RecordedAccount.place
    ) async throws {
        try await recorder.record(snapshot, place: place, window: RecordedAccount.window, at: moment(seconds))
    }

    private func queue(_ depth: Int) -> Queue {
        var row = Queue(name: "q", url: "u")
        row.visible = depth
        return row
    }

    private func sql<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) throws -> Value {
        let queue = try DatabaseQueue(path: folder.file("recorder.sqlite"))
        defer { try? queue.close() }
        return try queue.write(body)
    }

    @Test func showsEveryMomentAsItWas() async throws {
        var account = RecordedAccount(functions: 5, queues: 5, alarms: 5)
        let recorder = try Recorder(folder: folder.path)
        var shown: [(second: Double, snapshot: Snapshot)] = []
        var current = Snapshot(
            place: RecordedAccount.place, takenAt: Self.start,
            window: Window(endingAt: Self.start, length: RecordedAccount.window))
        // Long enough for whole frames in between and for a second segment.
        for step in 0..<300 {
            let second = Double(step) * 90
            let now = moment(second)
            account.changeQueues(at: now)
            current.queues = .shown(account.queues, at: now)
            try await record(recorder, current.queues, second)
            if step % 4 == 0 {
                account.changeFunctions(at: now)
                current.lambda = .shown(account.functions, at: now, cadence: .seconds(60))
                try await record(recorder, current.lambda, second)
            }
            account.changeAlarms(at: now, share: 0.1)
            current.alarms = .shown(account.alarms, at: now)
            try await record(recorder, current.alarms, second)
            shown.append((second, current))
        }
        for (second, snapshot) in shown {
            for offset in [0, 89.999] {
                var wanted = snapshot
                wanted.takenAt = moment(second + offset)
                wanted.window = Window(endingAt: wanted.takenAt, length: RecordedAccount.window)
                #expect(try await recorder.snapshot(context: "prod", at: wanted.takenAt) == wanted)
            }
        }
        #expect(try await recorder.snapshot(context: "prod", at: moment(-1)) == nil)
        #expect(try await recorder.snapshot(context: "other", at: moment(100)) == nil)
        let wholeFrames = try sql { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM recorder_frame WHERE id = key_id") }
        #expect(wholeFrames ?? 0 > 10)
        #expect(try sql { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM recorder_segment") } == 6, "two a pane")
    }

    @Test func walksFromMomentToMoment() async throws {
        let recorder = try Recorder(folder: folder.path)
        for second in [0.0, 15, 30] { try await record(recorder, .shown([queue(Int(second))], at: moment(second)), second) }
        try await record(recorder, .shown([LambdaFunction(name: "f")], at: moment(20)), 20)
        #expect(try await recorder.next(context: "prod", from: moment(-100)) == moment(0))
        #expect(try await recorder.next(context: "prod", from: moment(0)) == moment(15))
        #expect(try await recorder.next(context: "prod", from: moment(15)) == moment(20))
        #expect(try await recorder.next(context: "prod", from: moment(30)) == nil)
        #expect(try await recorder.previous(context: "prod", from: moment(30)) == moment(20))
        #expect(try await recorder.previous(context: "prod", from: moment(16)) == moment(15))
        #expect(try await recorder.previous(context: "prod", from: moment(0)) == nil)
        #expect(try await recorder.next(context: "other", from: moment(0)) == nil)
    }

    @Test func showsAFailedPaneWithItsReason() async throws {
        let recorder = try Recorder(folder: folder.path)
        var pane = PaneSnapshot.shown([queue(1)], at: moment(0))
        pane.error = Problem(code: "AccessDenied", message: "No.", hint: "Ask.")
        try await record(recorder, pane, 0)
        let replayed = try await recorder.snapshot(context: "prod", at: moment(1))
        #expect(replayed?.queues == pane)
        #expect(replayed?.queues.status(at: moment(1)) == .error)
        #expect(replayed?.lambda == .loading)
    }

    @Test func recordsNothing_WhereNothingIsShownOrNew() async throws {
        let recorder = try Recorder(folder: folder.path)
        try await record(recorder, PaneSnapshot<Queue>.off, 0)
        try await record(recorder, PaneSnapshot<Queue>.loading, 0)
        #expect(try await recorder.next(context: "prod", from: moment(-1)) == nil)
        let pane = PaneSnapshot.shown([queue(1)], at: moment(0))
        try await record(recorder, pane, 0)
        try await record(recorder, pane, 5)
        #expect(try await recorder.next(context: "prod", from: moment(0)) == nil)
    }

    @Test func namesThePlaceOfThatTime() async throws {
        let recorder = try Recorder(folder: folder.path)
        var unknown = RecordedAccount.place
        unknown.account = nil
        try await record(recorder, .shown([queue(1)], at: moment(0)), 0, place: unknown)
        try await record(recorder, .shown([queue(2)], at: moment(15)), 15)
        #expect(try await recorder.snapshot(context: "prod", at: moment(1))?.place.account == nil)
        #expect(try await recorder.snapshot(context: "prod", at: moment(15))?.place == RecordedAccount.place)
    }

    @Test func goesOnAfterARestart() async throws {
        for round in 0..<3 {
            let recorder = try Recorder(folder: folder.path)
            try await record(recorder, .shown([queue(round)], at: moment(Double(round) * 60)), Double(round) * 60)
            await recorder.close()
        }
        let recorder = try Recorder(folder: folder.path)
        for round in 0..<3 {
            let seen = try await recorder.snapshot(context: "prod", at: moment(Double(round) * 60 + 30))
            #expect(seen?.queues.rows.first?.visible == round)
        }
    }

    @Test func keepsTwoConsolesApart() async throws {
        let (left, right) = (try Recorder(folder: folder.path), try Recorder(folder: folder.path))
        for step in 0..<20 {
            let second = Double(step) * 10
            try await record(left, .shown([queue(step * 2)], at: moment(second)), second)
            try await record(right, .shown([queue(step * 2 + 1)], at: moment(second + 5)), second + 5)
        }
        for step in 0..<20 {
            let second = Double(step) * 10
            #expect(try await left.snapshot(context: "prod", at: moment(second))?.queues.rows.first?.visible == step * 2)
            #expect(try await left.snapshot(context: "prod", at: moment(second + 5))?.queues.rows.first?.visible == step * 2 + 1)
        }
        let window = Window(start: moment(0), end: moment(180))
        let series = try await left.series(Queue.self, context: "prod", in: window, stepSeconds: 10) {
            $0.visible.map(Double.init)
        }
        #expect(series["q"]?.values == (0..<18).map { Float($0 * 2 + 2) })
    }

    @Test func dropsWhatIsTooOld() async throws {
        let recorder = try Recorder(folder: folder.path, limits: RecorderLimits(keep: .seconds(7200)))
        // A frame an hour begins a whole frame each.
        for hour in 0..<12 {
            let second = Double(hour) * 3600
            try await record(recorder, .shown([queue(hour)], at: moment(second)), second)
        }
        #expect(try await recorder.snapshot(context: "prod", at: moment(3600 * 8.5)) == nil)
        #expect(try await recorder.snapshot(context: "prod", at: moment(3600 * 9.5))?.queues.rows.first?.visible == 9)
        #expect(try sql { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM recorder_segment") } == 1, "with its texts")
    }

    @Test func staysBelowItsMegabytes() async throws {
        var account = RecordedAccount(functions: 0, queues: 200, alarms: 0)
        let recorder = try Recorder(folder: folder.path, limits: RecorderLimits(megabytes: 1))
        for step in 0..<250 {
            let now = moment(Double(step) * 60)
            account.changeQueues(at: now, share: 0.9)
            try await record(recorder, .shown(account.queues, at: now), Double(step) * 60)
        }
        let bytes = try sql { db in
            let values = try ["page_count", "freelist_count", "page_size"].map { try Int.fetchOne(db, sql: "PRAGMA \($0)") ?? 0 }
            return (values[0] - values[1]) * values[2]
        }
        #expect(bytes < 1_600_000)
        let newest = try await recorder.snapshot(context: "prod", at: moment(250 * 60))
        #expect(newest?.queues.rows == account.queues, "the newest is kept")
        #expect(try await recorder.snapshot(context: "prod", at: moment(0)) == nil, "the oldest is not")
    }

    @Test func beginsAnew_WhereAnotherProcessHasDroppedItsFrames() async throws {
        let recorder = try Recorder(folder: folder.path)
        try await record(recorder, .shown([queue(1)], at: moment(0)), 0)
        try sql { db in
            try db.execute(sql: "DELETE FROM recorder_frame")
            try db.execute(sql: "DELETE FROM recorder_segment")
        }
        try await record(recorder, .shown([queue(2)], at: moment(15)), 15)
        #expect(try await recorder.snapshot(context: "prod", at: moment(15))?.queues.rows.first?.visible == 2)
    }

    @Test func losesOneMomentToADamagedFrame() async throws {
        let recorder = try Recorder(folder: folder.path)
        try await record(recorder, .shown([queue(1)], at: moment(0)), 0)
        try await record(recorder, .shown([queue(2)], at: moment(15)), 15)
        try sql { db in try db.execute(sql: "UPDATE recorder_frame SET body = x'0102' WHERE id = 2") }
        #expect(try await recorder.snapshot(context: "prod", at: moment(15)) == nil)
        #expect(try await recorder.snapshot(context: "prod", at: moment(14))?.queues.rows.first?.visible == 1)
    }

    @Test func doesNotShowFramesOfAnotherVersion() async throws {
        let recorder = try Recorder(folder: folder.path)
        try await record(recorder, .shown([queue(1)], at: moment(0)), 0)
        try sql { db in try db.execute(sql: "UPDATE recorder_segment SET version = 99") }
        #expect(try await recorder.snapshot(context: "prod", at: moment(0)) == nil)
        let window = Window(start: moment(0), end: moment(60))
        #expect(try await recorder.series(Queue.self, context: "prod", in: window, stepSeconds: 60) { _ in 1 }.isEmpty)
    }

    @Test func fillsASeriesFromWhatWasShown() async throws {
        let recorder = try Recorder(folder: folder.path)
        for step in 0..<8 where step != 4 {
            // Every minute but one; a pane is stale after 35 s.
            let second = Double(step) * 60
            try await record(recorder, .shown([queue(step)], at: moment(second)), second)
            try await record(recorder, .shown([queue(step * 10)], at: moment(second + 30)), second + 30)
        }
        let window = Window(start: moment(0), end: moment(480))
        let series = try await recorder.series(Queue.self, context: "prod", in: window, stepSeconds: 60) {
            $0.visible.map(Double.init)
        }
        #expect(series.keys.sorted() == ["q"])
        #expect(series["q"]?.start == moment(0))
        // At the end of a step stands what was shown then: the next minute's first answer, or the one 30 s before it.
        #expect(series["q"]?.values == [1, 2, 3, 30, 5, 6, 7, 70])
    }

    @Test func leavesAGapWhereNothingWasShown() async throws {
        let recorder = try Recorder(folder: folder.path)
        try await record(recorder, .shown([queue(1)], at: moment(0)), 0)
        try await record(recorder, .shown([queue(2)], at: moment(600)), 600)
        let window = Window(start: moment(-60), end: moment(660))
        let series = try await recorder.series(Queue.self, context: "prod", in: window, stepSeconds: 60) {
            $0.visible.map(Double.init)
        }
        #expect(series["q"]?.values == [1, nil, nil, nil, nil, nil, nil, nil, nil, nil, 2, nil])
    }

    @Test func leavesFilesThatOnlyTheOwnerReads() async throws {
        let recorder = try Recorder(folder: folder.path)
        try await record(recorder, .shown([queue(1)], at: moment(0)), 0)
        for name in ["recorder.sqlite", "recorder.sqlite-wal"] {
            var status = stat()
            #expect(stat(folder.file(name), &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
    }

    @Test func saysWhyItCannotRecord() throws {
        try FileManager.default.createDirectory(atPath: folder.file("recorder.sqlite"), withIntermediateDirectories: true)
        let error = #expect(throws: StoreError.self) { try Recorder(folder: folder.path) }
        #expect(error?.message.contains("recorder.sqlite") == true)
    }
}

import FoundationEssentials
import Model
import Support
import Testing

@testable import Store

struct WorkerRowRecordedTests {
    private let now = MeetingSamples.now

    private var rows: [WorkerRow] {
        var missed = MeetingSamples.meeting("m", start: -20, end: 60, attendees: ["Ann.Reid@Example.com"])
        (missed.subject, missed.seriesID, missed.originalStart) = ("Visit +447123123456", "s", now)
        let acknowledged = WorkerMarks(
            acknowledgement: WorkerAcknowledgement(state: .missedCheckIn, until: now.addingTimeInterval(900), note: "calling"))
        var first = WorkerRow(missed, settings: WorkerSettings(), now: now, marks: acknowledged)
        first.phones = ["+447123123456"]
        let call = EmergencyCall(number: "+447123123999", name: "Bob", at: now, isTold: false)
        return [first, WorkerRow(call, number: 3, settings: WorkerSettings(), now: now, marks: WorkerMarks())]
    }

    /// As the screen shows it: everything but what may not be kept.
    private func kept(_ row: WorkerRow) -> WorkerRow {
        var row = row
        row.phones = []
        row.meeting.body = ""
        row.meeting.attendees = row.meeting.attendees.map(PersonalText.masked(address:))
        row.meeting.subject = Masker.masked(row.meeting.subject)
        return row
    }

    @Test func theCacheKeepsWhatIsShown_AndNobodysNumberOrAddress() throws {
        let bytes = CachedRows.encode(rows)
        #expect(try CachedRows.decode(bytes) == rows.map(kept))
        let text = String(decoding: bytes, as: UTF8.self)
        for secret in ["Example.com", "7123123456", "7123123999", "Gate code"] { #expect(!text.contains(secret), "\(secret)") }
        for cut in 0..<bytes.count {
            #expect(throws: (any Error).self) { try CachedRows.decode(Array(bytes[..<cut])) as [WorkerRow] }
        }
    }

    @Test func theRecordingShowsThePaneAgain() async throws {
        let folder = try TemporaryFolder()
        let recorder = try Recorder(folder: folder.path)
        let place = Place(context: "c", region: "r", isProduction: false)
        try await recorder.record(PaneSnapshot(rows: rows, asOf: now), place: place, window: .seconds(900), at: now)
        let later = now.addingTimeInterval(60)
        try await recorder.record(
            PaneSnapshot(rows: [rows[1]], asOf: later), place: place, window: .seconds(900), at: later)
        #expect(try await recorder.snapshot(context: "c", at: now)?.workers.rows == rows.map(kept))
        #expect(try await recorder.snapshot(context: "c", at: later)?.workers.rows == [kept(rows[1])])
        let seen = try await recorder.walk(context: "c", since: now, until: later, into: [Int]()) {
            $0.append($1.workers.rows.count)
        }
        #expect(seen == [2, 1])
        await recorder.close()
        for file in ["recorder.sqlite", "recorder.sqlite-wal"] {
            let bytes = (try? Data(contentsOf: URL(filePath: folder.path + "/" + file))) ?? Data()
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains("Example.com") && !text.contains("7123123"))
        }
    }
}

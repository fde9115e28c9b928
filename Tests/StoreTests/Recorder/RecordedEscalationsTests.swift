import FoundationEssentials
import Model
import Support
import Testing

@testable import Store

/// The escalations in the recording and in the cache of the start.
@Suite struct RecordedEscalationsTests {
    private static let start = RecordedAccount.start

    private static var rows: [Escalation] {
        let last = Escalation.LastAttempt(at: start.addingTimeInterval(-40), channel: "phone", outcome: .failed)
        var rows = Escalation.State.allCases.map { Escalation(processID: ProcessID("p-\($0.rawValue)"), state: $0) }
        // The same to Unicode, not the same bytes.
        rows += ["caf\u{E9}", "cafe\u{301}", "", "nul\u{0}"].map { Escalation(processID: ProcessID($0), state: .scheduled) }
        rows[0].nextAt = 1_784_000_100.5
        rows[0].nextChannel = "phone"
        (rows[1].remaining, rows[1].dead, rows[1].lastAttempt) = (3, 1, last)
        rows[2].snoozeNote = "the owner is on the way"
        rows[3].reason = "Nobody answers."
        (rows[4].startedAt, rows[4].endedAt) = (start, start.addingTimeInterval(5))
        rows[5].lastAttempt = Escalation.LastAttempt(at: start, channel: "email", outcome: nil)
        return rows.map { $0.judged(at: start) }
    }

    @Test func showsEveryMomentAsItWas() async throws {
        let folder = try TemporaryFolder()
        let recorder = try Recorder(folder: folder.path)
        var shown: [PaneSnapshot<Escalation>] = []
        var rows = Self.rows
        for step in 0..<30 {
            let now = Self.start.addingTimeInterval(Double(step) * 10)
            if step > 0 {
                rows[step % rows.count].remaining += 1
                rows[(step + 1) % rows.count].snoozeNote = step % 3 == 0 ? nil : "note \(step)"
                rows[(step + 2) % rows.count].lastAttempt =
                    step % 4 == 0 ? nil : .init(at: now, channel: "phone", outcome: .delivered)
            }
            if step == 15 { rows.removeFirst(2) }
            let pane = PaneSnapshot(rows: rows, asOf: now, cadence: .seconds(10))
            try await recorder.record(pane, place: RecordedAccount.place, window: RecordedAccount.window, at: now)
            shown.append(pane)
        }
        for (step, pane) in shown.enumerated() {
            let moment = Self.start.addingTimeInterval(Double(step) * 10 + 5)
            let snapshot = try #require(try await recorder.snapshot(context: "prod", at: moment))
            #expect(snapshot.escalations == pane, "step \(step)")
        }
        await recorder.close()
    }

    @Test func isKeptForTheNextStart_ByteForByte() throws {
        let bytes = CachedRows.encode(Self.rows)
        let read: [Escalation] = try CachedRows.decode(bytes)
        #expect(read == Self.rows)
        for cut in 0..<bytes.count {
            #expect(throws: RowCodecError.self) { let _: [Escalation] = try CachedRows.decode(Array(bytes[..<cut])) }
        }
    }
}

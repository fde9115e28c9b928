package import FoundationEssentials
import GRDB
package import Model

extension SQLiteWorkers: WorkerCalendar {
    package func meetings(
        from start: Date, to end: Date, of addresses: Set<String>?
    ) async throws(Problem) -> [Meeting] {
        try await unfold(until: end)
        return try await read("read meetings from") { db in
            try Self.meetings(db, from: start.timeIntervalSince1970, to: end.timeIntervalSince1970, of: addresses)
        }
    }

    private static func meetings(
        _ db: Database, from start: Double, to end: Double, of addresses: Set<String>?
    ) throws -> [Meeting] {
        var (only, arguments) = ("", [DatabaseValue]())
        if let addresses {
            let places = addresses.map { _ in "?" }.joined(separator: ",")
            only = "number IN (SELECT meeting FROM worker_attendee WHERE address IN (\(places))) AND "
            arguments = addresses.map(\.databaseValue)
        }
        // No meeting is longer than the longest, so those that began before cannot reach into the span.
        let sql = """
            SELECT \(MeetingRow.listColumns) FROM worker_meeting
            WHERE \(only)start_at >= ? - (SELECT longest_seconds FROM worker_calendar) AND start_at <= ? AND end_at >= ?
            ORDER BY start_at, number
            """
        let rows = try Row.fetchCursor(
            db, sql: sql, arguments: StatementArguments(arguments + [start, end, start].map(\.databaseValue)))
        var meetings: [Meeting] = []
        while let row = try rows.next() { meetings.append(MeetingRow.meeting(row)) }
        return meetings
    }

    package func meeting(_ id: String) async throws(Problem) -> Meeting? {
        try await read("read a meeting from") { db in try MeetingRow.fetch(db, id: id) }
    }

    package func mark(_ id: String, _ mark: MeetingMark, at now: Date) async throws(Problem) -> MarkOutcome {
        try await write("mark a meeting in") { db in
            guard var meeting = try MeetingRow.fetch(db, id: id) else { return .gone }
            guard let edit = meeting.edit(for: mark, at: now) else { return .alreadyThere(meeting) }
            meeting.apply(edit)
            try MeetingRow.update(meeting, in: db)
            try WorkerHistory.add(mark.sentence, meeting: id, at: now, in: db)
            if mark == .missedCheckIn || mark == .missedCheckOut {
                try db.cachedStatement(sql: "UPDATE worker_alert SET marked_at = ? WHERE meeting = ? AND marked_at IS NULL")
                    .execute(arguments: [now.timeIntervalSince1970, id])
            }
            return .written(meeting)
        }
    }

    /// Every stored meeting and occurrence, by start, whole.
    package func allMeetings() async throws(Problem) -> [Meeting] {
        try await read("read meetings from") { db in
            try Row.fetchAll(db, sql: "SELECT * FROM worker_meeting ORDER BY start_at, number").map(MeetingRow.meeting)
        }
    }

    // MARK: Series

    /// Makes the occurrences of endless series up to half the horizon after `moment`, where they are missing.
    func unfold(until moment: Date) async throws(Problem) {
        let wanted = moment.addingTimeInterval(Self.horizon / .seconds(1) / 2).timeIntervalSince1970
        let isDue = try await read("read series from") { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM worker_series WHERE unfolded_until < ?)", arguments: [wanted]) ?? false
        }
        guard isDue else { return }
        let target = moment.addingTimeInterval(Self.horizon / .seconds(1))
        try await write("unfold series in") { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT id, definition, unfolded_until FROM worker_series WHERE unfolded_until < ?", arguments: [wanted])
            for row in rows {
                let series = try SeriesDefinition.decode(row["definition"])
                let from = Date(timeIntervalSince1970: row["unfolded_until"])
                // Not from long ago: what nobody looked at for months has no use for its occurrences of then.
                let start = max(from, moment.addingTimeInterval(-(Self.past / .seconds(1))))
                for meeting in series.meetings(in: start..<target) where try MeetingRow.fetch(db, id: meeting.id) == nil {
                    try MeetingRow.insert(meeting, series: row["id"], in: db)
                }
                try db.execute(
                    sql: "UPDATE worker_series SET unfolded_until = ? WHERE id = ?",
                    arguments: [target.timeIntervalSince1970, row["id"] as String])
            }
        }
    }
}

/// A series as it is kept.
enum SeriesDefinition {
    static func encode(_ series: MeetingSeries) throws -> String {
        String(decoding: try JSONEncoder().encode(series), as: UTF8.self)
    }

    static func decode(_ text: String) throws -> MeetingSeries {
        try JSONDecoder().decode(MeetingSeries.self, from: Data(text.utf8))
    }
}

extension MeetingMark {
    /// For a meeting's history.
    var sentence: String {
        switch self {
        case .checkedIn(let source): "checked in by \(source.rawValue)"
        case .checkedOut(let source): "checked out by \(source.rawValue)"
        case .emergency(let source): "emergency reported by \(source.rawValue)"
        case .missedCheckIn: "missed check-in reported"
        case .missedCheckOut: "missed check-out reported"
        case .clear: "state cleared by hand"
        }
    }
}

package import FoundationEssentials
import GRDB
package import Model

extension SQLiteWorkers {
    /// Takes a file over in one transaction.
    /// - Parameter merges: True adds: meetings with a known id are renewed and keep what was marked in them. False replaces all.
    /// - Returns: How many meetings and occurrences are stored now.
    @discardableResult
    package func take(_ file: CalendarImport, merges: Bool, at now: Date) async throws(Problem) -> Int {
        try await write("import into") { db in
            try db.execute(
                sql: "UPDATE worker_calendar SET imported_at = ?, practice_at = NULL", arguments: [now.timeIntervalSince1970])
            return try Self.take(file, merges: merges, at: now, in: db)
        }
    }

    /// Whether a practice day is to be laid: nobody has imported anything, and the last such day is over.
    package func wantsPractice(at now: Date) async throws(Problem) -> Bool {
        try await read("read") { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT imported_at, practice_at FROM worker_calendar") else {
                return false
            }
            if (row["imported_at"] as Double?) != nil { return false }
            return (row["practice_at"] as Double?).map { abs(now.timeIntervalSince1970 - $0) > 7200 } ?? true
        }
    }

    package func takePractice(_ file: CalendarImport, at now: Date) async throws(Problem) {
        try await write("lay a practice day into") { db in
            _ = try Self.take(file, merges: false, at: now, in: db)
            try db.execute(sql: "DELETE FROM worker_call; DELETE FROM worker_alert")
            try db.execute(sql: "UPDATE worker_calendar SET practice_at = ?", arguments: [now.timeIntervalSince1970])
        }
    }

    private static func take(_ file: CalendarImport, merges: Bool, at now: Date, in db: Database) throws -> Int {
        if !merges {
            try db.execute(sql: "DELETE FROM worker_series; DELETE FROM worker_person; DELETE FROM worker_emergency")
            try db.execute(sql: "DELETE FROM worker_acknowledgement")
            // What nobody could be told of yet is still to be told.
            try db.execute(sql: "DELETE FROM worker_alert WHERE sent_at IS NOT NULL")
            try db.execute(sql: "UPDATE worker_calendar SET settings = NULL, longest_seconds = 0")
        }
        if let settings = file.settings {
            try db.execute(sql: "UPDATE worker_calendar SET settings = ?", arguments: [settings.json])
        }
        for person in file.people { try add(person, in: db) }
        for series in file.meetings { try add(series, at: now, in: db) }
        return try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM worker_meeting") ?? 0
    }

    private static func add(_ person: WorkerPerson, in db: Database) throws {
        let (phones, addresses) = (ListColumn.join(person.phones), ListColumn.join(person.addresses))
        try db.execute(
            sql: "DELETE FROM worker_person WHERE name = ? AND addresses = ?", arguments: [person.name, addresses])
        try db.execute(
            sql: "INSERT INTO worker_person (name, phones, addresses) VALUES (?, ?, ?)",
            arguments: [person.name, phones, addresses])
        let number = db.lastInsertedRowID
        for phone in person.phones {
            try db.execute(
                sql: "INSERT OR IGNORE INTO worker_phone (phone, person) VALUES (?, ?)", arguments: [phone, number])
        }
    }

    private static func add(_ series: MeetingSeries, at now: Date, in db: Database) throws {
        let id = series.first.id
        let rows = try Row.fetchAll(
            try db.cachedStatement(sql: "SELECT * FROM worker_meeting WHERE series = ?"), arguments: [id])
        let known = Dictionary(rows.map { (Array(($0["id"] as String).utf8), MeetingRow.meeting($0)) }) { $1 }
        try db.cachedStatement(sql: "DELETE FROM worker_series WHERE id = ?").execute(arguments: [id])
        let end = now.addingTimeInterval(horizon / .seconds(1))
        let goesOn = series.goesOn(after: end)
        let (start, until) = goesOn ? (now.addingTimeInterval(-(past / .seconds(1))), end) : (.distantPast, .distantFuture)
        try db.cachedStatement(
            sql: "INSERT INTO worker_series (id, definition, unfolded_until) VALUES (?, ?, ?)"
        ).execute(
            arguments: [id, try SeriesDefinition.encode(series), goesOn ? end.timeIntervalSince1970 : nil])
        var longest = 0.0
        for meeting in series.meetings(in: start..<until) {
            let kept = known[Array(meeting.id.utf8)].map { meeting.keepingMarks(of: $0) } ?? meeting
            try MeetingRow.insert(kept, series: id, in: db)
            longest = max(longest, kept.end.timeIntervalSince(kept.start))
        }
        try db.cachedStatement(
            sql: "UPDATE worker_calendar SET longest_seconds = max(longest_seconds, ?)"
        ).execute(arguments: [max(longest, series.first.end.timeIntervalSince(series.first.start))])
    }

    /// The embedded calendar's settings; nil before an import brought any.
    package func settings() async throws(Problem) -> WorkerSettings? {
        let text = try await read("read settings from") { db in
            try String.fetchOne(db, sql: "SELECT settings FROM worker_calendar")
        }
        return try text.map { (text) throws(Problem) in try WorkerSettings(json: text) }
    }

    package func export() async throws(Problem) -> CalendarExport {
        let settings = try await settings()
        return try await read("export from") { db in
            let people = try Row.fetchAll(db, sql: "SELECT * FROM worker_person ORDER BY number").map { row in
                WorkerPerson(
                    name: row["name"], phones: ListColumn.split(row["phones"]), addresses: ListColumn.split(row["addresses"]))
            }
            let stored = Dictionary(
                grouping: try Row.fetchAll(db, sql: "SELECT * FROM worker_meeting ORDER BY start_at, number")
            ) { Array(($0["series"] as String).utf8) }
            let series = try Row.fetchAll(db, sql: "SELECT id, definition FROM worker_series ORDER BY rowid")
            let meetings = try series.map { row in
                (
                    series: try SeriesDefinition.decode(row["definition"]),
                    stored: (stored[Array((row["id"] as String).utf8)] ?? []).map(MeetingRow.meeting)
                )
            }
            return CalendarExport(settings: settings, people: people, meetings: meetings)
        }
    }
}

extension Meeting {
    /// The same meeting, imported anew: what was marked and noted in it stays.
    fileprivate func keepingMarks(of old: Meeting) -> Meeting {
        var meeting = self
        let known = Set(categories.map { Array($0.utf8) })
        meeting.categories += old.categories.filter { !known.contains(Array($0.utf8)) }
        let isMarked = MeetingCategory.allCases.contains { old.has($0) && !has($0) }
        if isMarked {
            meeting.subject = old.subject
            meeting.body = old.body
            meeting.bodyType = old.bodyType
        }
        return meeting
    }
}

extension SQLiteWorkers: WorkerDirectory {
    package func caller(with number: String) async throws(Problem) -> WorkerCaller {
        try await read("look up a caller in") { db in
            let spellings = WorkerCaller.spellings(of: number)
            let places = spellings.map { _ in "?" }.joined(separator: ",")
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT number, name, addresses FROM worker_person JOIN worker_phone ON person = number
                    WHERE phone IN (\(places)) ORDER BY number
                    """, arguments: StatementArguments(spellings))
            var caller = WorkerCaller(number: number)
            for row in rows {
                let name: String = row["name"]
                if !name.isEmpty { caller.name = name }
                caller.addresses.formUnion(ListColumn.split(row["addresses"]).map { $0.lowercased() })
            }
            return caller
        }
    }

    /// The numbers of people with one of these addresses, for a detail view.
    package func people(with addresses: Set<String>) async throws(Problem) -> [WorkerPerson] {
        let people = try await read("read people from") { db in
            try Row.fetchAll(db, sql: "SELECT * FROM worker_person ORDER BY number").map { row in
                WorkerPerson(
                    name: row["name"], phones: ListColumn.split(row["phones"]), addresses: ListColumn.split(row["addresses"]))
            }
        }
        return people.filter { person in person.addresses.contains { addresses.contains($0.lowercased()) } }
    }
}

extension SQLiteWorkers {
    /// Writes a meeting, marks it and takes everything back.
    package func tryWriting(at now: Date) async throws(Problem) {
        try await write("write into") { db in
            try db.inSavepoint {
                let meeting = Meeting(id: "\u{1}doctor", start: now, end: now)
                try Self.add(MeetingSeries(meeting), at: now, in: db)
                guard var stored = try MeetingRow.fetch(db, id: meeting.id),
                    let edit = stored.edit(for: .emergency(.hand), at: now)
                else { throw Problem(code: "NotWritten", message: "A meeting was written and cannot be read.") }
                stored.apply(edit)
                try MeetingRow.update(stored, in: db)
                return .rollback
            }
        }
    }
}

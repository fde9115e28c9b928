import FoundationEssentials
import GRDB
package import Model

/// The lone workers of one context: the embedded calendar with its directory, and what is kept beside any calendar.
/// What is told to somebody must not be forgotten, so every write has reached the disk when its method returns.
package final class SQLiteWorkers: Sendable {
    /// Occurrences of endless series are made so far ahead of now, and more of them when less than half of it is left.
    static let horizon: Duration = .seconds(62 * 86_400)
    /// What lies further back was over before the import.
    static let past: Duration = .seconds(14 * 86_400)

    package let path: String
    let queue: DatabaseQueue

    /// - Parameters:
    ///   - folder: Absolute path of the state folder.
    ///   - context: Each context has its own file.
    /// - Throws: ``Problem``
    package init(folder: String, context: String) throws(Problem) {
        let file = DatabaseFile(
            folder: folder, name: ContextFileName.make("workers", context: context), migrations: [M020Workers.self],
            durability: .full)
        path = file.path
        do throws(StoreError) {
            queue = try file.open()
        } catch {
            throw Problem(code: "Store.\(error.code.rawValue)", message: error.message, hint: error.hint)
        }
    }

    package func close() { try? queue.close() }

    /// Tells whether the store was written: every commit goes into the write-ahead log first.
    package var mark: StoreMark? { FileMark.read(path + "-wal") }

    func write<Value: Sendable>(
        _ doing: String, _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws(Problem) -> Value {
        do {
            return try await queue.write(body)
        } catch {
            throw problem(error, doing)
        }
    }

    func read<Value: Sendable>(
        _ doing: String, _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws(Problem) -> Value {
        do {
            return try await queue.read(body)
        } catch {
            throw problem(error, doing)
        }
    }

    private func problem(_ error: any Error, _ doing: String) -> Problem {
        if let problem = error as? Problem { return problem }
        let error = StoreError(error, doing: doing, path: path)
        return Problem(code: "Store.\(error.code.rawValue)", message: error.message, hint: error.hint)
    }
}

/// Lists in one column.
enum ListColumn {
    private static let separator: Character = "\u{1F}"

    static func join(_ texts: [String]) -> String { texts.joined(separator: String(separator)) }
    static func split(_ text: String) -> [String] { text.split(separator: separator).map(String.init) }
}

/// Rows of `worker_meeting`.
enum MeetingRow {
    /// Without the body, which lists do not need.
    static let listColumns = "id, series, original_start, subject, '' AS body, body_type, categories, attendees, start_at, end_at"

    static func meeting(_ row: Row) -> Meeting {
        let original = (row["original_start"] as Double?).map { Date(timeIntervalSince1970: $0) }
        return Meeting(
            id: row["id"], subject: row["subject"], body: row["body"],
            bodyType: Meeting.BodyType(rawValue: row["body_type"]) ?? .html, categories: ListColumn.split(row["categories"]),
            attendees: ListColumn.split(row["attendees"]), start: Date(timeIntervalSince1970: row["start_at"]),
            end: Date(timeIntervalSince1970: row["end_at"]), seriesID: original == nil ? nil : row["series"],
            originalStart: original)
    }

    static func fetch(_ db: Database, id: String) throws -> Meeting? {
        try Row.fetchOne(
            try db.cachedStatement(sql: "SELECT * FROM worker_meeting WHERE id = ?"), arguments: [id]
        ).map(meeting)
    }

    /// - Parameter series: Its key, also of a single meeting.
    static func insert(_ meeting: Meeting, series: String, in db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO worker_meeting
                    (id, series, original_start, subject, body, body_type, categories, attendees, start_at, end_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                meeting.id, series, meeting.originalStart?.timeIntervalSince1970, meeting.subject, meeting.body,
                meeting.bodyType.rawValue, ListColumn.join(meeting.categories), ListColumn.join(meeting.attendees),
                meeting.start.timeIntervalSince1970, meeting.end.timeIntervalSince1970,
            ])
        let number = db.lastInsertedRowID
        let statement = try db.cachedStatement(sql: "INSERT OR IGNORE INTO worker_attendee (address, meeting) VALUES (?, ?)")
        for address in meeting.attendees { try statement.execute(arguments: [address.lowercased(), number]) }
    }

    static func update(_ meeting: Meeting, in db: Database) throws {
        try db.cachedStatement(
            sql: "UPDATE worker_meeting SET subject = ?, body = ?, categories = ? WHERE id = ?"
        ).execute(arguments: [meeting.subject, meeting.body, ListColumn.join(meeting.categories), meeting.id])
    }
}

package import FoundationEssentials

/// A meeting as it is imported: alone, or with a rule by which it happens again.
package struct MeetingSeries: Sendable, Equatable, Codable {
    /// The first one; its id is the series' id.
    package var first: Meeting
    /// nil for a single meeting.
    package var rule: RecurrenceRule?
    /// In which the rule counts days and keeps the time of day.
    package var zone: ZoneRule
    /// The zone's name, for an export; nil for UTC.
    package var zoneName: String?
    /// Starts that the rule gives and that do not take place.
    package var cancelled: [Date]
    /// Starts beside the rule's.
    package var added: [Date]
    package var changes: [MeetingChange]

    package init(
        _ first: Meeting, rule: RecurrenceRule? = nil, zone: ZoneRule = .utc, zoneName: String? = nil, cancelled: [Date] = [],
        added: [Date] = [], changes: [MeetingChange] = []
    ) {
        self.first = first
        self.rule = rule
        self.zone = zone
        self.zoneName = zoneName
        self.cancelled = cancelled
        self.added = added
        self.changes = changes
    }

    /// More occurrences than this are not made in advance.
    private static let mostInAdvance = 400

    /// True when occurrences go on after `moment`, or may: they are then made as time goes by.
    package func goesOn(after moment: Date) -> Bool {
        guard let rule else { return false }
        if let until = rule.until, until <= Self.second(moment) { return false }
        return rule.count.map { $0 > Self.mostInAdvance } ?? true
    }
}

/// What is different about one occurrence; nil is as in the series.
package struct MeetingChange: Sendable, Equatable, Codable {
    package var originalStart: Date
    package var start: Date?
    package var end: Date?
    package var subject: String?
    package var body: String?
    package var bodyType: Meeting.BodyType?
    package var categories: [String]?
    package var attendees: [String]?

    package init(originalStart: Date) { self.originalStart = originalStart }

    /// Makes the occurrence what `meeting` says.
    package init(_ meeting: Meeting, originalStart: Date) {
        self.originalStart = originalStart
        start = meeting.start
        end = meeting.end
        subject = meeting.subject
        body = meeting.body
        bodyType = meeting.bodyType
        categories = meeting.categories
        attendees = meeting.attendees
    }
}

extension MeetingSeries {
    /// The meetings whose place in the series lies in `span`, in order; a single meeting always.
    package func meetings(in span: Range<Date>) -> [Meeting] {
        guard rule != nil || !added.isEmpty else { return [first] }
        let gone = Set(cancelled.map(Self.second))
        let changed = Dictionary(changes.map { (Self.second($0.originalStart), $0) }) { $1 }
        return starts(in: span).filter { !gone.contains($0) }.map { occurrence(at: $0, changed[$0]) }
    }

    /// Seconds since 1970, without repetitions.
    private func starts(in span: Range<Date>) -> [Int] {
        let firstStart = Self.second(first.start)
        let (from, to) = (Self.second(span.lowerBound), Self.second(span.upperBound))
        var starts = Set(added.map(Self.second).filter { (from..<to).contains($0) })
        guard let rule else {
            if (from..<to).contains(firstStart) { starts.insert(firstStart) }
            return starts.sorted()
        }
        let wall = zone.wall(at: firstStart)
        // A day more at both ends: the day on the wall is not the day in UTC.
        let hint = WallTime(seconds: from - 86_400).day
        let last = WallTime(seconds: to + 86_400).day
        rule.forEachDay(from: wall.day, near: hint, through: last) { day in
            let start = zone.moment(of: WallTime(day, secondOfDay: wall.secondOfDay))
            if let until = rule.until, start > until { return false }
            if (from..<to).contains(start) { starts.insert(start) }
            return start < to
        }
        return starts.sorted()
    }

    private func occurrence(at start: Int, _ change: MeetingChange?) -> Meeting {
        var meeting = first
        let moment = Date(timeIntervalSince1970: Double(start))
        meeting.id = Self.occurrenceID(of: first.id, at: moment)
        meeting.seriesID = first.id
        meeting.originalStart = moment
        meeting.start = change?.start ?? moment
        meeting.end = change?.end ?? meeting.start.addingTimeInterval(length)
        guard let change else { return meeting }
        meeting.subject = change.subject ?? meeting.subject
        meeting.body = change.body ?? meeting.body
        meeting.bodyType = change.bodyType ?? meeting.bodyType
        meeting.categories = change.categories ?? meeting.categories
        meeting.attendees = change.attendees ?? meeting.attendees
        return meeting
    }

    private var length: Double { first.end.timeIntervalSince(first.start) }

    /// The same for an occurrence that was moved: its place in the series names it.
    package static func occurrenceID(of series: String, at start: Date) -> String {
        "\(series)@\(ISO8601.text(start).prefix(19))Z"
    }

    private static func second(_ date: Date) -> Int { Int(date.timeIntervalSince1970.rounded(.down)) }
}

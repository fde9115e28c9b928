import FoundationEssentials

/// The JSON of `worker import` (contract): an object, or a bare list of meetings.
enum MeetingFile {
    static func read(_ data: Data, zones: CalendarImport.Zones) throws(Problem) -> CalendarImport {
        let content: Content
        do {
            content = try JSONDecoder().decode(Content.self, from: data)
        } catch let error as DecodingError {
            throw .badImport(reason(error))
        } catch {
            throw .badImport("it is not JSON.")
        }
        var settings: WorkerSettings?
        if let tree = content.settings, tree != .null { settings = try WorkerSettings(tree, isComplete: false) }
        var meetings: [MeetingSeries] = []
        for (index, meeting) in content.meetings.enumerated() {
            meetings.append(try meeting.series(at: "meetings[\(index)]", zones))
        }
        return CalendarImport(
            settings: settings,
            people: content.people.map {
                WorkerPerson(name: $0.name ?? "", phones: $0.phones ?? [], addresses: $0.addresses ?? [])
            }, meetings: meetings)
    }

    private struct Content: Decodable {
        var settings: SettingsTree?
        var people: [Person] = []
        var meetings: [MeetingEntry] = []

        private enum Key: String, CodingKey { case settings, people, meetings }

        init(from decoder: any Decoder) throws {
            if let list = try? decoder.unkeyedContainer(), list.count != nil {
                meetings = try [MeetingEntry](from: decoder)
                return
            }
            let content = try decoder.container(keyedBy: Key.self)
            settings = try content.decodeIfPresent(SettingsTree.self, forKey: .settings)
            people = try content.decodeIfPresent([Person].self, forKey: .people) ?? []
            meetings = try content.decodeIfPresent([MeetingEntry].self, forKey: .meetings) ?? []
        }
    }

    private struct Person: Decodable {
        var name: String?
        var phones: [String]?
        var addresses: [String]?
    }

    private static func reason(_ error: DecodingError) -> String {
        func place(_ context: DecodingError.Context) -> String {
            let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
            return path.isEmpty ? "the file" : path.hasPrefix(".") ? String(path.dropFirst()) : path
        }
        switch error {
        case .keyNotFound(let key, let context): return "\(place(context)): \"\(key.stringValue)\" is missing."
        case .valueNotFound(_, let context): return "\(place(context)) is null."
        case .typeMismatch(_, let context): return "\(place(context)) is of the wrong type."
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty ? "it is not JSON." : "\(place(context)): \(context.debugDescription)"
        @unknown default: return "it cannot be read."
        }
    }
}

/// A meeting as the file has it: only id, start and end are needed.
struct MeetingEntry: Decodable {
    struct Recurrence: Decodable {
        var everyDays: Int?
        var count: Int?
        /// A rule by RFC 5545 instead of `everyDays`, with the zone in which it counts.
        var rrule: String?
        var timeZone: String?
        var cancelled: [Moment]?
        var added: [Moment]?
        var changes: [Change]?
    }

    struct Change: Decodable {
        var originalStart: Moment
        var start: Moment?
        var end: Moment?
        var subject: String?
        var body: String?
        var bodyType: Meeting.BodyType?
        var categories: [String]?
        var attendees: [Address]?

        var change: MeetingChange {
            var change = MeetingChange(originalStart: originalStart.date)
            change.start = start?.date
            change.end = end?.date
            change.subject = subject
            change.body = body
            change.bodyType = bodyType
            change.categories = categories
            change.attendees = attendees?.map(\.text)
            return change
        }
    }

    var id: String
    var subject: String?
    var body: String?
    var bodyType: Meeting.BodyType?
    var categories: [String]?
    var attendees: [Address]?
    var start: Moment
    var end: Moment
    var recurrence: Recurrence?

    func series(at place: String, _ zones: CalendarImport.Zones) throws(Problem) -> MeetingSeries {
        let meeting = Meeting(
            id: id, subject: subject ?? "", body: body ?? "", bodyType: bodyType ?? .html, categories: categories ?? [],
            attendees: attendees?.map(\.text).filter { !$0.isEmpty } ?? [], start: start.date, end: end.date)
        guard let recurrence else { return MeetingSeries(meeting) }
        var series = MeetingSeries(meeting)
        if let name = recurrence.timeZone {
            guard let zone = zones(name) else { throw .badImport("\(place): the time zone \"\(name)\" is not known.") }
            (series.zone, series.zoneName) = (zone, name)
        }
        series.rule = try rule(recurrence, in: series.zone, at: place)
        series.cancelled = recurrence.cancelled?.map(\.date) ?? []
        series.added = recurrence.added?.map(\.date) ?? []
        series.changes = recurrence.changes?.map(\.change) ?? []
        return series
    }

    private func rule(_ recurrence: Recurrence, in zone: ZoneRule, at place: String) throws(Problem) -> RecurrenceRule {
        if let text = recurrence.rrule {
            do throws(Problem) {
                return try RecurrenceRule(text: text, zone: zone)
            } catch {
                throw .badImport("\(place): \(error.message)")
            }
        }
        let days = recurrence.everyDays ?? 1
        guard (1...36_500).contains(days) else {
            throw .badImport("\(place): recurrence.everyDays must be a whole number of days, at least 1.")
        }
        if let count = recurrence.count, !(1...100_000).contains(count) {
            throw .badImport("\(place): recurrence.count must be a whole number from 1 to 100000.")
        }
        return RecurrenceRule(.daily, interval: days, count: recurrence.count)
    }
}

/// A time with its offset from UTC; without one, and as Graph writes it with seven digits of a second, it is UTC.
struct Moment: Decodable {
    var date: Date

    init(from decoder: any Decoder) throws {
        if let graph = try? GraphTime(from: decoder) {
            guard ["UTC", "Etc/GMT", "GMT"].contains(graph.timeZone ?? "UTC"), let date = Self.parse(graph.dateTime) else {
                throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no time in UTC."))
            }
            self.date = date
            return
        }
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let date = Self.parse(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\"\(text)\" is no time such as 2024-01-15T10:30:00Z."))
        }
        self.date = date
    }

    static func parse(_ text: String) -> Date? { ISO8601.parse(text) ?? ISO8601.parse(text + "Z") }

    private struct GraphTime: Decodable {
        var dateTime: String
        var timeZone: String?
    }
}

/// A mail address, alone or as Graph wraps it.
struct Address: Decodable {
    var text: String

    private struct Attendee: Decodable {
        struct EmailAddress: Decodable { var address: String? }
        var emailAddress: EmailAddress
    }

    init(from decoder: any Decoder) throws {
        if let attendee = try? Attendee(from: decoder) {
            text = attendee.emailAddress.address ?? ""
        } else {
            text = try decoder.singleValueContainer().decode(String.self)
        }
    }
}

extension SettingsTree: Decodable {
    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    package init(from decoder: any Decoder) throws {
        if let record = try? decoder.container(keyedBy: Name.self) {
            let keys = record.allKeys.sorted { $0.stringValue < $1.stringValue }
            self = .record(try keys.map { ($0.stringValue, try record.decode(SettingsTree.self, forKey: $0)) })
            return
        }
        if let list = try? [SettingsTree](from: decoder) {
            self = .list(list)
            return
        }
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else {
            self = .text(try value.decode(String.self))
        }
    }
}

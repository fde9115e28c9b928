import FoundationEssentials

/// The embedded calendar as `worker import` reads it again: `worker export`.
package struct CalendarExport: Sendable {
    package var settings: WorkerSettings?
    package var people: [WorkerPerson]
    /// Every series with what is now stored of its occurrences.
    package var meetings: [(series: MeetingSeries, stored: [Meeting])]

    package init(settings: WorkerSettings?, people: [WorkerPerson], meetings: [(series: MeetingSeries, stored: [Meeting])]) {
        self.settings = settings
        self.people = people
        self.meetings = meetings
    }

    package var json: String {
        JSONText.object { json in
            if let settings {
                json.key("settings")
                json.object { settings.write(to: &$0) }
            }
            json.key("people")
            json.array(people) { json, person in
                json.object { json in
                    json.member("name", person.name)
                    json.list("phones", person.phones)
                    json.list("addresses", person.addresses)
                }
            }
            json.key("meetings")
            json.array(meetings) { json, entry in json.object { write(entry.series, entry.stored, to: &$0) } }
        }
    }

    private func write(_ series: MeetingSeries, _ stored: [Meeting], to json: inout JSONText) {
        let isSingle = series.rule == nil && series.added.isEmpty
        let meeting = isSingle ? stored.first ?? series.first : series.first
        json.member("id", meeting.id)
        json.member("subject", meeting.subject)
        json.member("body", meeting.body)
        json.member("bodyType", meeting.bodyType.rawValue)
        json.list("categories", meeting.categories)
        json.list("attendees", meeting.attendees)
        json.member("start", meeting.start)
        json.member("end", meeting.end)
        guard !isSingle else { return }
        json.key("recurrence")
        json.object { write(recurrenceOf: series, stored, to: &$0) }
    }

    private func write(recurrenceOf series: MeetingSeries, _ stored: [Meeting], to json: inout JSONText) {
        if let rule = series.rule {
            if rule == RecurrenceRule(.daily, interval: rule.interval, count: rule.count), series.zoneName == nil {
                json.member("everyDays", rule.interval)
                if let count = rule.count { json.member("count", count) }
            } else {
                json.member("rrule", rule.text)
                if let name = series.zoneName { json.member("timeZone", name) }
            }
        }
        for (key, dates) in [("cancelled", series.cancelled), ("added", series.added)] where !dates.isEmpty {
            json.key(key)
            json.array(dates) { $0.date($1) }
        }
        let changes = stored.filter { differs($0, from: series) }
        let kept = series.changes.filter { change in !stored.contains { $0.originalStart == change.originalStart } }
        guard !changes.isEmpty || !kept.isEmpty else { return }
        json.key("changes")
        json.array(changes.map(Self.change) + kept) { json, change in json.object { change.write(to: &$0) } }
    }

    private func differs(_ meeting: Meeting, from series: MeetingSeries) -> Bool {
        guard let start = meeting.originalStart else { return false }
        var plain = series
        plain.changes = []
        let expected = plain.meetings(in: start..<start.addingTimeInterval(1)).first
        return expected != meeting
    }

    private static func change(_ meeting: Meeting) -> MeetingChange {
        // Only occurrences come here, and those have one.
        return MeetingChange(meeting, originalStart: meeting.originalStart ?? meeting.start)
    }
}

extension MeetingChange {
    fileprivate func write(to json: inout JSONText) {
        json.member("originalStart", originalStart)
        if let start { json.member("start", start) }
        if let end { json.member("end", end) }
        if let subject { json.member("subject", subject) }
        if let body { json.member("body", body) }
        if let bodyType { json.member("bodyType", bodyType.rawValue) }
        if let categories { json.list("categories", categories) }
        if let attendees { json.list("attendees", attendees) }
    }
}

extension WorkerSettings {
    fileprivate func write(to json: inout JSONText) {
        if let overdueList { json.list("email_recipients_overdue", overdueList) }
        if let emergencyList { json.list("email_recipients_emergency", emergencyList) }
        json.key("check")
        json.object { json in
            json.member("grace_min", check.graceMinutes)
            json.member("ignore_after_min", check.ignoreAfterMinutes)
        }
        json.key("connect")
        json.object { json in
            json.member("checkin_grace_min", connect.checkInGraceMinutes)
            json.member("checkout_grace_min", connect.checkOutGraceMinutes)
            json.member("ignore_after_min", connect.ignoreAfterMinutes)
        }
    }

    /// As stored: `CalendarImport` reads it again.
    package var json: String { JSONText.object { write(to: &$0) } }

    /// - Throws: ``Problem`` `BadSettings`.
    package init(json text: String) throws(Problem) {
        guard let tree = try? JSONDecoder().decode(SettingsTree.self, from: Data(text.utf8)) else {
            throw .badSettings("they are not JSON.")
        }
        try self.init(tree, isComplete: false)
    }
}

extension JSONText {
    fileprivate mutating func list(_ name: String, _ texts: [String]) {
        key(name)
        array(texts) { $0.string($1) }
    }
}

import FoundationEssentials

/// Reads meetings out of an `.ics` file. Source: RFC 5545.
struct ICalendarReader {
    private let components: [ICalendarComponent]
    private let zones: ICalendarZones

    init(data: Data, zones: @escaping CalendarImport.Zones) throws(Problem) {
        components = try ICalendarComponent.tree(ICalendarLine.lines(of: data)).filter { $0.name == "VCALENDAR" }
            .flatMap(\.children)
        self.zones = try ICalendarZones(components, zones: zones)
    }

    func read() throws(Problem) -> CalendarImport {
        let events = components.filter { $0.name == "VEVENT" }
        var order: [String] = []
        var masters: [String: MeetingSeries] = [:]
        var changes: [String: [ICalendarComponent]] = [:]
        for event in events {
            guard let id = event.first("UID")?.value, !id.isEmpty else {
                throw .badImport("line \(event.number): the event has no UID.")
            }
            if event.first("RECURRENCE-ID") != nil {
                changes[id, default: []].append(event)
            } else if !isCancelled(event) {
                if masters[id] == nil { order.append(id) }
                masters[id] = try series(event, id: id)
            }
        }
        for (id, events) in changes {
            for event in events {
                guard masters[id] != nil else {
                    // A change whose series is not in the file stands for itself.
                    try addAlone(event, id: id, &masters, &order)
                    continue
                }
                try merge(event, into: &masters[id])
            }
        }
        return CalendarImport(meetings: order.sorted { place($0, events) < place($1, events) }.compactMap { masters[$0] })
    }

    private func place(_ id: String, _ events: [ICalendarComponent]) -> Int {
        events.first { $0.first("UID")?.value == id }?.number ?? .max
    }

    private func isCancelled(_ event: ICalendarComponent) -> Bool {
        event.first("STATUS")?.value.uppercased() == "CANCELLED"
    }

    private func addAlone(
        _ event: ICalendarComponent, id: String, _ masters: inout [String: MeetingSeries], _ order: inout [String]
    ) throws(Problem) {
        guard !isCancelled(event), let line = event.first("RECURRENCE-ID") else { return }
        let original = try moment(line)
        var meeting = try meeting(event, id: MeetingSeries.occurrenceID(of: id, at: original.date))
        meeting.seriesID = id
        meeting.originalStart = original.date
        masters[meeting.id] = MeetingSeries(meeting)
        order.append(meeting.id)
    }

    private func merge(_ event: ICalendarComponent, into series: inout MeetingSeries?) throws(Problem) {
        guard let line = event.first("RECURRENCE-ID") else { return }
        let original = try moment(line).date
        guard !isCancelled(event) else {
            series?.cancelled.append(original)
            return
        }
        let meeting = try meeting(event, id: series?.first.id ?? "")
        series?.changes.append(MeetingChange(meeting, originalStart: original))
    }

    private func series(_ event: ICalendarComponent, id: String) throws(Problem) -> MeetingSeries {
        var series = MeetingSeries(try meeting(event, id: id))
        if let line = event.first("DTSTART"), let name = line.parameters["TZID"] {
            (series.zone, series.zoneName) = (try zone(name, line), ICalendarZones.portableName(name))
        }
        let rules = event.all("RRULE")
        guard rules.count <= 1 else { throw .badImport("line \(rules[1].number): an event has one RRULE at most.") }
        if let line = rules.first {
            do throws(Problem) {
                series.rule = try RecurrenceRule(text: line.value, zone: series.zone)
            } catch {
                throw .badImport("line \(line.number): \(error.message)")
            }
        }
        for line in event.all("EXDATE") { series.cancelled += try moments(line) }
        for line in event.all("RDATE") { series.added += try moments(line) }
        return series
    }

    private func meeting(_ event: ICalendarComponent, id: String) throws(Problem) -> Meeting {
        guard let startLine = event.first("DTSTART") else {
            throw .badImport("line \(event.number): the event has no DTSTART.")
        }
        let start = try moment(startLine)
        let markup = event.first("X-ALT-DESC")
        return Meeting(
            id: id, subject: event.first("SUMMARY")?.text ?? "",
            body: markup?.text ?? event.first("DESCRIPTION")?.text ?? "", bodyType: markup == nil ? .text : .html,
            categories: event.all("CATEGORIES").flatMap(\.texts).filter { !$0.isEmpty },
            attendees: event.all("ATTENDEE").compactMap(address), start: start.date,
            end: try end(of: event, start: start))
    }

    private func end(of event: ICalendarComponent, start: (date: Date, isDay: Bool)) throws(Problem) -> Date {
        if let line = event.first("DTEND") { return try moment(line).date }
        if let line = event.first("DURATION") {
            guard let seconds = Self.seconds(line.value) else {
                throw .badImport("line \(line.number): \"\(line.value)\" is no duration.")
            }
            return start.date.addingTimeInterval(seconds)
        }
        return start.date.addingTimeInterval(start.isDay ? 86_400 : 0)
    }

    /// `P1DT2H30M`, `PT45M`, `P2W`.
    private static func seconds(_ text: String) -> Double? {
        let units: [Character: Double] = ["W": 604_800, "D": 86_400, "H": 3600, "M": 60, "S": 1]
        var (seconds, number) = (0.0, "")
        guard let start = text.firstIndex(of: "P"), !text.hasPrefix("-") else { return nil }
        for character in text[text.index(after: start)...] where character != "T" {
            if character.isNumber {
                number.append(character)
            } else {
                guard let unit = units[character], let value = Double(number) else { return nil }
                seconds += value * unit
                number = ""
            }
        }
        return number.isEmpty ? seconds : nil
    }

    /// Rooms are nobody to look after.
    private func address(_ line: ICalendarLine) -> String? {
        let kind = line.parameters["CUTYPE"]?.uppercased()
        guard kind != "ROOM", kind != "RESOURCE" else { return nil }
        let address = line.value.lowercased().hasPrefix("mailto:") ? String(line.value.dropFirst(7)) : line.value
        return address.contains("@") ? address : line.parameters["EMAIL"]
    }

    // MARK: Times

    private func moment(_ line: ICalendarLine) throws(Problem) -> (date: Date, isDay: Bool) {
        let (date, isDay) = try date(line.value, line)
        return (date, isDay)
    }

    private func moments(_ line: ICalendarLine) throws(Problem) -> [Date] {
        var dates: [Date] = []
        for piece in line.value.split(separator: ",") {
            dates.append(try date(String(piece.prefix { $0 != "/" }), line).date)
        }
        return dates
    }

    private func date(_ text: String, _ line: ICalendarLine) throws(Problem) -> (date: Date, isDay: Bool) {
        guard let stamp = ICalendarStamp(text) else { throw .badImport("line \(line.number): \"\(text)\" is no time.") }
        guard !stamp.isUTC, let name = line.parameters["TZID"] else {
            return (Date(timeIntervalSince1970: Double(stamp.wall.seconds)), stamp.isDay)
        }
        let seconds = try zone(name, line).moment(of: stamp.wall)
        return (Date(timeIntervalSince1970: Double(seconds)), stamp.isDay)
    }

    private func zone(_ name: String, _ line: ICalendarLine) throws(Problem) -> ZoneRule {
        guard let zone = zones[name] else {
            throw .badImport("line \(line.number): the time zone \"\(name)\" is not known here, and the file does not define it.")
        }
        return zone
    }
}

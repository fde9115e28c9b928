extension ZoneRule {
    /// - Parameters:
    ///   - name: An IANA name, or one of Windows' that Outlook writes.
    ///   - machine: The zones that this machine knows, by IANA name.
    package static func named(_ name: String, machine: (String) -> ZoneRule?) -> ZoneRule? {
        if ICalendarZones.universal.contains(name) { return .utc }
        return machine(name) ?? ICalendarZones.windows[name].flatMap(machine)
    }
}

/// The time zones of one file: its own definitions first, then the machine's, then Windows' names.
struct ICalendarZones {
    private var own: [String: ZoneRule] = [:]
    private let zones: CalendarImport.Zones

    /// Windows' names of zones that Outlook writes without a definition. Source: CLDR, windowsZones.
    fileprivate static let windows = [
        "GMT Standard Time": "Europe/London", "Greenwich Standard Time": "Atlantic/Reykjavik",
        "W. Europe Standard Time": "Europe/Berlin", "Central Europe Standard Time": "Europe/Budapest",
        "Romance Standard Time": "Europe/Paris", "Central European Standard Time": "Europe/Warsaw",
        "E. Europe Standard Time": "Europe/Chisinau", "FLE Standard Time": "Europe/Kiev", "GTB Standard Time": "Europe/Bucharest",
        "Eastern Standard Time": "America/New_York", "Central Standard Time": "America/Chicago",
        "Mountain Standard Time": "America/Denver", "Pacific Standard Time": "America/Los_Angeles",
        "India Standard Time": "Asia/Kolkata", "AUS Eastern Standard Time": "Australia/Sydney",
        "New Zealand Standard Time": "Pacific/Auckland",
    ]
    fileprivate static let universal: Set<String> = ["UTC", "Etc/UTC", "GMT", "Etc/GMT", "tzone://Microsoft/Utc"]

    init(_ components: [ICalendarComponent], zones: @escaping CalendarImport.Zones) throws(Problem) {
        self.zones = zones
        for component in components where component.name == "VTIMEZONE" {
            guard let name = component.first("TZID")?.value else {
                throw .badImport("line \(component.number): a time zone has no TZID.")
            }
            own[name] = try Self.rule(component)
        }
    }

    subscript(name: String) -> ZoneRule? {
        own[name] ?? (Self.universal.contains(name) ? .utc : nil) ?? zones(name) ?? Self.windows[name].flatMap(zones)
    }

    /// The name under which another machine finds the zone; nil for UTC.
    static func portableName(_ name: String) -> String? { universal.contains(name) ? nil : windows[name] ?? name }

    private static func rule(_ component: ICalendarComponent) throws(Problem) -> ZoneRule {
        var found: [ZoneRule.Transition] = []
        var firstOffset: Int?
        for part in component.children where part.name == "STANDARD" || part.name == "DAYLIGHT" {
            guard let start = part.first("DTSTART").flatMap({ ICalendarStamp($0.value) }),
                let from = part.first("TZOFFSETFROM").flatMap({ offset($0.value) }),
                let to = part.first("TZOFFSETTO").flatMap({ offset($0.value) })
            else { throw .badImport("line \(part.number): a part of a time zone is not complete.") }
            if part.name == "STANDARD" { firstOffset = to }
            found += try walls(of: part, start).map { ZoneRule.Transition(at: $0.seconds - from, offset: to) }
        }
        found.sort { $0.at < $1.at }
        return ZoneRule(firstOffset: firstOffset ?? found.first?.offset ?? 0, transitions: found)
    }

    /// When the clocks are put on or back, until 2100.
    private static func walls(of part: ICalendarComponent, _ start: ICalendarStamp) throws(Problem) -> [WallTime] {
        var walls = [start.wall]
        for line in part.all("RDATE") { walls += line.texts.compactMap { ICalendarStamp($0)?.wall } }
        guard let line = part.first("RRULE") else { return walls }
        let rule = try RecurrenceRule(text: line.value, zone: .utc)
        // Outlook's rules begin in 1601; what was before 1970 is of no interest.
        let last = CivilDay(number: 47_482)
        rule.forEachDay(from: start.wall.day, near: CivilDay(number: 0), through: last) { day in
            let wall = WallTime(day, secondOfDay: start.wall.secondOfDay)
            if let until = rule.until, wall.seconds > until + 86_400 { return false }
            walls.append(wall)
            return true
        }
        return Array(Set(walls))
    }

    /// `+0100` in seconds.
    private static func offset(_ text: String) -> Int? {
        let digits = text.drop { $0 == "+" || $0 == "-" }
        guard digits.count >= 4, let number = Int(digits.prefix(4)) else { return nil }
        let seconds = number / 100 * 3600 + number % 100 * 60
        return text.hasPrefix("-") ? -seconds : seconds
    }
}

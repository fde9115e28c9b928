extension RecurrenceRule {
    private static let weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

    /// Reads `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20240401T000000Z`.
    /// - Parameter zone: Of the series, for an `UNTIL` without `Z`.
    /// - Throws: ``Problem`` naming the part that is wrong, or that is not supported: what happens more than once a day.
    package init(text: String, zone: ZoneRule) throws(Problem) {
        var parts: [String: String] = [:]
        for part in text.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { throw .badRule(text, "\"\(part)\" is no part of a rule") }
            parts[pair[0].uppercased()] = pair[1].uppercased()
        }
        guard let word = parts.removeValue(forKey: "FREQ") else { throw .badRule(text, "FREQ is missing") }
        guard let frequency = Frequency(rawValue: word) else { throw .badRule(text, "FREQ=\(word) is not supported") }
        self.init(frequency)
        for (key, value) in parts.sorted(by: { $0.key < $1.key }) { try read(key, value, of: text, zone) }
        guard interval > 0, count.map({ $0 > 0 }) ?? true else { throw .badRule(text, "a number is not positive") }
    }

    private mutating func read(_ key: String, _ value: String, of text: String, _ zone: ZoneRule) throws(Problem) {
        switch key {
        case "INTERVAL": interval = try Self.number(value, of: text)
        case "COUNT": count = try Self.number(value, of: text)
        case "UNTIL": until = try Self.until(value, of: text, zone)
        case "BYMONTHDAY": byMonthDay = try Self.numbers(value, of: text, 31)
        case "BYMONTH": byMonth = try Self.numbers(value, of: text, 12)
        case "BYSETPOS": bySetPosition = try Self.numbers(value, of: text, 366)
        case "BYDAY":
            var places: [WeekdayPlace] = []
            for item in value.split(separator: ",") { places.append(try Self.place(String(item), of: text)) }
            byDay = places
        case "WKST": weekStart = try Self.place(value, of: text).weekday
        default: throw .badRule(text, "\(key) is not supported")
        }
    }

    private static func until(_ value: String, of text: String, _ zone: ZoneRule) throws(Problem) -> Int {
        guard let stamp = ICalendarStamp(value) else { throw .badRule(text, "UNTIL is no time") }
        let wall = stamp.isDay ? WallTime(seconds: stamp.wall.seconds + 86_399) : stamp.wall
        return stamp.isUTC ? wall.seconds : zone.moment(of: wall)
    }

    private static func number(_ value: String, of text: String) throws(Problem) -> Int {
        guard let number = Int(value), number.magnitude < 1_000_000 else { throw .badRule(text, "\"\(value)\" is no number") }
        return number
    }

    private static func numbers(_ value: String, of text: String, _ most: Int) throws(Problem) -> [Int] {
        var numbers: [Int] = []
        for item in value.split(separator: ",") {
            let number = try number(String(item), of: text)
            guard number != 0, abs(number) <= most else { throw .badRule(text, "\"\(item)\" is out of range") }
            numbers.append(number)
        }
        return numbers
    }

    private static func place(_ item: String, of text: String) throws(Problem) -> WeekdayPlace {
        guard let weekday = weekdays.firstIndex(of: String(item.suffix(2))) else {
            throw .badRule(text, "\"\(item)\" is no weekday")
        }
        let ordinal = item.dropLast(2)
        return WeekdayPlace(ordinal: ordinal.isEmpty ? 0 : try number(String(ordinal), of: text), weekday: weekday)
    }

    /// The rule as iCalendar writes it.
    package var text: String {
        var parts = ["FREQ=\(frequency.rawValue)"]
        func add(_ key: String, _ numbers: [Int]) {
            if !numbers.isEmpty { parts.append("\(key)=\(numbers.map(String.init).joined(separator: ","))") }
        }
        if interval != 1 { parts.append("INTERVAL=\(interval)") }
        if let count { parts.append("COUNT=\(count)") }
        if let until { parts.append("UNTIL=\(ICalendarStamp(wall: WallTime(seconds: until), isUTC: true).text)") }
        if !byDay.isEmpty {
            let days = byDay.map { ($0.ordinal == 0 ? "" : String($0.ordinal)) + Self.weekdays[$0.weekday] }
            parts.append("BYDAY=\(days.joined(separator: ","))")
        }
        add("BYMONTHDAY", byMonthDay)
        add("BYMONTH", byMonth)
        add("BYSETPOS", bySetPosition)
        if weekStart != 0 { parts.append("WKST=\(Self.weekdays[weekStart])") }
        return parts.joined(separator: ";")
    }
}

extension Problem {
    fileprivate static func badRule(_ text: String, _ reason: String) -> Problem {
        Problem(
            code: "BadRecurrence", message: "The recurrence \"\(text)\" cannot be used: \(reason).",
            hint: "Write days, weeks, months or years by RFC 5545.")
    }
}

/// A time as iCalendar writes it: `20240115`, `20240115T103000`, `20240115T103000Z`.
struct ICalendarStamp: Equatable {
    var wall: WallTime
    var isUTC = false
    /// A day without a time.
    var isDay = false

    init(wall: WallTime, isUTC: Bool) {
        self.wall = wall
        self.isUTC = isUTC
    }

    init?(_ text: String) {
        let digits = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= digits.count, digits[range].allSatisfy({ (48...57).contains($0) }) else { return nil }
            return digits[range].reduce(0) { $0 * 10 + Int($1) - 48 }
        }
        guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8),
            let civil = CivilDay(year: year, month: month, day: day)
        else { return nil }
        guard digits.count > 8 else {
            wall = WallTime(civil)
            isDay = true
            return
        }
        guard digits[8] == UInt8(ascii: "T"), let hour = number(9..<11), let minute = number(11..<13),
            let second = number(13..<15), hour < 24, minute < 60, second <= 60
        else { return nil }
        wall = WallTime(civil, secondOfDay: hour * 3600 + minute * 60 + second)
        isUTC = digits.count == 16 && digits[15] == UInt8(ascii: "Z")
        if digits.count > 15, !isUTC { return nil }
    }

    var text: String {
        let parts = wall.day.parts
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let year = String(repeating: "0", count: max(0, 4 - String(parts.year).count)) + String(parts.year)
        let second = wall.secondOfDay
        return "\(year)\(two(parts.month))\(two(parts.day))T\(two(second / 3600))\(two(second / 60 % 60))\(two(second % 60))"
            + (isUTC ? "Z" : "")
    }
}

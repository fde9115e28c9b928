/// When a place's clocks are ahead of UTC by how much: what FoundationEssentials does not know without ICU.
package struct ZoneRule: Sendable, Equatable, Codable {
    /// From this moment on, seconds since 1970, the clocks are ahead by so many seconds.
    struct Transition: Sendable, Equatable, Codable {
        var at: Int
        var offset: Int
    }

    /// Before the first transition.
    var firstOffset: Int
    /// In the order of time.
    var transitions: [Transition]
    /// What goes on every year after the last transition; nil where nothing changes any more.
    var yearly: YearlyZoneRule?

    package static let utc = ZoneRule(firstOffset: 0, transitions: [])

    init(firstOffset: Int, transitions: [Transition], yearly: YearlyZoneRule? = nil) {
        self.firstOffset = firstOffset
        self.transitions = transitions
        self.yearly = yearly
    }

    /// Seconds ahead of UTC at `moment`, seconds since 1970.
    package func offset(at moment: Int) -> Int {
        if let yearly, moment >= (transitions.last?.at ?? .min) { return yearly.offset(at: moment) }
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].at <= moment { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? firstOffset : transitions[low - 1].offset
    }

    /// The moment at which the clocks show `wall`: of two the first, and in the hour that is left out as if the clocks had
    /// not been put on. Source: RFC 5545, 3.3.5.
    package func moment(of wall: WallTime) -> Int {
        let before = offset(at: wall.seconds - 86_400)
        let after = offset(at: wall.seconds + 86_400)
        for offset in [before, after] where self.offset(at: wall.seconds - offset) == offset { return wall.seconds - offset }
        return wall.seconds - before
    }

    package func wall(at moment: Int) -> WallTime { WallTime(seconds: moment + offset(at: moment)) }
}

/// The rule at the end of a time-zone file: `GMT0BST,M3.5.0/1,M10.5.0`. Source: POSIX.1-2017, 8.3; tzfile(5).
struct YearlyZoneRule: Sendable, Equatable, Codable {
    /// The n-th weekday of a month, 5 being the last one, and seconds from its midnight.
    struct Change: Sendable, Equatable, Codable {
        var month: Int
        var week: Int
        /// 0 = Sunday.
        var weekday: Int
        var second: Int

        func wall(in year: Int) -> WallTime {
            let length = CivilDay.length(ofMonth: month, in: year)
            // Months 1…12 and day 1 always exist.
            guard let first = CivilDay(year: year, month: month, day: 1) else { return WallTime(seconds: 0) }
            var day = (weekday - (first.weekday + 1) % 7 + 7) % 7 + 7 * (week - 1)
            while day >= length { day -= 7 }
            return WallTime(first + day, secondOfDay: second)
        }
    }

    var standard: Int
    var summer: Int
    /// nil for zones without summer time.
    var begins: Change?
    var ends: Change?

    func offset(at moment: Int) -> Int {
        guard let begins, let ends else { return standard }
        let year = WallTime(seconds: moment + standard).day.parts.year
        let from = begins.wall(in: year).seconds - standard
        let to = ends.wall(in: year).seconds - summer
        let isSummer = from < to ? (from..<to).contains(moment) : !(to..<from).contains(moment)
        return isSummer ? summer : standard
    }

    /// - Returns: nil for what is not understood.
    init?(posix text: String) {
        var reader = PosixReader(text: Array(text.utf8))
        guard reader.name(), let standard = reader.offset() else { return nil }
        self.standard = -standard
        summer = self.standard
        guard !reader.isAtEnd else { return }
        guard reader.name() else { return nil }
        summer = self.standard + 3600
        if !reader.isNext(",") {
            guard let offset = reader.offset() else { return nil }
            summer = -offset
        }
        guard let begins = reader.change(), let ends = reader.change(), reader.isAtEnd else { return nil }
        (self.begins, self.ends) = (begins, ends)
    }
}

private struct PosixReader {
    var text: [UInt8]
    var place = 0

    var isAtEnd: Bool { place >= text.count }
    func isNext(_ scalar: Unicode.Scalar) -> Bool { !isAtEnd && text[place] == UInt8(ascii: scalar) }

    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard isNext(scalar) else { return false }
        place += 1
        return true
    }

    mutating func name() -> Bool {
        let start = place
        if skip("<") {
            while !isAtEnd, !isNext(">") { place += 1 }
            return skip(">")
        }
        while !isAtEnd, text[place] >= UInt8(ascii: "A") { place += 1 }
        return place - start >= 3
    }

    mutating func number() -> Int? {
        let start = place
        while !isAtEnd, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[place]) { place += 1 }
        return Int(String(decoding: text[start..<place], as: UTF8.self))
    }

    /// `-1`, `5:30`, in seconds; positive is west.
    mutating func offset() -> Int? {
        let sign = skip("-") ? -1 : 1
        _ = skip("+")
        guard let hours = number() else { return nil }
        var seconds = hours * 3600
        if skip(":") { seconds += (number() ?? 0) * 60 }
        if skip(":") { seconds += number() ?? 0 }
        return sign * seconds
    }

    /// `,M3.5.0/1`
    mutating func change() -> YearlyZoneRule.Change? {
        guard skip(","), skip("M"), let month = number(), (1...12).contains(month), skip("."), let week = number(),
            (1...5).contains(week), skip("."), let weekday = number(), (0...6).contains(weekday)
        else { return nil }
        var second = 7200
        if skip("/") {
            guard let time = offset() else { return nil }
            second = time
        }
        return YearlyZoneRule.Change(month: month, week: week, weekday: weekday, second: second)
    }
}

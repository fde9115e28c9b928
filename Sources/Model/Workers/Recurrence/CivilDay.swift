/// A day of the Gregorian calendar, without a time zone.
package struct CivilDay: Sendable, Hashable, Comparable, Codable {
    /// Days since 1970-01-01.
    package var number: Int

    package init(number: Int) { self.number = number }

    /// - Returns: nil for a 30th of February.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, day <= Self.length(ofMonth: month, in: year) else { return nil }
        // Years begin in March here, so that the leap day is the last one.
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    package var parts: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// 0 = Monday … 6 = Sunday.
    package var weekday: Int { ((number + 3) % 7 + 7) % 7 }

    package static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    package static func + (day: CivilDay, days: Int) -> CivilDay { CivilDay(number: day.number + days) }
    package static func < (left: CivilDay, right: CivilDay) -> Bool { left.number < right.number }
}

/// What a clock on a wall shows: seconds since 1970 as if the place were in UTC.
package struct WallTime: Sendable, Hashable, Comparable, Codable {
    package var seconds: Int

    package init(seconds: Int) { self.seconds = seconds }
    package init(_ day: CivilDay, secondOfDay: Int = 0) { seconds = day.number * 86_400 + secondOfDay }

    package var day: CivilDay { CivilDay(number: (seconds >= 0 ? seconds : seconds - 86_399) / 86_400) }
    package var secondOfDay: Int { seconds - day.number * 86_400 }

    package static func < (left: WallTime, right: WallTime) -> Bool { left.seconds < right.seconds }
}

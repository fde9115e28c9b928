/// On which days something happens again. Source: RFC 5545, 3.3.10.
package struct RecurrenceRule: Sendable, Equatable, Codable {
    package enum Frequency: String, Sendable, Codable {
        case daily = "DAILY"
        case weekly = "WEEKLY"
        case monthly = "MONTHLY"
        case yearly = "YEARLY"
    }

    /// `TU`, or `2TU` and `-1FR` within a month or a year.
    package struct WeekdayPlace: Sendable, Equatable, Codable {
        /// 0 = every one.
        package var ordinal: Int
        /// 0 = Monday.
        package var weekday: Int
    }

    package var frequency: Frequency
    package var interval = 1
    /// How often in all; nil for ever.
    package var count: Int?
    /// The last moment at which it may begin, seconds since 1970; a day without a time counts to its end.
    package var until: Int?
    package var byDay: [WeekdayPlace] = []
    package var byMonthDay: [Int] = []
    package var byMonth: [Int] = []
    package var bySetPosition: [Int] = []
    /// 0 = Monday.
    package var weekStart = 0

    package init(_ frequency: Frequency, interval: Int = 1, count: Int? = nil) {
        self.frequency = frequency
        self.interval = interval
        self.count = count
    }
}

extension RecurrenceRule {
    /// The days on which it happens, from `first` on, in order, until `body` says to stop.
    /// - Parameters:
    ///   - hint: Days before this one are of no interest; only rules without a count can use it.
    ///   - last: Nothing is looked for after this day.
    ///   - body: Gets each day; returns false to end.
    package func forEachDay(from first: CivilDay, near hint: CivilDay, through last: CivilDay, _ body: (CivilDay) -> Bool) {
        var period = count == nil ? max(0, periods(from: first, to: hint) - 1) : 0
        var left = count ?? .max
        while left > 0, let (start, days) = days(ofPeriod: period, from: first), start <= last {
            period += 1
            for day in selected(days) where day >= first {
                guard day <= last, left > 0, body(day) else { return }
                left -= 1
            }
        }
    }

    private func periods(from first: CivilDay, to day: CivilDay) -> Int {
        let days = max(0, day.number - first.number)
        switch frequency {
        case .daily: return days / interval
        case .weekly: return days / (7 * interval)
        case .monthly: return days / (31 * interval)
        case .yearly: return days / (366 * interval)
        }
    }

    /// The candidates of one period, in order, with the period's first day; nil beyond the calendar.
    private func days(ofPeriod period: Int, from first: CivilDay) -> (start: CivilDay, days: [CivilDay])? {
        let parts = first.parts
        switch frequency {
        case .daily:
            let day = first + period * interval
            return (day, [day].filter(fits))
        case .weekly:
            let start = first + (-((first.weekday - weekStart + 7) % 7) + 7 * interval * period)
            let weekdays = byDay.isEmpty ? [first.weekday] : byDay.map(\.weekday)
            return (start, (0..<7).map { start + $0 }.filter { weekdays.contains($0.weekday) && isInMonth($0) })
        case .monthly:
            let months = parts.year * 12 + parts.month - 1 + period * interval
            let (year, month) = (months / 12, months % 12 + 1)
            guard let start = CivilDay(year: year, month: month, day: 1) else { return nil }
            guard byMonth.isEmpty || byMonth.contains(month) else { return (start, []) }
            return (start, days(inMonth: month, of: year, day: parts.day))
        case .yearly:
            let year = parts.year + period * interval
            guard year < 10_000, let start = CivilDay(year: year, month: 1, day: 1) else { return nil }
            return (start, days(inYear: year, like: parts))
        }
    }

    private func isInMonth(_ day: CivilDay) -> Bool { byMonth.isEmpty || byMonth.contains(day.parts.month) }

    /// For daily rules, where everything only limits.
    private func fits(_ day: CivilDay) -> Bool {
        let parts = day.parts
        let length = CivilDay.length(ofMonth: parts.month, in: parts.year)
        let isMonthDay = byMonthDay.isEmpty || byMonthDay.contains { ($0 < 0 ? length + 1 + $0 : $0) == parts.day }
        return isMonthDay && isInMonth(day) && (byDay.isEmpty || byDay.contains { $0.weekday == day.weekday })
    }

    private func days(inYear year: Int, like first: (year: Int, month: Int, day: Int)) -> [CivilDay] {
        if byMonth.isEmpty, byMonthDay.isEmpty, !byDay.isEmpty {
            guard let start = CivilDay(year: year, month: 1, day: 1), let next = CivilDay(year: year + 1, month: 1, day: 1) else {
                return []
            }
            return weekdays(in: start.number..<next.number)
        }
        let months = byMonth.isEmpty ? (byMonthDay.isEmpty ? [first.month] : Array(1...12)) : byMonth.sorted()
        return months.flatMap { days(inMonth: $0, of: year, day: first.day) }
    }

    private func days(inMonth month: Int, of year: Int, day: Int) -> [CivilDay] {
        let length = CivilDay.length(ofMonth: month, in: year)
        guard let start = CivilDay(year: year, month: month, day: 1) else { return [] }
        let monthDays = (byMonthDay.isEmpty && byDay.isEmpty ? [day] : byMonthDay).map { $0 < 0 ? length + 1 + $0 : $0 }
        let fromDays = Set(monthDays.filter { (1...length).contains($0) }.map { start + ($0 - 1) })
        guard !byDay.isEmpty else { return fromDays.sorted() }
        let fromWeekdays = weekdays(in: start.number..<start.number + length)
        return byMonthDay.isEmpty ? fromWeekdays : fromWeekdays.filter(fromDays.contains)
    }

    /// ``byDay`` within a span whose first and last days ordinals count from.
    private func weekdays(in span: Range<Int>) -> [CivilDay] {
        var found: Set<CivilDay> = []
        for place in byDay {
            let all = span.lazy.map { CivilDay(number: $0) }.filter { $0.weekday == place.weekday }
            let days = Array(all)
            switch place.ordinal {
            case 0: found.formUnion(days)
            case 1...: if place.ordinal <= days.count { found.insert(days[place.ordinal - 1]) }
            default: if -place.ordinal <= days.count { found.insert(days[days.count + place.ordinal]) }
            }
        }
        return found.sorted()
    }

    private func selected(_ days: [CivilDay]) -> [CivilDay] {
        guard !bySetPosition.isEmpty else { return days }
        let places = Set(bySetPosition.map { $0 > 0 ? $0 - 1 : days.count + $0 })
        return days.indices.filter(places.contains).map { days[$0] }
    }
}

import Model

/// A provider's billing cycle.
package struct BillingPeriod: Sendable, Equatable {
    package var provider: String
    /// Days since 1970-01-01.
    package var startDay: Int
    /// The day behind the last one.
    package var endDay: Int
    package var cycleDays: Int
    package var usesProration: Bool
    package var line: Int

    package init(provider: String, startDay: Int, endDay: Int, cycleDays: Int, usesProration: Bool, line: Int) {
        self.provider = provider
        self.startDay = startDay
        self.endDay = endDay
        self.cycleDays = cycleDays
        self.usesProration = usesProration
        self.line = line
    }

    /// Without `billing_period.csv`: no proration, so that the length only limits `days_active`.
    package static let unknown = BillingPeriod(
        provider: "default", startDay: 0, endDay: 31, cycleDays: 31, usesProration: false, line: 0)
}

/// `billing_period.csv`.
package enum BillingPeriodFile {
    static let columns = ["service_provider", "period_start", "period_end", "days_in_cycle", "uses_proration"]
    package static let longestCycle = 400

    /// - Returns: All periods of the file, in its order; at least one.
    package static func read(_ reader: consuming CSVReader) throws -> [BillingPeriod] {
        let header = try CSVHeader(&reader, wanted: columns)
        var periods: [BillingPeriod] = []
        while try reader.next() {
            try FileProblem.checkWidth(reader, header)
            let line = reader.line
            let texts = columns.map { name in header[name].map { reader.text($0) } ?? "" }
            guard let start = CalendarDay.parse(texts[1]), let end = CalendarDay.parse(texts[2]) else {
                throw problem(line, "period_start and period_end are dates like 2026-11-01")
            }
            guard let days = Int(texts[3]), (1...longestCycle).contains(days) else {
                throw problem(line, "days_in_cycle \"\(texts[3])\" is no whole number from 1 to \(longestCycle)")
            }
            guard let usesProration = RatePlanFile.flag(texts[4]) else {
                throw problem(line, "uses_proration \"\(texts[4])\" is neither true nor false")
            }
            periods.append(
                BillingPeriod(
                    provider: texts[0], startDay: start, endDay: end, cycleDays: days, usesProration: usesProration, line: line))
        }
        guard !periods.isEmpty else {
            throw FileProblem(.emptyFile, "the file names no billing period.", hint: "Each line below the first is one.")
        }
        return periods
    }

    private static func problem(_ line: Int, _ what: String) -> FileProblem {
        FileProblem(.invalidPeriod, "line \(line): \(what).", hint: "Correct the line; nothing was assigned.")
    }

    /// The period that a run is for: the one that starts last.
    package static func current(_ periods: [BillingPeriod]) -> BillingPeriod {
        periods.max { ($0.startDay, -$0.line) < ($1.startDay, -$1.line) } ?? .unknown
    }

    /// What is not as it should be; a run goes on all the same.
    package static func warnings(_ periods: [BillingPeriod]) -> [String] {
        var warnings: [String] = []
        for period in periods {
            let name = "\(period.provider), line \(period.line)"
            let (start, end) = (CalendarDay.text(period.startDay), CalendarDay.text(period.endDay))
            guard period.startDay < period.endDay else {
                warnings.append("\(name): the period starts on \(start), not before its end on \(end).")
                continue
            }
            let length = period.endDay - period.startDay
            // Some write the last day as the end, some the day behind it.
            if period.cycleDays != length, period.cycleDays != length + 1 {
                warnings.append("\(name): days_in_cycle is \(period.cycleDays), but \(start) to \(end) has \(length).")
            }
        }
        let providers = Set(periods.map(\.provider)).sorted()
        if providers.count > 1 {
            warnings.append("Several providers (\(providers.joined(separator: ", "))); the period that starts last counts.")
        }
        for provider in providers { warnings += neighbours(periods.filter { $0.provider == provider }) }
        return warnings
    }

    private static func neighbours(_ periods: [BillingPeriod]) -> [String] {
        let sorted = periods.sorted { ($0.startDay, $0.line) < ($1.startDay, $1.line) }
        return zip(sorted, sorted.dropFirst()).compactMap { one, next in
            let distance = next.startDay - one.endDay
            if distance < 0 {
                return "\(one.provider): the periods of lines \(one.line) and \(next.line) overlap by \(-distance) days."
            }
            return distance > 1
                ? "\(one.provider): \(distance) days are missing between lines \(one.line) and \(next.line)." : nil
        }
    }
}

/// Days of the Gregorian calendar as text, counted from 1970-01-01.
package enum CalendarDay {
    /// `2026-11-01`, also with a time behind it.
    package static func parse(_ text: String) -> Int? {
        let date = text.prefix { $0 != "T" && $0 != " " }
        let parts = date.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        return CivilDay(year: year, month: month, day: day)?.number
    }

    package static func text(_ number: Int) -> String {
        let parts = CivilDay(number: number).parts
        return [PracticeFleet.padded(parts.year, 4), PracticeFleet.padded(parts.month, 2), PracticeFleet.padded(parts.day, 2)]
            .joined(separator: "-")
    }
}

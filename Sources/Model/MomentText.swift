package import FoundationEssentials

/// Moments in the past as people type them.
package enum MomentText {
    private static let daySeconds = 86_400.0

    /// `-15m` (also with a minus sign of typography), `03:10` and `03:10:42` of the last 24 hours, `2026-11-21 03:10`, and ISO 8601
    /// with a zone.
    /// - Parameter offsetSeconds: How far the zone of what names none is ahead of UTC.
    /// - Returns: nil for anything else.
    package static func parse(_ text: String, now: Date, offsetSeconds: Int = 0) -> Date? {
        if text.hasPrefix("-") || text.hasPrefix("−") {
            return DurationText.parse(String(text.dropFirst())).map { now.addingTimeInterval(-($0 / .seconds(1))) }
        }
        if let moment = ISO8601.parse(text) { return moment }
        let offset = Double(offsetSeconds)
        if let time = timeOfDay(text) {
            let today = ((now.timeIntervalSince1970 + offset) / daySeconds).rounded(.down) * daySeconds
            let moment = Date(timeIntervalSince1970: today + time - offset)
            return moment <= now ? moment : moment.addingTimeInterval(-daySeconds)
        }
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard parts.count == 2, let time = timeOfDay(String(parts[1])),
            let day = ISO8601.parse("\(parts[0])T00:00:00Z")
        else { return nil }
        return day.addingTimeInterval(time - offset)
    }

    /// Seconds since midnight.
    private static func timeOfDay(_ text: String) -> Double? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, parts.allSatisfy({ $0.utf8.count == 2 }) else { return nil }
        let numbers = parts.compactMap { UInt8($0).map(Double.init) }
        guard numbers.count == parts.count, numbers[0] < 24, numbers.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
        return numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
    }
}

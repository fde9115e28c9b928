import FoundationEssentials

/// A moment as the clock on the wall in Greenwich shows it.
struct UTCText {
    private let seconds: Int

    init(_ date: Date) {
        // Far beyond any year that is shown, and still an Int.
        seconds = Int(max(-1e12, min(1e12, date.timeIntervalSince1970.rounded(.down))))
    }

    /// `03:10`, or `11-21 03:10` with the month and day.
    func text(withDay: Bool) -> String {
        let ofDay = ((seconds % 86_400) + 86_400) % 86_400
        let clock = "\(two(ofDay / 3600)):\(two(ofDay / 60 % 60))"
        guard withDay else { return clock }
        let (month, day) = monthAndDay
        return "\(two(month))-\(two(day)) \(clock)"
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Counted in years that begin in March, so that the leap day comes last.
    private var monthAndDay: (month: Int, day: Int) {
        let days = (seconds - (((seconds % 86_400) + 86_400) % 86_400)) / 86_400 + 719_468
        let ofEra = ((days % 146_097) + 146_097) % 146_097
        let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        return (month < 10 ? month + 3 : month - 9, ofYear - (153 * month + 2) / 5 + 1)
    }
}

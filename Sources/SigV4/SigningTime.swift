import FoundationEssentials

/// An instant as signatures write it, in UTC.
struct SigningTime: Sendable {
    /// `20150830T123600Z`
    let timestamp: String
    /// `20150830`
    var day: Substring { timestamp.prefix(8) }

    init(_ date: Date) {
        let (day, second) = CivilDate.split(Int(date.timeIntervalSince1970.rounded(.down)))
        let parts = [day.month, day.day].map { CivilDate.padded($0) }.joined()
        let time = [second / 3600, second / 60 % 60, second % 60].map { CivilDate.padded($0) }.joined()
        timestamp = "\(CivilDate.padded(day.year, 4))\(parts)T\(time)Z"
    }
}

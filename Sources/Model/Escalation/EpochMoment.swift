package import FoundationEssentials

extension EscalationNotification {
    /// ``at`` as a moment that texts can say: years 1 to 9999, the nearest where it lies outside.
    package var moment: Date { EpochMoment.date(at) }

    /// When the notification becomes due: the first whole second that is not before ``at``.
    package var dueAt: Double { at.rounded(.up) }
}

/// Seconds since 1970 of strangers, as moments.
package enum EpochMoment {
    private static let sayable = -62_135_596_800.0...253_402_300_799.0

    package static func date(_ seconds: Double) -> Date {
        guard !seconds.isNaN else { return Date(timeIntervalSince1970: sayable.upperBound) }
        return Date(timeIntervalSince1970: min(max(seconds, sayable.lowerBound), sayable.upperBound))
    }
}

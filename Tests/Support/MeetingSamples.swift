package import FoundationEssentials
package import Model

/// Meetings for tests, by minutes from a fixed moment.
package enum MeetingSamples {
    /// Monday 2024-01-15T10:00:00Z
    package static let now = Date(timeIntervalSince1970: 1_705_312_800)

    /// - Parameters:
    ///   - start: Minutes from ``now``.
    ///   - end: Minutes from ``now``.
    package static func meeting(
        _ id: String = "m1", start: Double, end: Double, _ categories: [MeetingCategory] = [],
        attendees: [String] = ["ann@example.com"]
    ) -> Meeting {
        Meeting(
            id: id, subject: "Visit", body: "<html><body><p>Gate code 12</p></body></html>",
            categories: categories.map(\.rawValue), attendees: attendees, start: now.addingTimeInterval(start * 60),
            end: now.addingTimeInterval(end * 60))
    }
}

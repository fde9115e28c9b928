import AWS
import FoundationEssentials
import Model

/// An event as Graph gives it. Source: Microsoft Graph REST API v1.0, event resource type.
struct GraphEvent: Decodable {
    struct Time: Decodable {
        var dateTime: String
        var timeZone: String?
    }

    struct Body: Decodable {
        var contentType: String?
        var content: String?
    }

    struct Attendee: Decodable {
        struct EmailAddress: Decodable { var address: String? }
        var emailAddress: EmailAddress?
    }

    private enum Key: String, CodingKey {
        case etag = "@odata.etag"
        case id, subject, body, categories, attendees, start, end, seriesMasterId, originalStart, isCancelled
    }

    private var known: Meeting?
    private var start: Time?
    private var end: Time?

    /// Lacking fields are empty; what is cancelled, or has no time that can be read, is no meeting.
    init(from decoder: any Decoder) throws {
        let event = try decoder.container(keyedBy: Key.self)
        guard try event.decodeIfPresent(Bool.self, forKey: .isCancelled) != true else { return }
        start = try event.decodeIfPresent(Time.self, forKey: .start)
        end = try event.decodeIfPresent(Time.self, forKey: .end)
        let body = try event.decodeIfPresent(Body.self, forKey: .body)
        let series = try event.decodeIfPresent(String.self, forKey: .seriesMasterId)
        known = Meeting(
            id: try event.decode(String.self, forKey: .id),
            subject: try event.decodeIfPresent(String.self, forKey: .subject) ?? "", body: body?.content ?? "",
            bodyType: body?.contentType?.lowercased() == "text" ? .text : .html,
            categories: try event.decodeIfPresent([String].self, forKey: .categories) ?? [],
            attendees: (try event.decodeIfPresent([Attendee].self, forKey: .attendees) ?? []).compactMap {
                $0.emailAddress?.address
            }, start: .distantPast, end: .distantPast, seriesID: series,
            originalStart: try event.decodeIfPresent(String.self, forKey: .originalStart).flatMap(ISO8601.parse),
            version: try event.decodeIfPresent(String.self, forKey: .etag))
    }

    func meeting(_ zones: (String) -> ZoneRule?) -> Meeting? {
        guard var meeting = known, let start = Self.date(start, zones), let end = Self.date(end, zones) else { return nil }
        (meeting.start, meeting.end) = (start, end)
        return meeting
    }

    /// Seven digits of a second and no offset. UTC was asked for; what comes in another zone is reckoned from that one, and what comes in
    /// one that nobody knows is taken as UTC: a meeting an hour off is seen, one that is left out is not.
    private static func date(_ time: Time?, _ zones: (String) -> ZoneRule?) -> Date? {
        guard let time else { return nil }
        // With an offset after all, it says all there is to say.
        if let date = ISO8601.parse(time.dateTime) { return date }
        guard let date = ISO8601.parse(time.dateTime + "Z") else { return nil }
        guard let name = time.timeZone, let rule = ZoneRule.named(name, machine: zones) else { return date }
        let wall = WallTime(seconds: Int(date.timeIntervalSince1970.rounded(.down)))
        return Date(timeIntervalSince1970: Double(rule.moment(of: wall)))
    }
}

/// Who a number belongs to, among the mailbox's contacts.
struct GraphContact: Decodable {
    struct EmailAddress: Decodable { var address: String? }
    var displayName: String?
    var emailAddresses: [EmailAddress]?
    var mobilePhone: String?
}

/// The same among the tenant's users.
struct GraphUser: Decodable {
    var displayName: String?
    var mail: String?
    var mobilePhone: String?
}

/// One page of a list.
struct GraphPage<Element: Decodable>: Decodable {
    private enum Key: String, CodingKey {
        case value
        case next = "@odata.nextLink"
    }

    var value: [Element]
    var next: String?

    init(from decoder: any Decoder) throws {
        let page = try decoder.container(keyedBy: Key.self)
        value = try page.decode([Element].self, forKey: .value)
        next = try page.decodeIfPresent(String.self, forKey: .next)
    }
}

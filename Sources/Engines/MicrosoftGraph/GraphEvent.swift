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

    var meeting: Meeting?

    /// Lacking fields are empty; an event without a time that can be read is none.
    init(from decoder: any Decoder) throws {
        let event = try decoder.container(keyedBy: Key.self)
        guard try event.decodeIfPresent(Bool.self, forKey: .isCancelled) != true,
            let start = Self.date(try event.decodeIfPresent(Time.self, forKey: .start)),
            let end = Self.date(try event.decodeIfPresent(Time.self, forKey: .end))
        else { return }
        let body = try event.decodeIfPresent(Body.self, forKey: .body)
        let series = try event.decodeIfPresent(String.self, forKey: .seriesMasterId)
        meeting = Meeting(
            id: try event.decode(String.self, forKey: .id),
            subject: try event.decodeIfPresent(String.self, forKey: .subject) ?? "", body: body?.content ?? "",
            bodyType: body?.contentType?.lowercased() == "text" ? .text : .html,
            categories: try event.decodeIfPresent([String].self, forKey: .categories) ?? [],
            attendees: (try event.decodeIfPresent([Attendee].self, forKey: .attendees) ?? []).compactMap {
                $0.emailAddress?.address
            }, start: start, end: end, seriesID: series,
            originalStart: try event.decodeIfPresent(String.self, forKey: .originalStart).flatMap(ISO8601.parse),
            version: try event.decodeIfPresent(String.self, forKey: .etag))
    }

    /// Seven digits of a second and no offset: UTC, since that is what was asked for.
    private static func date(_ time: Time?) -> Date? {
        guard let time, ["UTC", "Etc/GMT", "GMT"].contains(time.timeZone ?? "UTC") else { return nil }
        return ISO8601.parse(time.dateTime) ?? ISO8601.parse(time.dateTime + "Z")
    }
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

package import FoundationEssentials

/// Management events of the last 90 days that have one attribute, newest first, at most 50 a page and 2 requests a second.
/// Source: CloudTrail API Reference, LookupEvents.
package enum LookupEvents: JSONOperation, PagedOperation {
    package static let target = Target(.cloudTrail, "LookupEvents")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var lookupAttributes: [Attribute]
        /// Seconds since 1970.
        package var startTime: Int
        package var endTime: Int
        /// 1...50.
        package var maxResults = 50
        package var nextToken: String?

        package init(eventName: String, from start: Date, to end: Date) {
            lookupAttributes = [Attribute(attributeKey: "EventName", attributeValue: eventName)]
            startTime = Int(start.timeIntervalSince1970)
            endTime = Int(end.timeIntervalSince1970)
        }
    }

    package struct Attribute: Encodable, Sendable {
        package var attributeKey: String
        package var attributeValue: String
    }

    package struct Output: Decodable, Sendable {
        package var events: [TrailEvent]?
        package var nextToken: String?
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        guard let token = nextToken(output.nextToken) else { return nil }
        var following = input
        following.nextToken = token
        return following
    }
}

/// Source: CloudTrail API Reference, Event. The whole event is not read: it may hold what was sent.
package struct TrailEvent: Decodable, Sendable {
    package var eventName: String?
    /// Seconds since 1970.
    package var eventTime: Double?
    package var username: String?
    package var resources: [Resource]?

    package struct Resource: Decodable, Sendable {
        package var resourceName: String?
    }
}

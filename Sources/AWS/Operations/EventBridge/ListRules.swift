/// Lists rules of the default event bus, at most 100 a page. Source: EventBridge API Reference, ListRules.
package enum ListRules: JSONOperation, PagedOperation {
    package static let target = Target(.eventBridge, "ListRules")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var namePrefix: String?
        package var nextToken: String?

        package init(namePrefix: String? = nil, nextToken: String? = nil) {
            self.namePrefix = namePrefix
            self.nextToken = nextToken
        }
    }

    package struct Output: Decodable, Sendable {
        package var rules: [EventRule]?
        package var nextToken: String?
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        nextToken(output.nextToken).map { Input(namePrefix: input.namePrefix, nextToken: $0) }
    }
}

/// Source: EventBridge API Reference, Rule.
package struct EventRule: Decodable, Sendable {
    package var name: String
    package var arn: String?
    /// `ENABLED | DISABLED | ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`.
    package var state: String?
    /// `rate(5 minutes)`, `cron(…)`; nil for a rule on events.
    package var scheduleExpression: String?

    package var isEnabled: Bool { state?.hasPrefix("ENABLED") == true }
}

import Model

/// Lists the events of a log group, oldest first, all its streams together. A page holds at most 1 MB or 10,000 events and may be
/// empty although more follow; only a missing token ends the pages. Free of charge. Source: CloudWatch Logs API Reference,
/// FilterLogEvents.
package enum FilterLogEvents: LogsOperation, PagedOperation {
    package static let target = Target(.logs, "FilterLogEvents")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable, Equatable {
        /// A name, or an ARN for a group of another account.
        package var logGroupIdentifier: String?
        package var logGroupName: String?
        package var logStreamNamePrefix: String?
        /// Milliseconds since 1970; both ends belong to the range.
        package var startTime: Int64?
        package var endTime: Int64?
        /// In CloudWatch's pattern syntax.
        package var filterPattern: String?
        package var nextToken: String?
        /// 1...10,000.
        package var limit: Int?

        package init(
            logGroupName: String, startTime: Int64? = nil, endTime: Int64? = nil, filterPattern: String? = nil,
            nextToken: String? = nil, limit: Int? = nil
        ) {
            // Emulators know the older parameter only; AWS takes either, but not both.
            if logGroupName.hasPrefix("arn:") { logGroupIdentifier = logGroupName } else { self.logGroupName = logGroupName }
            self.startTime = startTime
            self.endTime = endTime
            self.filterPattern = filterPattern
            self.nextToken = nextToken
            self.limit = limit
        }
    }

    package struct Output: Sendable, Equatable {
        package var events: [FilteredLogEvent] = []
        package var nextToken: String?
    }

    package static func decode(_ response: HTTPResponse) throws -> Output {
        try JSONScanner.read(response.body, into: Output()) { scanner, key, output throws(JSONScanner.Problem) in
            if scanner.has("events", at: key) {
                output.events = try scanner.list(FilteredLogEvent.init)
            } else if scanner.has("nextToken", at: key) {
                output.nextToken = try scanner.optionalString()
            } else {
                try scanner.skip()
            }
        }
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        // A token that leads back to the same page would never end.
        guard let token = nextToken(output.nextToken), token != input.nextToken else { return nil }
        var following = input
        following.nextToken = token
        return following
    }
}

package struct FilteredLogEvent: Sendable, Equatable {
    package var eventId = ""
    package var logStreamName = ""
    /// Milliseconds since 1970.
    package var timestamp: Int64 = 0
    package var ingestionTime: Int64?
    package var message = ""

    init(_ scanner: inout JSONScanner) throws(JSONScanner.Problem) {
        try scanner.members { scanner, key throws(JSONScanner.Problem) in
            if scanner.has("message", at: key) {
                message = try scanner.optionalString() ?? ""
            } else if scanner.has("timestamp", at: key) {
                timestamp = try scanner.optionalInteger() ?? 0
            } else if scanner.has("ingestionTime", at: key) {
                ingestionTime = try scanner.optionalInteger()
            } else if scanner.has("eventId", at: key) {
                eventId = try scanner.optionalString() ?? ""
            } else if scanner.has("logStreamName", at: key) {
                logStreamName = try scanner.optionalString() ?? ""
            } else {
                try scanner.skip()
            }
        }
    }
}

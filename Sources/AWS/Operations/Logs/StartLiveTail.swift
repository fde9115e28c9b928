import Model

/// Streams events as they are taken in: an update a second with at most 500 of them, for three hours at most. Costs $0.01 a
/// minute. Source: CloudWatch Logs API Reference, StartLiveTail.
package enum StartLiveTail: LogsOperation, StreamOperation {
    package static let target = Target(.logs, "StartLiveTail")
    package static let mayRepeat = true
    /// `streaming-` until April 2026.
    package static let hostPrefix = "stream-"

    package struct Input: Encodable, Sendable {
        /// 1...10 ARNs, without `:*` at their ends.
        package var logGroupIdentifiers: [String]
        /// In CloudWatch's pattern syntax.
        package var logEventFilterPattern: String?

        package init(logGroupIdentifiers: [String], logEventFilterPattern: String? = nil) {
            self.logGroupIdentifiers = logGroupIdentifiers
            self.logEventFilterPattern = logEventFilterPattern
        }
    }

    package typealias Output = Void

    package enum Event: Sendable, Equatable {
        case started
        case update(LiveTailUpdate)
    }

    package static func event(type: String, payload: [UInt8]) throws(CodecError) -> Event? {
        switch type {
        case "sessionStart": .started
        case "sessionUpdate": .update(try LiveTailUpdate(payload))
        default: nil
        }
    }
}

/// What came in during a second.
package struct LiveTailUpdate: Sendable, Equatable {
    /// True when there was more than an update can hold.
    package var isSampled = false
    package var events: [LiveTailEvent] = []

    package init(isSampled: Bool = false, events: [LiveTailEvent] = []) {
        self.isSampled = isSampled
        self.events = events
    }

    init(_ payload: [UInt8]) throws(CodecError) {
        self = try JSONScanner.read(payload, into: LiveTailUpdate()) { scanner, key, update throws(JSONScanner.Problem) in
            if scanner.has("sessionResults", at: key) {
                update.events = try scanner.list(LiveTailEvent.init)
            } else if scanner.has("sessionMetadata", at: key), try scanner.kind() == .object {
                try scanner.members { scanner, key throws(JSONScanner.Problem) in
                    let flag = try scanner.optionalBool()
                    if scanner.has("sampled", at: key) { update.isSampled = flag ?? false }
                }
            } else {
                try scanner.skip()
            }
        }
    }
}

package struct LiveTailEvent: Sendable, Equatable {
    /// A name, an ARN, or `account:name`.
    package var logGroupIdentifier = ""
    package var logStreamName = ""
    /// Milliseconds since 1970.
    package var timestamp: Int64 = 0
    package var ingestionTime: Int64?
    package var message = ""

    package init(
        logGroupIdentifier: String, logStreamName: String, timestamp: Int64, ingestionTime: Int64? = nil, message: String
    ) {
        self.logGroupIdentifier = logGroupIdentifier
        self.logStreamName = logStreamName
        self.timestamp = timestamp
        self.ingestionTime = ingestionTime
        self.message = message
    }

    init(_ scanner: inout JSONScanner) throws(JSONScanner.Problem) {
        try scanner.members { scanner, key throws(JSONScanner.Problem) in
            if scanner.has("message", at: key) {
                message = try scanner.optionalString() ?? ""
            } else if scanner.has("timestamp", at: key) {
                timestamp = try scanner.optionalInteger() ?? 0
            } else if scanner.has("ingestionTime", at: key) {
                ingestionTime = try scanner.optionalInteger()
            } else if scanner.has("logStreamName", at: key) {
                logStreamName = try scanner.optionalString() ?? ""
            } else if scanner.has("logGroupIdentifier", at: key) {
                logGroupIdentifier = try scanner.optionalString() ?? ""
            } else {
                try scanner.skip()
            }
        }
    }
}

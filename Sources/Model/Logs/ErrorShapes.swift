package import FoundationEssentials

/// The errors of a log, grouped by shape: a thousand failures are mostly three.
package struct ErrorShapes: Sendable, Equatable {
    package struct Group: Sendable, Equatable {
        package let shape: ErrorShape
        package private(set) var count = 0
        package private(set) var firstSeen: Date
        package private(set) var lastSeen: Date
        /// The newest line of that shape, harmless, on one line and cut.
        package private(set) var example: String
        /// The log groups it was seen in, at most ten.
        package private(set) var logGroups: [String] = []

        init(_ shape: ErrorShape, _ event: LogEvent) {
            self.shape = shape
            (firstSeen, lastSeen) = (event.at, event.at)
            example = Self.excerpt(event)
        }

        mutating func add(_ event: LogEvent) {
            count += 1
            firstSeen = min(firstSeen, event.at)
            if event.at >= lastSeen {
                lastSeen = event.at
                example = Self.excerpt(event)
            }
            if logGroups.count < 10, !logGroups.contains(event.group) { logGroups.append(event.group) }
        }

        private static func excerpt(_ event: LogEvent) -> String {
            let end = event.message.utf8.lastIndex { $0 != 0x0A && $0 != 0x0D }
            return HarmlessText.beginning(of: end.map { event.message[...$0] } ?? "", columns: 200)
        }
    }

    /// More shapes than these are no shapes: the rest is counted together in ``others``.
    package static let maximumShapes = 500

    /// Errors whose shape found no place any more.
    package private(set) var others = 0
    /// All errors.
    package private(set) var total = 0
    private var byShape: [ErrorShape: Group] = [:]

    package init() {}

    /// Takes a line in if it is an error (level error or worse, a time-out, an unhandled exception); others are passed over.
    package mutating func take(_ event: LogEvent) {
        // It repeats how an invocation ended, of which a line of its own tells.
        guard !event.message.utf8.starts(with: "REPORT ".utf8) else { return }
        var message = event.message
        guard let level = message.withUTF8({ LogLevel.of($0) }), level >= .error else { return }
        total += 1
        let shape = ErrorShape(of: Self.essence(of: event.message))
        if byShape[shape] == nil {
            guard byShape.count < Self.maximumShapes else { return others += 1 }
            byShape[shape] = Group(shape, event)
        }
        byShape[shape]?.add(event)
    }

    /// The commonest first, the latest first among equals.
    package var groups: [Group] {
        byShape.values.sorted {
            $0.count != $1.count
                ? $0.count > $1.count
                : $0.lastSeen != $1.lastSeen ? $0.lastSeen > $1.lastSeen : $0.shape.text < $1.shape.text
        }
    }

    /// What a line says: the message of a JSON line, a text line behind Lambda's time, request id and level.
    private static func essence(of message: String) -> Substring {
        if message.utf8.first == UInt8(ascii: "{"), message.utf8.count < 65_536 { return Substring(LogLine(message).summary) }
        let beginning = String(decoding: message.utf8.prefix(4096), as: UTF8.self)
        let fields = beginning.split(separator: "\t", maxSplits: 3, omittingEmptySubsequences: false)
        return fields.count == 4 ? fields[3] : Substring(beginning)
    }
}

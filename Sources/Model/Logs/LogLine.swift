/// A message of a log, understood as far as it can be.
package struct LogLine: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// Lambda's marks around an invocation, in text or JSON.
        case start(requestID: String)
        case end(requestID: String)
        case report(ReportLine)
        /// Another of Lambda's own lines, by its type (`initStart`, `runtimeDone` …).
        case platform(String)
        case json
        case text
    }

    package let message: String
    package let kind: Kind
    /// nil where the line names none.
    package let level: LogLevel?
    /// The id of the invocation that the line belongs to; nil where it names none.
    package let requestID: String?
    /// What the line says, in one piece: the `message` (`msg`, `errorMessage`) of a JSON line, else the text itself.
    package let summary: String

    package init(_ message: String) {
        self.message = message
        var text = message
        level = text.withUTF8 { LogLevel.of($0) }
        let fields = message.utf8.first == UInt8(ascii: "{") ? JSONFields(message) : nil
        kind = Self.kind(message, fields)
        summary = fields?.message ?? message
        requestID =
            switch kind {
            case .start(let id), .end(let id): id
            case .report(let report): report.requestID
            case .platform, .json: fields?.requestID
            case .text: Self.requestID(inText: message)
            }
    }

    /// The line for reading: JSON laid out, everything else broken at its own line ends.
    package func layout(maximumLines: Int = 2000) -> [String] {
        if let lines = JSONLayout.lines(message, maximumLines: maximumLines) { return lines }
        let lines = message.split(maxSplits: maximumLines, omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.map(String.init)
    }

    private static func kind(_ message: String, _ fields: JSONFields?) -> Kind {
        if let report = ReportLine(message) { return .report(report) }
        if let fields {
            guard let type = fields.type, type.hasPrefix("platform.") else { return .json }
            switch type {
            case "platform.start": return .start(requestID: fields.requestID ?? "")
            case "platform.end": return .end(requestID: fields.requestID ?? "")
            default: return .platform(String(type.dropFirst("platform.".count)))
            }
        }
        if let id = word(of: message, behind: "START RequestId: ") { return .start(requestID: id) }
        if let id = word(of: message, behind: "END RequestId: ") { return .end(requestID: id) }
        return message.utf8.starts(with: "INIT_START ".utf8) ? .platform("initStart") : .text
    }

    private static func word(of message: String, behind mark: String) -> String? {
        guard message.utf8.starts(with: mark.utf8) else { return nil }
        return String(decoding: message.utf8.dropFirst(mark.utf8.count).prefix { $0 > 0x20 }, as: UTF8.self)
    }

    /// `2024-01-15T12:34:56.789Z⇥REQUEST-ID⇥ERROR⇥…`, and `[ERROR]⇥2024-…Z⇥REQUEST-ID⇥…`
    private static func requestID(inText message: String) -> String? {
        let pieces = message.utf8.prefix(200).split(separator: 0x09, maxSplits: 3)
        return pieces.dropFirst().prefix(2).first(where: isUUID).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func isUUID(_ text: some Sequence<UInt8>) -> Bool {
        var count = 0
        for byte in text {
            let isDash = [8, 13, 18, 23].contains(count)
            guard isDash ? byte == UInt8(ascii: "-") : JSONScanner.hexDigit(byte) != nil else { return false }
            count += 1
        }
        return count == 36
    }
}

/// The few fields of a JSON line that are looked at.
private struct JSONFields {
    private(set) var type: String?
    private(set) var message: String?
    private(set) var requestID: String?

    /// nil when the line is not one whole object.
    init?(_ line: String) {
        var scanner = JSONScanner(Array(line.utf8))
        do {
            try scanner.members { scanner, key throws(JSONScanner.Problem) in try read(key, &scanner) }
        } catch {
            return nil
        }
        guard scanner.isAtEnd() else { return nil }
    }

    private mutating func read(_ key: Range<Int>, _ scanner: inout JSONScanner) throws(JSONScanner.Problem) {
        switch String(decoding: scanner.bytes[key], as: UTF8.self) {
        case "type": type = try scanner.optionalString()
        case "message", "msg", "errorMessage":
            let text = try scanner.optionalString()
            message = message ?? text
        case "requestId", "AWSRequestId", "awsRequestId": requestID = try scanner.optionalString()
        case "record" where try scanner.kind() == .object:
            try scanner.members { scanner, key throws(JSONScanner.Problem) in
                let text = try scanner.optionalString()
                if scanner.has("requestId", at: key) { requestID = text }
            }
        default: try scanner.skip()
        }
    }
}

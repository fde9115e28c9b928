/// How grave its writer found a log line. Ordered from chatter to worst.
package enum LogLevel: UInt8, Sendable, CaseIterable, Comparable {
    case trace, debug, info, warning, error, fatal

    package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }

    package var name: String {
        switch self {
        case .trace: "trace"
        case .debug: "debug"
        case .info: "info"
        case .warning: "warning"
        case .error: "error"
        case .fatal: "fatal"
        }
    }

    /// Reads a level as programs write it: `warn`, `WARNING`, `err`, `Critical`, or pino's and bunyan's numbers.
    package init?(word: some Sequence<UInt8>) {
        var name = ""
        for byte in word.prefix(12) { name.unicodeScalars.append(Unicode.Scalar(lowered(byte))) }
        switch name {
        case "trace", "trce", "verbose", "10": self = .trace
        case "debug", "dbug", "20": self = .debug
        case "info", "information", "notice", "30": self = .info
        case "warn", "warning", "40": self = .warning
        case "error", "err", "fail", "severe", "50": self = .error
        case "fatal", "critical", "crit", "panic", "emergency", "alert", "60": self = .fatal
        default: return nil
        }
    }
}

extension LogLevel {
    /// How far into a line a level is looked for: a line of a megabyte must not cost a megabyte.
    private static let reach = 2048
    private static let textReach = 200

    /// The level of a line, whatever wrote it; nil where it names none.
    ///
    /// JSON lines by their `level` (or `severity` …), Lambda's own lines by their status, plain text by its first level word.
    package static func of(_ line: UnsafeBufferPointer<UInt8>) -> LogLevel? {
        let head = UnsafeBufferPointer(rebasing: line.prefix(reach))
        if head.first == UInt8(ascii: "{") { return ofJSON(head) }
        if head.starts(with: "REPORT ".utf8) {
            return LogWords.reportFailed.contains { $0.first(in: head) != nil } ? .error : nil
        }
        return ofText(UnsafeBufferPointer(rebasing: head.prefix(textReach)))
    }

    private static func ofJSON(_ line: UnsafeBufferPointer<UInt8>) -> LogLevel? {
        for probe in LogWords.levelKeys {
            if let value = probe.value(in: line), let level = LogLevel(word: line[value]) { return level }
        }
        let isFailure = LogWords.failure.contains { probe in
            probe.value(in: line).map { !line[$0].elementsEqual("null".utf8) } ?? false
        }
        if isFailure { return .error }
        guard let status = LogWords.status.value(in: line), let type = LogWords.type.value(in: line),
            line[type].starts(with: "platform.".utf8)
        else { return nil }
        return line[status].elementsEqual("success".utf8) ? nil : .error
    }

    private static func ofText(_ line: UnsafeBufferPointer<UInt8>) -> LogLevel? {
        var start = 0
        var isFirstWord = true
        while start < line.count {
            guard isLetter(line[start]) else {
                start += 1
                continue
            }
            var end = start
            while end < line.count, isLetter(line[end]) { end += 1 }
            if let level = level(ofWord: line[start..<end], in: line, isFirst: isFirstWord) { return level }
            isFirstWord = false
            start = end
        }
        return LogWords.telling.contains { $0.first(in: line) != nil } ? .error : nil
    }

    /// Words in capitals, and small ones where a writer puts its level: first with a colon (`fail:`), in brackets, behind
    /// `level=`.
    private static func level(
        ofWord word: Slice<UnsafeBufferPointer<UInt8>>, in line: UnsafeBufferPointer<UInt8>, isFirst: Bool
    ) -> LogLevel? {
        guard (3...11).contains(word.count) else { return nil }
        let before: UInt8 = word.startIndex > 0 ? line[word.startIndex - 1] : 0x20
        let after: UInt8 = word.endIndex < line.count ? line[word.endIndex] : 0x20
        // `ERROR_CODE`, `x-error`: a part of a name.
        guard before != UInt8(ascii: "_"), after != UInt8(ascii: "_"), before != UInt8(ascii: "-") else { return nil }
        let isCapital = word.allSatisfy { $0 < UInt8(ascii: "a") }
        let isMarked =
            (isFirst && after == UInt8(ascii: ":")) || (before == UInt8(ascii: "[") && after == UInt8(ascii: "]"))
            || (before == UInt8(ascii: "=") && line[..<(word.startIndex - 1)].reversed().starts(with: "level".utf8.reversed()))
        return isCapital || isMarked ? LogLevel(word: word) : nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
}

/// What level detection looks for, compiled once.
private enum LogWords {
    static let levelKeys = ["level", "severity", "log.level", "loglevel", "levelname", "@l"].map { JSONProbe(key: $0) }
    static let failure = ["errorType", "errorMessage"].map { JSONProbe(key: $0) }
    static let status = JSONProbe(key: "status")
    static let type = JSONProbe(key: "type")
    static let reportFailed = ["status: error", "status: timeout"].map { ByteNeedle($0) }
    static let telling = ["task timed out after", "traceback (most recent call last)", "unhandled exception"].map {
        ByteNeedle($0)
    }
}

/// A line as a filter sees it. The bytes are borrowed from whoever keeps the line.
struct LogLineBytes {
    var message: UnsafeBufferPointer<UInt8>
    var stream: UnsafeBufferPointer<UInt8>
    var group: String
    var level: LogLevel?
    var messageIsASCII: Bool
}

extension LogFilter {
    package func matches(_ event: LogEvent) -> Bool {
        if terms.isEmpty { return true }
        var (message, stream) = (event.message, event.stream)
        return message.withUTF8 { message in
            stream.withUTF8 { stream in
                matches(
                    LogLineBytes(
                        message: message, stream: stream, group: event.group, level: LogLevel.of(message),
                        messageIsASCII: message.allSatisfy { $0 < 0x80 }))
            }
        }
    }

    func matches(_ line: LogLineBytes) -> Bool {
        for term in terms where term.test.holds(line) == term.isNegated { return false }
        return true
    }
}

extension LogFilter.Test {
    fileprivate func holds(_ line: LogLineBytes) -> Bool {
        switch self {
        case .word(let needle):
            return needle.isIn(line.message, textIsASCII: line.messageIsASCII)
        case .group(let needle):
            var group = line.group
            return group.withUTF8 { needle.isIn($0, textIsASCII: false) }
        case .stream(let needle): return needle.isIn(line.stream, textIsASCII: false)
        case .level(let comparison, let level): return line.level.map { comparison.holds($0, level) } ?? false
        case .key(let probe, let needle):
            return probe.any(in: line.message) { range in
                needle.isIn(UnsafeBufferPointer(rebasing: line.message[range]), textIsASCII: line.messageIsASCII)
            }
        case .figure(let figure, let probe, let comparison, let number):
            if let figure, let value = figure.value(in: line.message) { return comparison.holds(value, number) }
            return probe.any(in: line.message) { range in
                Double(String(decoding: line.message[range], as: UTF8.self)).map { comparison.holds($0, number) } ?? false
            }
        }
    }
}

extension LogFilter.ReportFigure {
    fileprivate func value(in message: UnsafeBufferPointer<UInt8>) -> Double? {
        let isReport = message.starts(with: "REPORT ".utf8) || LogFilter.platformReport.first(in: message) != nil
        guard isReport else { return nil }
        return ReportLine(String(decoding: message, as: UTF8.self)).flatMap(value)
    }
}

extension LogFilter {
    fileprivate static let platformReport = ByteNeedle("\"platform.report\"")
}

extension ByteNeedle {
    /// Whether the text holds the word. Only words with letters beyond ASCII pay for Unicode's rules, and only in lines that have such.
    fileprivate func isIn(_ text: UnsafeBufferPointer<UInt8>, textIsASCII: Bool) -> Bool {
        if isASCII || textIsASCII { return first(in: text) != nil }
        if first(in: text) != nil { return true }
        let small = Array(String(decoding: text, as: UTF8.self).lowercased().utf8)
        return small.withUnsafeBufferPointer { first(in: $0) != nil }
    }
}

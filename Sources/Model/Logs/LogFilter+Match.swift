/// A line as a filter sees it. The bytes are borrowed from whoever keeps the line; nothing in it is counted, so that a hundred
/// thousand lines can be handed around in milliseconds.
struct LogLineBytes {
    var message: UnsafeBufferPointer<UInt8>
    var stream: UnsafeBufferPointer<UInt8>
    /// Index into the groups that the tests were made for.
    var group: Int
    var level: LogLevel?
    var messageIsASCII: Bool
}

extension LogFilter {
    typealias LineTest = (LogLineBytes) -> Bool

    package func matches(_ event: LogEvent) -> Bool {
        if terms.isEmpty { return true }
        let tests = tests(groups: [event.group])
        var (message, stream) = (event.message, event.stream)
        return message.withUTF8 { message in
            stream.withUTF8 { stream in
                let line = LogLineBytes(
                    message: message, stream: stream, group: 0, level: LogLevel.of(message),
                    messageIsASCII: message.allSatisfy { $0 < 0x80 })
                return tests.allSatisfy { $0(line) }
            }
        }
    }

    /// One test a term; a line is shown when all hold.
    /// - Parameter groups: The names that lines refer to by index.
    func tests(groups: [String]) -> [LineTest] {
        terms.map { term in
            let test = term.test.lineTest(groups: groups)
            return term.isNegated ? { !test($0) } : test
        }
    }
}

extension LogFilter.Test {
    fileprivate func lineTest(groups: [String]) -> LogFilter.LineTest {
        switch self {
        case .word(let needle):
            return { needle.isIn($0.message, textIsASCII: $0.messageIsASCII) }
        case .group(let needle):
            let verdicts = groups.map { group in
                var group = group
                return group.withUTF8 { needle.isIn($0, textIsASCII: false) }
            }
            return { verdicts[$0.group] }
        case .stream(let needle):
            return { needle.isIn($0.stream, textIsASCII: false) }
        case .level(let comparison, let level):
            return { $0.level.map { comparison.holds($0, level) } ?? false }
        case .key(let probe, let needle):
            return { line in
                probe.any(in: line.message) { range in
                    needle.isIn(UnsafeBufferPointer(rebasing: line.message[range]), textIsASCII: line.messageIsASCII)
                }
            }
        case .figure(let figure, let probe, let comparison, let number):
            return { line in
                if let value = figure?.value(in: line.message) { return comparison.holds(value, number) }
                return probe.any(in: line.message) { range in
                    Double(String(decoding: line.message[range], as: UTF8.self)).map { comparison.holds($0, number) } ?? false
                }
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
    /// Whether the text holds the word. Only words with letters beyond ASCII pay for Unicode's rules, and only in lines that
    /// have such.
    fileprivate func isIn(_ text: UnsafeBufferPointer<UInt8>, textIsASCII: Bool) -> Bool {
        if isASCII || textIsASCII { return first(in: text) != nil }
        if first(in: text) != nil { return true }
        let small = Array(String(decoding: text, as: UTF8.self).lowercased().utf8)
        return small.withUnsafeBufferPointer { first(in: $0) != nil }
    }
}

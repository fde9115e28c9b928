/// A result laid out for screens: masked, in lines, bounded. Made where nothing waits for it, since an answer may have 6 MB.
package struct InvokeReport: Sendable, Equatable {
    private static let mostLines = 1000
    private static let mostCharacters = 2000

    package struct LogLine: Sendable, Equatable {
        package var text: String
        /// nil where the line names none.
        package var level: LogLevel?
    }

    /// Masked.
    package let result: InvokeResult
    /// The function's answer, JSON with one member a line.
    package let answerLines: [String]
    package let logLines: [LogLine]

    package init(_ result: InvokeResult) {
        let shown = result.shown
        self.result = shown
        let laidOut = JSONLayout.lines(shown.payload, maximumLines: Self.mostLines)
        answerLines = laidOut.map { $0.map(Self.cut) } ?? Self.plainLines(shown.payload)
        logLines = shown.logTail.map { line in
            var bytes = line
            let level = bytes.withUTF8 { LogLevel.of($0) }
            return LogLine(text: Self.cut(line), level: level)
        }
    }

    private static func plainLines(_ text: String) -> [String] {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let shown = lines.prefix(mostLines).map { cut(String($0)) }
        return lines.count <= mostLines ? shown : shown + ["… \(lines.count - mostLines) more lines"]
    }

    private static func cut(_ line: String) -> String {
        HarmlessText.line(line.utf8.count <= mostCharacters ? line : line.prefix(mostCharacters) + "…")
    }
}

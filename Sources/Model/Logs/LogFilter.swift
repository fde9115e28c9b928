/// Which lines of a log are shown: all terms must hold. Made by ``parse(_:)``; plain data, so that it can be compared and kept.
///
/// The grammar is that of the panes: `words`, `!not`, `"two words"`, `field:value`, `field>5`. Fields are `level`, `group`,
/// `stream`,
/// `message`, the figures of REPORT lines (`duration`, `billed`, `memory`, `maxmemory`, `init`), and any key of JSON lines, at
/// any depth.
package struct LogFilter: Sendable, Equatable {
    /// What was typed.
    package private(set) var text = ""
    var terms: [Term] = []

    package init() {}

    init(text: String, terms: [Term]) {
        self.text = text
        self.terms = terms
    }

    package var isEmpty: Bool { terms.isEmpty }

    /// The words that a shown line holds, to be marked in it.
    package var words: [ByteNeedle] {
        terms.compactMap { term in
            guard !term.isNegated else { return nil }
            switch term.test {
            case .word(let needle), .key(_, let needle): return needle
            case .group, .stream, .level, .figure: return nil
            }
        }
    }

    struct Term: Sendable, Equatable {
        var isNegated: Bool
        var test: Test
    }

    enum Test: Sendable, Equatable {
        /// Anywhere in the message.
        case word(ByteNeedle)
        case group(ByteNeedle)
        case stream(ByteNeedle)
        case level(Comparison, LogLevel)
        /// A JSON key whose value holds the word.
        case key(JSONProbe, ByteNeedle)
        /// A figure of a REPORT line, or a JSON key with a number; durations in milliseconds.
        case figure(ReportFigure?, JSONProbe, Comparison, Double)
    }

    enum Comparison: String, Sendable, Equatable, CaseIterable {
        case atLeast = ">="
        case atMost = "<="
        case unequal = "!="
        case above = ">"
        case below = "<"
        case equal = "="

        func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
            switch self {
            case .atLeast: left >= right
            case .atMost: left <= right
            case .unequal: left != right
            case .above: left > right
            case .below: left < right
            case .equal: left == right
            }
        }
    }

    enum ReportFigure: String, Sendable, Equatable {
        case duration, billed, memory, maxmemory, initialisation = "init"

        func value(of report: ReportLine) -> Double? {
            switch self {
            case .duration: report.durationMs
            case .billed: report.billedMs
            case .memory: report.memoryMB
            case .maxmemory: report.maximumMemoryMB
            case .initialisation: report.initMs
            }
        }
    }
}

/// Why a filter cannot be used, for the person who is typing it.
package struct LogFilterProblem: Error, Equatable, Sendable {
    package var message: String
}

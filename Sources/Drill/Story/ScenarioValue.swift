/// A value of a scenario file as its parser found it, each with the line where it begins (from 1). Scalars stay texts, as
/// written; what they mean is decided by ``ScenarioReader``. Nothing written (`key:`) is the empty text.
package indirect enum ScenarioValue: Sendable, Equatable {
    case text(String, line: Int)
    case list([ScenarioValue], line: Int)
    /// In the order of the file; a key that is given twice is refused by the reader.
    case map([ScenarioEntry], line: Int)

    package var line: Int {
        switch self {
        case .text(_, let line), .list(_, let line), .map(_, let line): line
        }
    }

    /// For error texts: `"40"`, `a list`.
    var description: String {
        switch self {
        case .text(let text, _): text.isEmpty ? "nothing" : "\"\(text)\""
        case .list: "a list"
        case .map: "a mapping"
        }
    }
}

/// One key of a mapping.
package struct ScenarioEntry: Sendable, Equatable {
    package var key: String
    package var line: Int
    package var value: ScenarioValue

    package init(key: String, line: Int, value: ScenarioValue) {
        self.key = key
        self.line = line
        self.value = value
    }
}

/// Why a scenario cannot be played.
package struct ScenarioError: Error, Sendable, Equatable, CustomStringConvertible {
    package var file: String
    package var line: Int
    /// Where in the file: `events[2].errors`; empty for the file as a whole.
    package var key: String
    /// What is wrong, a sentence that names the key.
    package var message: String
    /// What to do.
    package var hint: String

    package init(file: String, line: Int, key: String, message: String, hint: String) {
        self.file = file
        self.line = line
        self.key = key
        self.message = message
        self.hint = hint
    }

    package var description: String { "\(file):\(line): \(message)" }
}

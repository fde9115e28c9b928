import Model

/// One mapping of a scenario file, read strictly: every key that is not known, every value that does not fit is an error with
/// file, line and key.
struct ScenarioMap {
    let file: String
    /// `events[2]`; empty for the whole file.
    let path: String
    let line: Int
    private let entries: [String: ScenarioEntry]

    init(_ value: ScenarioValue, path: String, file: String, known: [String]) throws(ScenarioError) {
        self.file = file
        self.path = path
        line = value.line
        guard case .map(let given, _) = value else {
            throw ScenarioError(
                file: file, line: value.line, key: path,
                message: "\(path.isEmpty ? "the file" : path) must be a mapping of keys to values, not \(value.description).",
                hint: "Write key: value; known here: \(known.joined(separator: ", ")).")
        }
        var entries: [String: ScenarioEntry] = [:]
        for entry in given {
            let full = path.isEmpty ? entry.key : "\(path).\(entry.key)"
            guard known.contains(entry.key) else {
                throw ScenarioError(
                    file: file, line: entry.line, key: full, message: "unknown key \"\(full)\".",
                    hint: "Known here: \(known.joined(separator: ", ")).")
            }
            guard entries.updateValue(entry, forKey: entry.key) == nil else {
                throw ScenarioError(
                    file: file, line: entry.line, key: full, message: "the key \"\(full)\" is given twice.",
                    hint: "Take one of them out.")
            }
        }
        self.entries = entries
    }

    func has(_ key: String) -> Bool { entries[key] != nil }
    func line(of key: String) -> Int { entries[key]?.line ?? line }
    private func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func failure(_ key: String, _ problem: String, hint: String = "Correct the line.") -> ScenarioError {
        ScenarioError(file: file, line: line(of: key), key: full(key), message: "\(full(key)) \(problem).", hint: hint)
    }

    // MARK: Values

    /// The value of a key, nil when the key is not there.
    /// - Parameter kind: For the error: "a duration such as 30s".
    func value<Value>(_ key: String, _ kind: String, _ parse: (String) -> Value?) throws(ScenarioError) -> Value? {
        guard let entry = entries[key] else { return nil }
        guard case .text(let text, _) = entry.value, let value = parse(text) else {
            throw failure(key, "must be \(kind), not \(entry.value.description)")
        }
        return value
    }

    func required<Value>(_ key: String, _ value: Value?) throws(ScenarioError) -> Value {
        guard let value else { throw failure(key, "is missing", hint: "Write it.") }
        return value
    }

    func text(_ key: String) throws(ScenarioError) -> String? { try value(key, "a text") { $0.isEmpty ? nil : $0 } }

    func requiredText(_ key: String) throws(ScenarioError) -> String { try required(key, try text(key)) }

    func duration(_ key: String, mayBeNegative: Bool = false) throws(ScenarioError) -> Duration? {
        try value(key, "a duration such as 30s, 2m or 1h") { text in
            guard mayBeNegative, text.hasPrefix("-") else { return DurationText.parse(text) }
            return DurationText.parse(String(text.dropFirst())).map { .zero - $0 }
        }
    }

    func number(_ key: String, _ quantity: Quantity) throws(ScenarioError) -> Double? {
        try value(key, quantity.description, quantity.parse)
    }

    func count(_ key: String) throws(ScenarioError) -> Int? {
        try value(key, "a whole number, not negative") { Int($0).flatMap { (0...1_000_000_000).contains($0) ? $0 : nil } }
    }

    func choice(_ key: String, of words: [String]) throws(ScenarioError) -> String? {
        try value(key, "one of \(words.joined(separator: ", "))") { words.contains($0) ? $0 : nil }
    }

    // MARK: Nests

    /// The mappings of a list; none when the key is not there.
    func maps(_ key: String, known: [String]) throws(ScenarioError) -> [ScenarioMap] {
        guard let entry = entries[key] else { return [] }
        guard case .list(let items, _) = entry.value else {
            throw failure(key, "must be a list, not \(entry.value.description)")
        }
        var maps: [ScenarioMap] = []
        for (index, item) in items.enumerated() {
            maps.append(try ScenarioMap(item, path: "\(full(key))[\(index)]", file: file, known: known))
        }
        return maps
    }

    func map(_ key: String, known: [String]) throws(ScenarioError) -> ScenarioMap? {
        guard let entry = entries[key] else { return nil }
        return try ScenarioMap(entry.value, path: full(key), file: file, known: known)
    }

    /// A mapping with any keys, all values texts.
    func texts(_ key: String) throws(ScenarioError) -> [String: String] {
        guard let entry = entries[key] else { return [:] }
        guard case .map(let given, _) = entry.value else {
            throw failure(key, "must be a mapping of keys to values, not \(entry.value.description)")
        }
        let inner = try ScenarioMap(entry.value, path: full(key), file: file, known: given.map(\.key))
        var texts: [String: String] = [:]
        for name in given.map(\.key) { texts[name] = try inner.value(name, "a text") { $0 } }
        return texts
    }

    /// The one of several keys that is there; an error for none and for more than one.
    func single(of keys: [String]) throws(ScenarioError) -> String {
        let given = keys.filter(has)
        guard let key = given.first, given.count == 1 else {
            let problem = given.isEmpty ? "names nothing" : "has \(given.joined(separator: " and "))"
            throw ScenarioError(
                file: file, line: line, key: path, message: "\(path) \(problem).",
                hint: "Write exactly one of: \(keys.joined(separator: ", ")).")
        }
        return key
    }
}

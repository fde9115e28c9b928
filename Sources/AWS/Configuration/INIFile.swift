import FoundationEssentials

/// A file of AWS's shared configuration, read by the rules of Python's RawConfigParser as botocore uses it:
/// sections and keys are unique, keys are in lower case, `=` or `:` separates, `#` and `;` begin whole-line comments, a line
/// that is indented deeper than its key continues the value, and a value that begins on the next line is a block of `key = value`.
struct INIFile {
    enum Value: Equatable {
        case text(String)
        case block([String: String])
    }

    /// In file order.
    private(set) var sections: [(name: String, values: [String: Value])] = []

    /// - Parameter path: For messages only.
    /// - Throws: ``ConfigurationError`` `ConfigParseError`, which names file and line.
    init(_ data: Data, path: String) throws(ConfigurationError) {
        guard let text = String(validating: data, as: UTF8.self) else {
            throw INIReader.error(path, 1, "the file is not UTF-8")
        }
        var reader = INIReader(path: path)
        var number = 0
        var rest = text.utf8[...]
        while !rest.isEmpty {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            rest = rest[line.endIndex...]
            let isCRLF = rest.starts(with: "\r\n".utf8)
            rest = rest.dropFirst(isCRLF ? 2 : 1)
            number += 1
            try reader.read(line, number)
        }
        for section in reader.sections {
            var values: [String: Value] = [:]
            for (key, entry) in section.entries.merging(reader.defaults, uniquingKeysWith: { own, _ in own }) {
                values[key] = try Self.value(entry, path)
            }
            sections.append((section.name, values))
        }
    }

    private static func value(_ entry: INIReader.Entry, _ path: String) throws(ConfigurationError) -> Value {
        let lines = entry.lines.reversed().drop(while: \.isEmpty).reversed()
        guard lines.first == "", lines.count > 1 else { return .text(lines.joined(separator: "\n")) }
        var block: [String: String] = [:]
        for line in lines where !line.isEmpty {
            let key = line.prefix { $0 != "=" }
            guard key.count < line.count else {
                throw INIReader.error(path, entry.lineNumber, "a line of the block below this key has no =")
            }
            block[trimmed(key)] = trimmed(line.dropFirst(key.count + 1))
        }
        return .block(block)
    }

    private static func trimmed(_ text: Substring) -> String {
        String(Substring(INIReader.trimmed(text.utf8)))
    }
}

/// Line after line, what Python's parser keeps in mind.
struct INIReader {
    struct Entry {
        var lines: [String]
        let lineNumber: Int
    }

    let path: String
    private(set) var sections: [(name: String, entries: [String: Entry])] = []
    /// Of `[DEFAULT]`, which lends its keys to all sections and is none itself.
    private(set) var defaults: [String: Entry] = [:]
    private var names: Set<String> = []
    private var isInDefaults = false
    private var key: String?
    private var indentation = 0

    init(path: String) { self.path = path }

    mutating func read(_ line: Substring.UTF8View, _ number: Int) throws(ConfigurationError) {
        let content = Self.trimmed(line)
        guard let first = content.first else {
            if key != nil { append("") }
            return
        }
        if first == UInt8(ascii: "#") || first == UInt8(ascii: ";") { return }
        let indentation = line.prefix(while: Self.isBlank).count
        if key != nil, indentation > self.indentation {
            append(String(Substring(content)))
            return
        }
        self.indentation = indentation
        if first == UInt8(ascii: "["), let end = content.lastIndex(of: UInt8(ascii: "]")), content.distance(to: end) > 1 {
            try begin(section: String(Substring(content[content.index(after: content.startIndex)..<end])), number)
        } else {
            try begin(option: content, number)
        }
    }

    private mutating func begin(section name: String, _ number: Int) throws(ConfigurationError) {
        key = nil
        isInDefaults = name == "DEFAULT"
        if isInDefaults { return }
        guard names.insert(name).inserted else { throw Self.error(path, number, "section [\(name)] is there twice") }
        sections.append((name, [:]))
    }

    private mutating func begin(option line: Substring.UTF8View, _ number: Int) throws(ConfigurationError) {
        guard isInDefaults || !sections.isEmpty else {
            throw Self.error(path, number, "there is no [section] above this line")
        }
        guard let separator = line.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }) else {
            throw Self.error(path, number, "the line is neither [section] nor key = value")
        }
        let name = String(Substring(Self.trimmed(line[..<separator]))).lowercased()
        guard !name.isEmpty else {
            throw Self.error(path, number, "there is no key before the \(line[separator] == 58 ? ":" : "=")")
        }
        let known = isInDefaults ? defaults : sections[sections.count - 1].entries
        guard known[name] == nil else { throw Self.error(path, number, "key \"\(name)\" is there twice in one section") }
        key = name
        let value = String(Substring(Self.trimmed(line[line.index(after: separator)...])))
        store(Entry(lines: [value], lineNumber: number), name)
    }

    private mutating func append(_ line: String) {
        guard let key else { return }
        if isInDefaults {
            defaults[key]?.lines.append(line)
        } else {
            sections[sections.count - 1].entries[key]?.lines.append(line)
        }
    }

    private mutating func store(_ entry: Entry, _ key: String) {
        if isInDefaults { defaults[key] = entry } else { sections[sections.count - 1].entries[key] = entry }
    }

    static func error(_ path: String, _ line: Int, _ reason: String) -> ConfigurationError {
        ConfigurationError(
            code: "ConfigParseError", message: "\(path):\(line): \(reason).",
            hint: "Correct the file; the AWS CLI refuses it too.")
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }
}

extension Substring.UTF8View {
    fileprivate func distance(to index: Index) -> Int { distance(from: startIndex, to: index) }
}

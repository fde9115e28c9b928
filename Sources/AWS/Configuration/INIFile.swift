import FoundationEssentials

/// A file of AWS's shared configuration, read by the rules of Python's RawConfigParser as botocore uses it:
/// sections and keys are unique, keys are in lower case, `=` or `:` separates, `#` and `;` begin whole-line comments, a line
/// that is indented deeper than its key continues the value, and a value that begins on the next line is a block of `key = value`.
struct INIFile {
    /// In file order.
    private(set) var sections: [(name: String, content: Profile)] = []

    /// - Parameter path: For messages only.
    /// - Throws: ``ConfigurationError`` `ConfigParseError`, which names file and line.
    init(_ data: Data, path: String) throws(ConfigurationError) {
        let bytes = Array(data)
        guard String(validating: bytes, as: UTF8.self) != nil else { throw INIReader.error(path, 1, "the file is not UTF-8") }
        var reader = INIReader(path: path)
        var rest = bytes[...]
        var number = 0
        while !rest.isEmpty {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            rest = rest[line.endIndex...]
            rest = rest.dropFirst(rest.starts(with: "\r\n".utf8) ? 2 : 1)
            number += 1
            try reader.read(line, number)
        }
        sections.reserveCapacity(reader.sections.count)
        for section in reader.sections {
            var content = Profile()
            content.values.reserveCapacity(section.entries.count + reader.defaults.count)
            for (key, entry) in section.entries { try Self.add(key, entry, to: &content, path) }
            for (key, entry) in reader.defaults where section.entries[key] == nil { try Self.add(key, entry, to: &content, path) }
            sections.append((section.name, content))
        }
    }

    private static func add(
        _ key: String, _ entry: INIReader.Entry, to content: inout Profile, _ path: String
    ) throws(ConfigurationError) {
        var further = entry.further
        while further.last == "" { further.removeLast() }
        if further.isEmpty {
            content.values[key] = entry.first
        } else if entry.first.isEmpty {
            content.blocks[key] = try block(further, entry.lineNumber, path)
        } else {
            content.values[key] = ([entry.first] + further).joined(separator: "\n")
        }
    }

    private static func block(
        _ lines: [String], _ lineNumber: Int, _ path: String
    ) throws(ConfigurationError) -> [String: String] {
        var block: [String: String] = [:]
        for line in lines where !line.isEmpty {
            let bytes = Array(line.utf8)
            guard let separator = bytes.firstIndex(of: UInt8(ascii: "=")) else {
                throw INIReader.error(path, lineNumber, "a line of the block below this key has no =")
            }
            block[INIReader.text(bytes[..<separator])] = INIReader.text(bytes[(separator + 1)...])
        }
        return block
    }
}

/// Line after line, what Python's parser keeps in mind.
struct INIReader {
    struct Entry {
        let first: String
        /// Continuation lines; empty ones stand for empty lines.
        var further: [String] = []
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

    mutating func read(_ line: ArraySlice<UInt8>, _ number: Int) throws(ConfigurationError) {
        let content = Self.trimmed(line)
        guard let first = content.first else {
            if key != nil { append("") }
            return
        }
        if first == UInt8(ascii: "#") || first == UInt8(ascii: ";") { return }
        let indentation = content.startIndex - line.startIndex
        if key != nil, indentation > self.indentation {
            append(Self.text(content))
            return
        }
        self.indentation = indentation
        if first == UInt8(ascii: "["), let end = content.lastIndex(of: UInt8(ascii: "]")), end > content.startIndex + 1 {
            try begin(section: String(decoding: content[(content.startIndex + 1)..<end], as: UTF8.self), number)
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

    private mutating func begin(option line: ArraySlice<UInt8>, _ number: Int) throws(ConfigurationError) {
        guard isInDefaults || !sections.isEmpty else {
            throw Self.error(path, number, "there is no [section] above this line")
        }
        guard let separator = line.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }) else {
            throw Self.error(path, number, "the line is neither [section] nor key = value")
        }
        let name = Self.lowercased(line[..<separator])
        guard !name.isEmpty else { throw Self.error(path, number, "there is no key before the separator") }
        let entry = Entry(first: Self.text(line[(separator + 1)...]), lineNumber: number)
        let known = isInDefaults ? defaults.updateValue(entry, forKey: name) : store(entry, name)
        guard known == nil else { throw Self.error(path, number, "key \"\(name)\" is there twice in one section") }
        key = name
    }

    private mutating func store(_ entry: Entry, _ key: String) -> Entry? {
        sections[sections.count - 1].entries.updateValue(entry, forKey: key)
    }

    private mutating func append(_ line: String) {
        guard let key else { return }
        if isInDefaults {
            defaults[key]?.further.append(line)
        } else {
            sections[sections.count - 1].entries[key]?.further.append(line)
        }
    }

    static func error(_ path: String, _ line: Int, _ reason: String) -> ConfigurationError {
        ConfigurationError(
            code: "ConfigParseError", message: "\(path):\(line): \(reason).",
            hint: "Correct the file; the AWS CLI refuses it too.")
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }

    static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: trimmed(bytes), as: UTF8.self) }

    private static func lowercased(_ bytes: ArraySlice<UInt8>) -> String {
        let text = text(bytes)
        return bytes.allSatisfy { $0 < 128 && !(65...90).contains($0) } ? text : text.lowercased()
    }
}

import Model

/// JSON text as it may be shown: values under names of secrets hidden, phone numbers cut to three digits, all else as it is.
package enum PayloadMask {
    /// JSON in a string in JSON (the body of an SQS record) is looked into this deep.
    private static let nestingLimit = 4

    /// - Returns: `text` masked; text that is no JSON is masked like a line of a log.
    package static func masked(_ text: String) -> String { masked(text, nesting: 0) ?? Masking.phones(in: text) }

    /// - Returns: nil when it is no JSON.
    private static func masked(_ text: String, nesting: Int) -> String? {
        let bytes = Array(text.utf8)
        var scanner = JSONScanner(bytes)
        var found: [(range: Range<Int>, text: String)] = []
        do throws(JSONScanner.Fault) {
            try scanner.scan { value in
                guard let replacement = replacement(for: value, bytes, nesting: nesting) else { return }
                // What lies inside of a hidden value goes with it.
                while let last = found.last, last.range.lowerBound >= value.range.lowerBound { found.removeLast() }
                found.append((value.range, replacement))
            }
        } catch {
            return nil
        }
        return found.isEmpty ? text : replace(found, in: bytes)
    }

    private static func replacement(for value: JSONScanner.Value, _ bytes: [UInt8], nesting: Int) -> String? {
        let literal = bytes[value.range]
        if let key = value.key, Masking.isSecret(key: key) {
            return literal.elementsEqual("null".utf8) ? nil : JSONString.literal(Masking.hidden)
        }
        guard value.isString else { return nil }
        let plain = JSONString.plain(literal)
        let shown = shown(plain, key: value.key, nesting: nesting)
        return shown == plain ? nil : JSONString.literal(shown)
    }

    private static func shown(_ text: String, key: String?, nesting: Int) -> String {
        if let key, Masking.isPhone(key: key) { return Masking.phones(in: Masking.phone(text)) }
        let mayBeJSON = text.hasPrefix("{") || text.hasPrefix("[")
        if mayBeJSON, nesting < nestingLimit, let inner = masked(text, nesting: nesting + 1) { return inner }
        return Masking.phones(in: text)
    }

    private static func replace(_ found: [(range: Range<Int>, text: String)], in bytes: [UInt8]) -> String {
        var masked: [UInt8] = []
        var end = 0
        for (range, text) in found {
            masked += bytes[end..<range.lowerBound]
            masked += text.utf8
            end = range.upperBound
        }
        masked += bytes[end...]
        return String(decoding: masked, as: UTF8.self)
    }
}

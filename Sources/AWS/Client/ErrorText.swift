/// Makes text from outside fit for a message: one line, no control characters, no secrets, not too long.
enum ErrorText {
    static let messageLimit = 500
    static let excerptLimit = 200

    /// - Parameter secrets: What must not appear, wherever it came from.
    static func clean(_ text: String, secrets: [String] = [], limit: Int = messageLimit) -> String {
        var text = text
        // A refused signature is answered with the canonical request, session token included.
        for mark in ["The Canonical String", "The String-to-Sign"] {
            if let start = firstRange(of: mark, in: text) { text = String(text[..<start.lowerBound]) }
        }
        for secret in secrets where secret.utf8.count >= 8 {
            while let range = firstRange(of: secret, in: text) { text.replaceSubrange(range, with: "…") }
        }
        let words = text.unicodeScalars.split { $0.value <= 32 || $0.properties.generalCategory == .control }
        let line = words.map { String($0) }.joined(separator: " ")
        return line.count <= limit ? line : line.prefix(limit - 1) + "…"
    }

    /// What an error page says about itself: its title, else its beginning.
    static func excerpt(_ body: some Collection<UInt8>, secrets: [String] = []) -> String {
        let text = String(decoding: body.prefix(4096), as: UTF8.self)
        if let open = firstRange(of: "<title>", in: text), let close = firstRange(of: "</title>", in: text),
            open.upperBound <= close.lowerBound
        {
            return clean(String(text[open.upperBound..<close.lowerBound]), secrets: secrets, limit: excerptLimit)
        }
        return clean(text, secrets: secrets, limit: excerptLimit)
    }

    private static func firstRange(of pattern: String, in text: String) -> Range<String.Index>? {
        let (bytes, wanted) = (text.utf8, Array(pattern.utf8))
        guard let first = wanted.first else { return nil }
        var start = bytes.startIndex
        while let index = bytes[start...].firstIndex(of: first) {
            if bytes[index...].starts(with: wanted) { return index..<bytes.index(index, offsetBy: wanted.count) }
            start = bytes.index(after: index)
        }
        return nil
    }
}

/// One address, safe to put into an SMTP command and a header.
struct MailAddress: Sendable, Equatable {
    /// `local@domain`, printable ASCII.
    let text: String
    /// As in `Ops <ops@example.org>`; nil for none.
    let name: String?

    /// - Parameter text: `local@domain`, or a name followed by it in angle brackets.
    /// - Returns: nil for what is no single address; above all, nothing with a line break passes.
    init?(_ text: String) {
        let trimmed = text.trimmingBlanks
        guard trimmed.hasSuffix(">"), let open = trimmed.lastIndex(of: "<") else {
            self.init(address: trimmed, name: nil)
            return
        }
        let name = String(trimmed[..<open]).trimmingBlanks
        guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return nil }
        let unquoted = name.count > 1 && name.hasPrefix("\"") && name.hasSuffix("\"") ? String(name.dropFirst().dropLast()) : name
        self.init(address: String(trimmed[open...].dropFirst().dropLast()), name: unquoted.isEmpty ? nil : unquoted)
    }

    private init?(address: String, name: String?) {
        let parts = address.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].count), (1...189).contains(parts[1].count),
            address.utf8.allSatisfy(Self.isAllowed)
        else { return nil }
        text = address
        self.name = name
    }

    var domain: String { String(text[text.index(after: text.firstIndex(of: "@") ?? text.startIndex)...]) }

    /// Quoted local parts and source routes, which nobody has, would need more than one look.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        byte > 32 && byte < 127 && !"<>()[]\\,;:\"".utf8.contains(byte)
    }
}

extension String {
    /// Without blanks and tabs at both ends. Line breaks stay, to be refused.
    var trimmingBlanks: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let start = drop(while: isBlank)
        guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(start[...last])
    }
}

import FoundationEssentials

/// Header fields with any text in them. Source: RFC 2047 (encoded words), RFC 5322.
enum MailHeader {
    /// Longest value that goes out as it is; with the name it fills a line.
    private static let plainCharacters = 60
    /// Bytes in one encoded word: base64 makes 52 characters of them, and a line with the name of a field has room for 76.
    private static let wordBytes = 39

    /// `Name: value`, folded, without the line end. Controls in the text become blanks, so that it cannot begin another field.
    static func line(_ name: String, text: String) -> String { "\(name): \(encoded(text))" }

    static func line(_ name: String, _ address: MailAddress) -> String { "\(name): \(plain(address))" }

    static func plain(_ address: MailAddress) -> String {
        guard let display = address.name else { return address.text }
        return "\(phrase(display)) <\(address.text)>"
    }

    static func encoded(_ text: String) -> String {
        let clean = String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
        let isPlain =
            clean.utf8.allSatisfy { $0 >= 32 && $0 < 127 } && clean.utf8.count <= plainCharacters && !clean.contains("=?")
        return isPlain ? clean : words(clean)
    }

    /// A display name; what is not letters, digits and blanks would need quotes and is encoded instead.
    private static func phrase(_ text: String) -> String {
        let isPlain =
            text.utf8.count <= plainCharacters
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || $0 == " " || ("0"..."9").contains($0))
            }
        return isPlain ? text : words(text)
    }

    private static func words(_ text: String) -> String {
        var pieces: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            // A character must not be torn between two words.
            if pieces[pieces.count - 1].count + bytes.count > wordBytes { pieces.append([]) }
            pieces[pieces.count - 1] += bytes
        }
        return pieces.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
    }
}

/// Files that a context has for itself.
enum ContextFileName {
    /// `workers-prod.sqlite`; what is not a letter, a digit, `-` or `_` in the context's name is written as `=XX`.
    static func make(_ kind: String, context: String) -> String {
        let safe = context.utf8.map { byte in
            let isPlain =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_")
            return isPlain ? String(Unicode.Scalar(byte)) : "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        return "\(kind)-\(safe).sqlite"
    }
}

/// Text from outside, made safe to write where no canvas is in between: what ``Canvas/put(_:x:y:width:role:flags:)`` would show of it.
package enum SafeText {
    package static func of(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            if VisibleGlyphs.isPrintableASCII(bytes) { return String(decoding: bytes, as: UTF8.self) }
            var reader = VisibleGlyphs(bytes)
            var safe = String.UnicodeScalarView()
            while let glyph = reader.next() {
                if let scalar = Unicode.Scalar(glyph.scalar), glyph.width > 0 { safe.append(scalar) }
            }
            return String(safe)
        }
    }
}

/// How many columns text takes.
package enum TextWidth {
    /// The columns that ``Canvas/put(_:x:y:width:role:flags:)`` uses for `text` when nothing is cut.
    package static func columns(of text: some StringProtocol) -> Int {
        text.utf8.withContiguousStorageIfAvailable(columns(ofUTF8:)) ?? columns(of: String(text))
    }

    private static func columns(ofUTF8 bytes: UnsafeBufferPointer<UInt8>) -> Int {
        if VisibleGlyphs.isPrintableASCII(bytes) { return bytes.count }
        var reader = VisibleGlyphs(bytes)
        var columns = 0
        while let glyph = reader.next() { columns += Int(glyph.width) }
        return columns
    }

    /// The columns of one scalar as `wcwidth` of glibc 2.36 (Debian 12) has them; nil for controls and unassigned ones.
    package static func columns(of scalar: Unicode.Scalar) -> Int? {
        let width = WidthTable.width(of: scalar.value)
        return width == WidthTable.unknown ? nil : Int(width)
    }
}

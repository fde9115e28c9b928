/// What stands in one cell, or two: a scalar that no terminal takes for a command, and its columns.
struct Glyph: Equatable {
    var scalar: UInt32
    /// 1 or 2; 0 only for the right half of a wide one.
    var width: UInt8
}

/// Reads text as glyphs that are safe to show, whoever wrote it.
///
/// - Controls become visible: `^[` for Escape, `<9B>` for the C1 range.
/// - What reorders text (bidi controls), and what no font of the terminal knows (unassigned), becomes a replacement.
/// - What has no width of its own (joiners, variation selectors, tags) or changes the width of its neighbour on some
///   terminals (skin tones) is left out; a combining mark is merged with its letter where Unicode has the pair, else left out.
/// - Flags become their two letters, since terminals disagree on their width.
struct VisibleGlyphs {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let glyphs: Glyphs
    private var position = 0
    /// ASCII bytes that are still to be given, the next one lowest; 0 for none.
    private var queued: UInt32 = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, glyphs: Glyphs = .unicode) {
        self.bytes = bytes
        self.glyphs = glyphs
    }

    /// Whether every byte is a glyph as it stands.
    static func isPrintableASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var strange = false
        for byte in bytes { strange = strange || byte &- 0x20 >= 0x5F }
        return !strange
    }

    mutating func next() -> Glyph? {
        if queued != 0 {
            defer { queued >>= 8 }
            return Glyph(scalar: queued & 0xFF, width: 1)
        }
        while position < bytes.count {
            var scalar = decode()
            if nextIsCombining { scalar = combine(scalar) }
            if let glyph = visible(scalar) { return inRepertoire(glyph) }
        }
        return nil
    }

    /// Nil when nothing is to be shown.
    private mutating func visible(_ scalar: UInt32) -> Glyph? {
        switch scalar {
        case 0x20...0x7E: return Glyph(scalar: scalar, width: 1)
        case 0...0x1F, 0x7F:
            queued = scalar ^ 0x40
            return Glyph(scalar: 0x5E, width: 1)
        case 0x80...0x9F:
            queued = Self.hexDigit(scalar >> 4) | Self.hexDigit(scalar & 0xF) << 8 | 0x3E << 16
            return Glyph(scalar: 0x3C, width: 1)
        case 0xAD: return Glyph(scalar: 0x2D, width: 1)
        case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
            return Glyph(scalar: glyphs.replacement.value, width: 1)
        case 0x1F1E6...0x1F1FF: return Glyph(scalar: scalar - 0x1F1E6 + 0x41, width: 1)
        case 0x1F3FB...0x1F3FF: return nil
        default: return measured(scalar)
        }
    }

    private func measured(_ scalar: UInt32) -> Glyph? {
        let width = WidthTable.width(of: scalar)
        if width == WidthTable.unknown { return Glyph(scalar: glyphs.replacement.value, width: 1) }
        return width == 0 ? nil : Glyph(scalar: scalar, width: width)
    }

    private static func hexDigit(_ value: UInt32) -> UInt32 { value < 10 ? 0x30 + value : 0x37 + value }

    /// The same columns in ASCII, where the terminal shows nothing else.
    private mutating func inRepertoire(_ glyph: Glyph) -> Glyph {
        guard glyphs.textIsASCII, glyph.scalar > 0x7E else { return glyph }
        if glyph.width == 2 { queued = 0x3F }
        return Glyph(scalar: 0x3F, width: 1)
    }
}

extension VisibleGlyphs {
    /// The next scalar; a replacement character for each byte that is not UTF-8.
    private mutating func decode() -> UInt32 {
        let first = bytes[position]
        position += 1
        if first < 0x80 { return UInt32(first) }
        guard first >= 0xC2, first <= 0xF4 else { return 0xFFFD }
        let following = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3
        guard position + following <= bytes.count else { return 0xFFFD }
        var scalar = UInt32(first) & (0x3F >> UInt32(following))
        for offset in 0..<following {
            let byte = bytes[position + offset]
            guard byte & 0xC0 == 0x80 else { return 0xFFFD }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
        }
        let least: UInt32 = following == 1 ? 0x80 : following == 2 ? 0x800 : 0x10000
        guard scalar >= least, Unicode.Scalar(scalar) != nil else { return 0xFFFD }
        position += following
        return scalar
    }

    /// Whether U+0300...U+036F follows.
    private var nextIsCombining: Bool {
        guard position + 1 < bytes.count else { return false }
        let (lead, trail) = (bytes[position], bytes[position + 1])
        return lead == 0xCC || (lead == 0xCD && trail < 0xB0)
    }

    /// The letter with its marks as one scalar; the bare letter where there is none.
    private mutating func combine(_ base: UInt32) -> UInt32 {
        guard let letter = Unicode.Scalar(base) else { return base }
        var text = String.UnicodeScalarView([letter])
        while nextIsCombining {
            let mark = decode()
            if text.count < 4, let mark = Unicode.Scalar(mark) { text.append(mark) }
        }
        return Self.precomposed[String(text)]?.value ?? base
    }

    /// Strings are equal when they are canonically equivalent, so a letter with marks finds its one-scalar form.
    private static let precomposed: [String: Unicode.Scalar] = {
        var table: [String: Unicode.Scalar] = [:]
        for range in [0xC0...0x24F, 0x1E00...0x1EFF] as [ClosedRange<UInt32>] {
            for value in range {
                if let scalar = Unicode.Scalar(value) { table[String(Character(scalar))] = scalar }
            }
        }
        return table
    }()
}

/// A colour in sRGB, 0...255 each.
package struct RGB: Sendable, Hashable {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8

    package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// From `0xRRGGBB`.
    package init(_ hex: UInt32) {
        self.init(UInt8(hex >> 16 & 0xFF), UInt8(hex >> 8 & 0xFF), UInt8(hex & 0xFF))
    }

    /// From `#rrggbb`; nil for anything else.
    package init?(text: some StringProtocol) {
        guard text.utf8.count == 7, text.first == "#", let hex = UInt32(text.dropFirst(), radix: 16) else { return nil }
        self.init(hex)
    }

    package var hex: UInt32 { UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }

    /// `#rrggbb`.
    package var text: String {
        let digits = String(hex, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }
}

/// A colour of a theme.
package enum Color: Sendable, Hashable {
    /// What the terminal shows when no colour is asked for: costs no bytes, and fits the person's own setting.
    case terminal
    case rgb(RGB)
}

/// How letters are drawn besides their colour.
package struct TextAttributes: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let bold = TextAttributes(rawValue: 1)
    package static let dim = TextAttributes(rawValue: 2)
    package static let italic = TextAttributes(rawValue: 4)
    package static let underline = TextAttributes(rawValue: 8)
    package static let reverse = TextAttributes(rawValue: 16)
}

/// How a cell looks.
package struct Style: Sendable, Hashable {
    package var foreground: Color
    package var background: Color
    package var attributes: TextAttributes

    package init(_ foreground: Color = .terminal, on background: Color = .terminal, _ attributes: TextAttributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// The terminal's own look: leaving and entering it costs no bytes when all is plain.
    package static let plain = Style()
}

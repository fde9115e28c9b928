import Drawing

/// Which key a control code or sequence stands for.
enum KeySequence {
    /// One byte below 0x20, or 0x7F; nil for bytes that no key sends.
    static func control(_ byte: UInt8) -> Key? {
        switch byte {
        case 0x08, 0x7F: .backspace
        case 0x09: .tab
        case 0x0A, 0x0D: .enter
        case 0x00: .control(" ")
        case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
        case 0x1C...0x1F: .control(Character(Unicode.Scalar(byte + 0x40)))
        default: nil
        }
    }

    /// `ESC O` and this byte: keys in application mode, and F1...F4.
    static func singleShift(_ byte: UInt8) -> Key? {
        byte == UInt8(ascii: "M") ? .enter : letter(byte)
    }

    /// `ESC [`, parameters, and a final byte. Shift, Alt and Control on such keys are not told apart from none.
    static func control(_ parameters: [UInt8], final: UInt8) -> Key? {
        guard parameters.allSatisfy({ $0 >= 0x30 && $0 <= 0x3B }) else { return nil }
        guard final == UInt8(ascii: "~") else { return final == UInt8(ascii: "Z") ? .backTab : letter(final) }
        let first = parameters.prefix { $0 != UInt8(ascii: ";") }
        return Int(String(decoding: first, as: UTF8.self)).flatMap(numbered)
    }

    private static func letter(_ byte: UInt8) -> Key? {
        switch byte {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(byte - UInt8(ascii: "O")))
        default: nil
        }
    }

    /// Source: xterm, "VT220-Style Function Keys"; 7 and 8 are rxvt's.
    private static func numbered(_ number: Int) -> Key? {
        switch number {
        case 1, 7: .home
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        case 11...15: .function(number - 10)
        case 17...21: .function(number - 11)
        case 23...26: .function(number - 12)
        case 28, 29: .function(number - 13)
        case 31...34: .function(number - 14)
        default: nil
        }
    }
}

import CNcurses
import Drawing

/// A style as ncurses wants it.
struct CursesLook {
    var attributes: UInt32
    var pair: Int32
}

/// Finds the look of a cell, and asks ncurses for each pair of colours once.
struct CursesLooks {
    private let theme: Theme
    private let depth: ColorDepth
    private let pairs: PairTable
    /// By role and flags; a screen shows some dozen of them.
    private var known: [CursesLook?]

    init(theme: Theme, depth: ColorDepth, pairs: PairTable) {
        self.theme = theme
        self.depth = depth
        self.pairs = pairs
        known = Array(repeating: nil, count: Role.allCases.count << 7)
    }

    /// - Parameter isGap: Nothing of the cell is to be seen but its ground. Then it has no other look than that, so that erasing
    ///   it, as ncurses likes to do, and writing it come to the same.
    mutating func look(of cell: Cell, isGap: Bool = false) -> CursesLook {
        let flags = cell.flags.subtracting(.continuation)
        let index = Int(cell.role.rawValue) << 7 | Int(flags.rawValue & 63) << 1 | (isGap ? 1 : 0)
        if let look = known[index] { return look }
        var style = theme.style(of: cell.role, flags: flags).reduced(to: depth)
        if isGap, style.attributes.isDisjoint(with: [.reverse, .underline]) {
            style = TerminalStyle(background: style.background)
        }
        let look = CursesLook(attributes: Self.bits(style.attributes), pair: pairs.pair(style))
        known[index] = look
        return look
    }

    private static func bits(_ attributes: TextAttributes) -> UInt32 {
        var bits: UInt32 = 0
        if attributes.contains(.bold) { bits |= nc_bold }
        if attributes.contains(.dim) { bits |= nc_dim }
        if attributes.contains(.italic) { bits |= nc_italic }
        if attributes.contains(.underline) { bits |= nc_underline }
        if attributes.contains(.reverse) { bits |= nc_reverse }
        return bits
    }
}

/// The pairs of colours that ncurses knows by number. Pair 0 is the terminal's own.
final class PairTable {
    private struct Colors: Hashable {
        var foreground: Int32
        var background: Int32
    }

    private var numbers: [Colors: Int32] = [:]
    private let hasColors: Bool

    /// - Parameter hasColors: Without, ncurses must not be asked for a pair: it would crash.
    init(hasColors: Bool) { self.hasColors = hasColors }

    /// 0 when the terminal has no pair left.
    func pair(_ style: TerminalStyle) -> Int32 {
        let colors = Colors(foreground: Self.number(style.foreground), background: Self.number(style.background))
        guard hasColors, colors != Colors(foreground: -1, background: -1) else { return 0 }
        if let number = numbers[colors] { return number }
        let number = Int32(numbers.count + 1)
        guard number < nc_color_pairs(), init_extended_pair(number, colors.foreground, colors.background) == OK else { return 0 }
        numbers[colors] = number
        return number
    }

    /// -1 is the terminal's own. Direct colours below 8 would be taken for those of the palette.
    private static func number(_ color: TerminalColor) -> Int32 {
        switch color {
        case .terminal: -1
        case .index(let index): Int32(index)
        case .rgb(let color): Int32(max(8, color.hex))
        }
    }
}

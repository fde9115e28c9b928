/// How many colours a terminal shows.
package enum ColorDepth: Int, Sendable, Hashable, CaseIterable, Comparable {
    case mono, eight, sixteen, palette256, truecolor

    package static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }
}

/// A colour as it is asked of a terminal.
package enum TerminalColor: Sendable, Hashable {
    case terminal
    /// A place in the terminal's palette.
    case index(UInt8)
    case rgb(RGB)
}

/// The colours of xterm's palette.
enum TerminalPalette {
    /// 0...15; people change them, so they are the last resort only.
    static let ansi: [RGB] = [
        RGB(0x000000), RGB(0xCD0000), RGB(0x00CD00), RGB(0xCDCD00), RGB(0x0000EE), RGB(0xCD00CD), RGB(0x00CDCD), RGB(0xE5E5E5),
        RGB(0x7F7F7F), RGB(0xFF0000), RGB(0x00FF00), RGB(0xFFFF00), RGB(0x5C5CFF), RGB(0xFF00FF), RGB(0x00FFFF), RGB(0xFFFFFF),
    ]

    /// 16...255: a cube of six steps a channel, then 24 greys. Nobody changes these.
    static let fixed: [RGB] = {
        let steps: [UInt8] = [0, 95, 135, 175, 215, 255]
        let cube = steps.flatMap { red in steps.flatMap { green in steps.map { blue in RGB(red, green, blue) } } }
        return cube + (0..<24).map { RGB(8 + 10 * $0, 8 + 10 * $0, 8 + 10 * $0) }
    }()

    /// The same, once: working them out for each colour of a theme took three of the milliseconds before the first frame.
    private static let fixedLab = fixed.map(\.lab)

    static func nearest(to color: RGB, at depth: ColorDepth) -> UInt8 {
        switch depth {
        case .mono, .eight: named(color, hasBright: false)
        case .sixteen: named(color, hasBright: true)
        case .palette256, .truecolor: UInt8(16 + nearestFixed(to: color.lab))
        }
    }

    private static func nearestFixed(to color: LabColor) -> Int {
        var (nearest, least) = (0, Double.infinity)
        for (index, candidate) in fixedLab.enumerated() {
            let distance = candidate.squaredDistance(to: color)
            if distance < least { (nearest, least) = (index, distance) }
        }
        return nearest
    }

    /// Among so few, the name of the colour matters more than how light it is: red stays red.
    private static func named(_ color: RGB, hasBright: Bool) -> UInt8 {
        let light = color.luminance
        guard let hue = color.hue else {
            if !hasBright { return light > 0.18 ? 7 : 0 }
            return light > 0.75 ? 15 : light > 0.35 ? 7 : light > 0.08 ? 8 : 0
        }
        let name: UInt8 =
            switch hue {
            case 35..<75: 3
            case 75..<165: 2
            case 165..<200: 6
            // Plain blue is hard to read on black.
            case 200..<265: hasBright || light < 0.18 ? 4 : 6
            case 265..<335: 5
            default: 1
            }
        return hasBright && light > 0.2 ? name + 8 : name
    }

    static func color(_ index: UInt8) -> RGB { index < 16 ? ansi[Int(index)] : fixed[Int(index) - 16] }
}

/// A style as one terminal can show it.
package struct TerminalStyle: Sendable, Hashable {
    package var foreground: TerminalColor
    package var background: TerminalColor
    package var attributes: TextAttributes

    package init(foreground: TerminalColor = .terminal, background: TerminalColor = .terminal, attributes: TextAttributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }
}

extension Style {
    /// The nearest look that a terminal with so many colours has. Text stays readable: where letters and ground fall on the
    /// same colour, the letters become black or white; without colours a painted ground becomes reverse video.
    package func reduced(to depth: ColorDepth) -> TerminalStyle {
        var reduced = TerminalStyle(attributes: attributes)
        guard depth > .mono else {
            if background != .terminal { reduced.attributes.insert(.reverse) }
            return reduced
        }
        reduced.foreground = foreground.reduced(to: depth)
        reduced.background = background.reduced(to: depth)
        if depth < .palette256, case .index(let letters) = reduced.foreground, case .index(let ground) = reduced.background,
            TerminalPalette.color(letters).contrast(with: TerminalPalette.color(ground)) < 2
        {
            reduced.foreground = .index(TerminalPalette.color(ground).luminance > 0.18 ? 0 : 7)
        }
        return reduced
    }
}

extension Theme {
    /// The theme for a terminal with so many colours. Where the ground of a selected line would not differ from any other
    /// line's, reverse video and underlining take its place; without colours all of it is ``mono``.
    package func adapted(to depth: ColorDepth) -> Theme {
        guard depth > .mono else { return .mono }
        let plain = style(of: .text).background
        let ground = (plain == .terminal ? .rgb(terminalBackground) : plain).reduced(to: depth)
        guard selection.background.reduced(to: depth) == ground || selectionElsewhere.background.reduced(to: depth) == ground
        else { return self }
        return Theme(
            name: name, selection: Style(.terminal, on: .terminal, .reverse),
            selectionElsewhere: Style(.terminal, on: .terminal, .underline), marked: marked,
            terminalForeground: terminalForeground, terminalBackground: terminalBackground, style: style(of:))
    }
}

extension Color {
    fileprivate func reduced(to depth: ColorDepth) -> TerminalColor {
        switch self {
        case .terminal: .terminal
        case .rgb(let color): depth == .truecolor ? .rgb(color) : .index(TerminalPalette.nearest(to: color, at: depth))
        }
    }
}

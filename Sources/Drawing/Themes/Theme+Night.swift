extension Theme {
    /// The default, and the same as `themes/night.yaml`: compiled in, so that the first frame waits for no file.
    ///
    /// Text and what moves each second are the terminal's own colours: a tick then costs no colour change on the line.
    package static let night = Theme(
        name: "night",
        selection: Style(.terminal, on: .rgb(Night.slate)),
        selectionElsewhere: Style(.terminal, on: .rgb(Night.shade)),
        marked: Style(.rgb(Night.violet)),
        terminalForeground: RGB(0xD7DAE0), terminalBackground: RGB(0x101216), style: Night.style)

    /// Attributes only: for `NO_COLOR`, and for terminals without colours. The same as `themes/mono.yaml`.
    package static let mono = Theme(
        name: "mono",
        selection: Style(.terminal, on: .terminal, .reverse),
        selectionElsewhere: Style(.terminal, on: .terminal, .underline),
        marked: Style(.terminal, on: .terminal, .bold),
        terminalForeground: RGB(0xE6E6E6), terminalBackground: RGB(0x101216)
    ) { Style(.terminal, on: .terminal, monoAttributes(of: $0)) }

    private static func monoAttributes(of role: Role) -> TextAttributes {
        switch role {
        case .strong, .title, .borderFocused, .severityWarning, .columnTitle, .key, .dialogTitle, .chartMark: .bold
        case .headerAlert, .chipDanger, .severityCritical, .buttonFocused: [.bold, .reverse]
        case .chip, .chipDrill, .button: .reverse
        case .severityUnknown, .input, .match: .underline
        case .dim, .stale, .keyDisabled: .dim
        case .text, .header, .clock, .border, .severityOK, .keyLabel, .sparkline, .chartLine, .chartThreshold, .gauge,
            .dialog, .feed:
            []
        }
    }
}

/// The palette of `night` and what each role takes of it.
private enum Night {
    static let mist = RGB(0x9DA7B8)
    static let steel = RGB(0x717C92)
    static let white = RGB(0xFFFFFF)
    static let ink = RGB(0x101216)
    static let sky = RGB(0x86BDFF)
    static let mint = RGB(0x8EEBB8)
    static let amber = RGB(0xFBDC49)
    static let rose = RGB(0xF76D6D)
    static let violet = RGB(0xCBA9FF)
    static let slate = RGB(0x263248)
    static let shade = RGB(0x1D222C)

    static func style(of role: Role) -> Style {
        switch role {
        case .text, .clock, .header, .feed, .keyLabel, .dialog: .plain
        case .dim, .stale, .keyDisabled, .columnTitle, .severityUnknown: Style(.rgb(mist))
        case .strong: Style(.rgb(white), on: .terminal, .bold)
        case .title, .key, .dialogTitle: Style(.rgb(sky), on: .terminal, .bold)
        case .headerAlert, .chipDanger: Style(.rgb(ink), on: .rgb(rose), .bold)
        case .chip: Style(.rgb(ink), on: .rgb(mist))
        case .chipDrill: Style(.rgb(ink), on: .rgb(violet), .bold)
        case .border: Style(.rgb(steel))
        case .borderFocused, .sparkline, .chartLine, .gauge: Style(.rgb(sky))
        case .severityOK: Style(.rgb(mint))
        case .severityWarning, .chartThreshold: Style(.rgb(amber))
        case .severityCritical: Style(.rgb(rose), on: .terminal, .bold)
        case .chartMark: Style(.rgb(violet))
        case .button: Style(.rgb(mist), on: .rgb(slate))
        case .buttonFocused: Style(.rgb(ink), on: .rgb(sky), .bold)
        case .input: Style(.rgb(white), on: .rgb(slate))
        case .match: Style(.rgb(amber), on: .terminal, .underline)
        }
    }
}

/// What a cell means. A theme says how each looks; nothing else on the way to the terminal knows a colour.
package enum Role: UInt8, Sendable, CaseIterable {
    case text
    case dim
    case strong
    case title
    case header
    case headerAlert
    case chip
    case chipDanger
    case chipDrill
    case border
    case borderFocused
    case severityOK
    case severityUnknown
    case severityWarning
    case severityCritical
    case stale
    case columnTitle
    case key
    case keyLabel
    case keyDisabled
    case sparkline
    case chartLine
    case chartThreshold
    case chartMark
    case gauge
    case dialog
    case dialogTitle
    case button
    case buttonFocused
    case input
    case feed
    case match
    /// What moves each second: the clock and the ages of panes. `night` leaves it plain, so that a second costs no colour change.
    case clock

    /// The name in a theme file, dotted (`severity.critical`).
    package var name: String { Role.names[Int(rawValue)] }

    /// The letter that stands for the role in golden screens; unique.
    package var letter: Character { Role.letters[Int(rawValue)] }

    /// Whether it says how bad something is.
    package var isSeverity: Bool {
        switch self {
        case .severityOK, .severityUnknown, .severityWarning, .severityCritical: true
        default: false
        }
    }

    private static let names = [
        "text", "text.dim", "text.strong", "pane.title", "header", "header.alert", "chip", "chip.danger", "chip.drill",
        "pane.border", "pane.border.focused", "severity.ok", "severity.unknown", "severity.warning", "severity.critical",
        "text.stale", "table.columns", "keys.key", "keys.label", "keys.disabled", "sparkline", "chart.line", "chart.threshold",
        "chart.mark", "gauge", "dialog", "dialog.title", "dialog.button", "dialog.button.focused", "input", "feed", "match",
        "clock",
    ]

    private static let letters = Array(".dsthHcCLbBouwxzTklKpnrmgDiaAIfMq")
}

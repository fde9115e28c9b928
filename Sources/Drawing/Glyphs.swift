/// The characters of our own chrome. All are one column wide and lie in the Basic Multilingual Plane.
package struct Glyphs: Sendable, Hashable {
    /// Text from outside is shown in ASCII, each other column as `?`.
    package var textIsASCII: Bool
    /// Charts may use braille dots, 2 × 4 to a cell.
    package var hasBraille: Bool
    package var border: Border
    /// Stands for what was cut off.
    package var ellipsis: Unicode.Scalar
    /// Stands for what cannot be shown.
    package var replacement: Unicode.Scalar

    // Freshness of data.
    package var fresh: Unicode.Scalar
    package var stale: Unicode.Scalar
    package var failed: Unicode.Scalar
    package var loading: Unicode.Scalar
    package var off: Unicode.Scalar

    // Severities.
    package var severityOK: Unicode.Scalar
    package var severityUnknown: Unicode.Scalar
    package var severityWarning: Unicode.Scalar
    package var severityCritical: Unicode.Scalar

    package var pointer: Unicode.Scalar
    package var mark: Unicode.Scalar
    package var up: Unicode.Scalar
    package var down: Unicode.Scalar
    package var left: Unicode.Scalar
    package var right: Unicode.Scalar
    package var rising: Unicode.Scalar
    package var falling: Unicode.Scalar
    package var sortAscending: Unicode.Scalar
    package var sortDescending: Unicode.Scalar
    package var bullet: Unicode.Scalar
    /// Stands for an unknown value; never 0.
    package var noValue: Unicode.Scalar
    package var barFull: Unicode.Scalar
    package var barEmpty: Unicode.Scalar
    package var scrollThumb: Unicode.Scalar
    /// Heights of a sparkline's columns, lowest first; never empty.
    package var ramp: [Unicode.Scalar]

    /// Lines and corners.
    package struct Border: Sendable, Hashable {
        package var horizontal: Unicode.Scalar
        package var vertical: Unicode.Scalar
        package var topLeft: Unicode.Scalar
        package var topRight: Unicode.Scalar
        package var bottomLeft: Unicode.Scalar
        package var bottomRight: Unicode.Scalar
        /// A horizontal line that crosses nothing: thresholds in charts.
        package var dashed: Unicode.Scalar
        /// A vertical line that marks a moment in charts.
        package var dashedVertical: Unicode.Scalar
    }
}

extension Glyphs.Border {
    package static let lines = Glyphs.Border(
        horizontal: "─", vertical: "│", topLeft: "╭", topRight: "╮", bottomLeft: "╰", bottomRight: "╯", dashed: "╌",
        dashedVertical: "┆")
    /// The same with the corners and lines that every line-drawing character set has.
    package static let plainLines = Glyphs.Border(
        horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘", dashed: "-",
        dashedVertical: "│")
    package static let ascii = Glyphs.Border(
        horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+", dashed: "-",
        dashedVertical: ":")
}

extension Glyphs {
    /// For terminals that show Unicode.
    package static let unicode = Glyphs(
        textIsASCII: false, hasBraille: true, border: .lines, ellipsis: "…", replacement: "\u{FFFD}",
        fresh: "●", stale: "◐", failed: "✕", loading: "◌", off: "○",
        severityOK: "●", severityUnknown: "◇", severityWarning: "▲", severityCritical: "■",
        pointer: "▶", mark: "✓", up: "↑", down: "↓", left: "←", right: "→", rising: "↗", falling: "↘",
        sortAscending: "▴", sortDescending: "▾", bullet: "•", noValue: "–",
        barFull: "█", barEmpty: "░", scrollThumb: "┃",
        // No full block: the sparklines of neighbouring rows would run together.
        ramp: ["▁", "▂", "▃", "▄", "▅", "▆", "▇"])

    /// For terminals that show ASCII only.
    package static let ascii = Glyphs(
        textIsASCII: true, hasBraille: false, border: .ascii, ellipsis: "~", replacement: "?",
        fresh: "*", stale: "%", failed: "x", loading: ".", off: "o",
        severityOK: "o", severityUnknown: "?", severityWarning: "!", severityCritical: "#",
        pointer: ">", mark: "*", up: "^", down: "v", left: "<", right: ">", rising: "/", falling: "\\",
        sortAscending: "^", sortDescending: "v", bullet: "-", noValue: "-",
        barFull: "#", barEmpty: ".", scrollThumb: "#", ramp: ["_", ".", "-", "=", "+", "*", "%", "#"])

    /// ASCII with drawn lines, for terminals that are not in UTF-8 but have the VT100 line-drawing set.
    package static let lineDrawing: Glyphs = {
        var glyphs = ascii
        glyphs.border = .plainLines
        return glyphs
    }()

    /// For the Linux console in UTF-8, whose fonts hold little more than the old PC's characters.
    package static let linuxConsole = Glyphs(
        textIsASCII: false, hasBraille: false, border: .plainLines, ellipsis: "~", replacement: "?",
        fresh: "•", stale: "%", failed: "x", loading: ".", off: "o",
        severityOK: "•", severityUnknown: "?", severityWarning: "▲", severityCritical: "■",
        pointer: "►", mark: "√", up: "↑", down: "↓", left: "←", right: "→", rising: "/", falling: "\\",
        sortAscending: "▲", sortDescending: "▼", bullet: "•", noValue: "-",
        barFull: "█", barEmpty: "░", scrollThumb: "█", ramp: ["_", "▄", "█"])

    /// Every character above, for checks.
    package var all: [Unicode.Scalar] {
        [
            border.horizontal, border.vertical, border.topLeft, border.topRight, border.bottomLeft, border.bottomRight,
            border.dashed, border.dashedVertical, ellipsis, replacement, fresh, stale, failed, loading, off, severityOK,
            severityUnknown, severityWarning, severityCritical, pointer, mark, up, down, left, right, rising, falling,
            sortAscending, sortDescending, bullet, noValue, barFull, barEmpty, scrollThumb,
        ] + ramp
    }
}

extension Canvas {
    /// The picture for a terminal or a pager: each line sets its looks (SGR, ECMA-48 8.3.117) and ends plain.
    package func ansiText(theme: Theme, depth: ColorDepth) -> String {
        let theme = theme.adapted(to: depth)
        return (0..<height).map { y in
            var runs = runs(ofRow: y, theme: theme)
            if let last = runs.last, last.style == .plain { runs[runs.count - 1].text = last.text.withoutTrailingSpaces }
            var line = ""
            var current = TerminalStyle()
            for run in runs where !run.text.isEmpty {
                let style = run.style.reduced(to: depth)
                if style != current { line += style.sgr }
                current = style
                line += run.text
            }
            return current == TerminalStyle() ? line : line + "\u{1B}[0m"
        }.joined(separator: "\n")
    }
}

extension String {
    fileprivate var withoutTrailingSpaces: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension TerminalStyle {
    /// The sequence that switches to this look from any other.
    var sgr: String {
        var codes = ["0"]
        let attributeCodes: [(TextAttributes, String)] = [
            (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
        ]
        for (attribute, code) in attributeCodes where attributes.contains(attribute) { codes.append(code) }
        codes += foreground.sgrCodes(base: 30) + background.sgrCodes(base: 40)
        return "\u{1B}[" + codes.joined(separator: ";") + "m"
    }
}

extension TerminalColor {
    fileprivate func sgrCodes(base: Int) -> [String] {
        switch self {
        case .terminal: []
        case .index(let index) where index < 8: ["\(base + Int(index))"]
        case .index(let index) where index < 16: ["\(base + 52 + Int(index))"]
        case .index(let index): ["\(base + 8)", "5", "\(index)"]
        case .rgb(let color): ["\(base + 8)", "2", "\(color.red)", "\(color.green)", "\(color.blue)"]
        }
    }
}

extension Canvas {
    /// The picture as an SVG document: one rectangle a painted ground, one text a run.
    ///
    /// Each text carries its own length, so that columns stay straight with any monospaced font.
    package func svg(theme: Theme) -> String {
        let look = SVGLook()
        let size = (
            width: Double(width) * look.cellWidth + 2 * look.margin, height: Double(height) * look.cellHeight + 2 * look.margin
        )
        let ground = theme.colors(of: theme.style(of: .text)).background
        var lines = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(look.number(size.width))" height="\(look.number(size.height))" \
            viewBox="0 0 \(look.number(size.width)) \(look.number(size.height))">
            """,
            "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"\(ground.text)\"/>",
            """
            <g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="\(look.number(look.fontSize))" \
            xml:space="preserve">
            """,
        ]
        for y in 0..<height {
            let runs = runs(ofRow: y, theme: theme)
            lines += runs.compactMap { look.rectangle(of: $0, row: y, theme: theme, ground: ground) }
            lines += runs.flatMap { look.texts(of: $0, row: y, theme: theme) }
        }
        return (lines + ["</g>", "</svg>", ""]).joined(separator: "\n")
    }
}

/// The measures of the picture, in its own units.
private struct SVGLook {
    let cellWidth = 8.4
    let cellHeight = 18.0
    let fontSize = 14.0
    let margin = 12.0

    /// At most one digit behind the point; Swift writes `8.4`, and `168` for whole numbers.
    func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    func rectangle(of run: CellRun, row: Int, theme: Theme, ground: RGB) -> String? {
        let color = theme.colors(of: run.style).background
        guard color != ground else { return nil }
        let x = number(margin + Double(run.x) * cellWidth)
        let y = number(margin + Double(row) * cellHeight)
        let width = number(Double(run.columns) * cellWidth)
        return "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(number(cellHeight))\" fill=\"\(color.text)\"/>"
    }

    /// Words apart from each other by two spaces and more become texts of their own: no picture needs the spaces.
    func texts(of run: CellRun, row: Int, theme: Theme) -> [String] {
        let fill = theme.colors(of: run.style).foreground.text
        let y = number(margin + (Double(row) + 0.75) * cellHeight)
        return run.words.map { word in
            let x = number(margin + Double(run.x + word.column) * cellWidth)
            let length = number(Double(word.columns) * cellWidth)
            return """
                <text x="\(x)" y="\(y)" textLength="\(length)" fill="\(fill)"\(attributes(run.style))>\(word.text.xmlEscaped)</text>
                """
        }
    }

    private func attributes(_ style: Style) -> String {
        var text = ""
        if style.attributes.contains(.bold) { text += " font-weight=\"bold\"" }
        if style.attributes.contains(.italic) { text += " font-style=\"italic\"" }
        if style.attributes.contains(.underline) { text += " text-decoration=\"underline\"" }
        if style.attributes.contains(.dim) { text += " opacity=\"0.75\"" }
        return text
    }
}

extension CellRun {
    /// Parts of a run between wider gaps.
    fileprivate var words: [(column: Int, columns: Int, text: String)] {
        var words: [(column: Int, columns: Int, text: String)] = []
        var column = 0
        var spaces = 2
        for scalar in text.unicodeScalars {
            let columns = TextWidth.columns(of: scalar) ?? 1
            if scalar == " " {
                spaces += 1
            } else {
                if spaces > 1 || words.isEmpty {
                    words.append((column, 0, ""))
                } else if spaces == 1 {
                    words[words.count - 1].text += " "
                    words[words.count - 1].columns += 1
                }
                words[words.count - 1].text.unicodeScalars.append(scalar)
                words[words.count - 1].columns += columns
                spaces = 0
            }
            column += columns
        }
        return words
    }
}

extension String {
    fileprivate var xmlEscaped: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

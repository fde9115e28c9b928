/// A part of a whole as a bar.
package struct Gauge: Sendable, Hashable {
    /// 0...1; what lies outside is cut. Nil when it is not known: the bar stays empty.
    package var fraction: Double?

    package init(_ fraction: Double?) { self.fraction = fraction }

    /// Cells that are full: never all before the end, never none after the beginning.
    package func filled(of width: Int) -> Int {
        guard let fraction, fraction.isFinite, fraction > 0, width > 0 else { return 0 }
        guard fraction < 1 else { return width }
        return max(1, min(width - 1, Int((fraction * Double(width)).rounded())))
    }

    package func draw(on canvas: inout Canvas, in area: Area, role: Role = .gauge, flags: CellFlags = []) {
        guard !area.isEmpty else { return }
        let full = filled(of: area.width)
        let (fullGlyph, emptyGlyph) = (canvas.glyphs.barFull, canvas.glyphs.barEmpty)
        canvas.fill(Area(x: area.x, y: area.y, width: full, height: 1), Cell(fullGlyph, role: role, flags: flags))
        let rest = Area(x: area.x + full, y: area.y, width: area.width - full, height: 1)
        canvas.fill(rest, Cell(emptyGlyph, role: .border, flags: flags))
    }
}

/// Long work: a bar, how much of how much, and whatever is known of its rate and end.
package struct ProgressBar: Sendable, Hashable {
    package var label: String
    package var done: Int
    /// Nil when the end is not known.
    package var total: Int?
    /// Rate and estimate in words: `120/s, 2 min left`.
    package var note: String

    package init(label: String, done: Int, total: Int?, note: String = "") {
        self.label = label
        self.done = done
        self.total = total
        self.note = note
    }

    package var fraction: Double? {
        guard let total, total > 0 else { return nil }
        return Double(done) / Double(total)
    }

    /// `label ███████░░░ 42 %  21/50  note` in one row; the bar takes what the words leave, and goes first.
    package func draw(on canvas: inout Canvas, in area: Area) {
        var line = Area(x: area.x, y: area.y, width: area.width, height: min(1, area.height))
        guard !line.isEmpty else { return }
        let figures = figures
        let words = TextWidth.columns(of: label) + TextWidth.columns(of: figures) + 2
        if line.width - words >= 5 {
            canvas.put(label, in: line.takeLeft(label.isEmpty ? 0 : TextWidth.columns(of: label) + 1), role: .text)
            let bar = line.takeLeft(line.width - TextWidth.columns(of: figures) - 1)
            Gauge(fraction).draw(on: &canvas, in: bar)
            canvas.put(figures, in: line, column: 1, role: .dim)
        } else {
            canvas.put([Span(label.isEmpty ? "" : label + " "), Span(figures, .dim)], in: line)
        }
    }

    private var figures: String {
        let percent = fraction.map { "\(Int(max(0, min(1, $0)) * 100)) %  " } ?? ""
        let count = total.map { "\(done)/\($0)" } ?? "\(done)"
        return percent + count + (note.isEmpty ? "" : "  " + note)
    }
}

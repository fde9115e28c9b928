import Drawing
import Model

/// A detail view cut into pieces of known height, so that it can be placed in one column or two and scrolled.
struct DetailPage {
    enum Piece {
        case lines([[Span]])
        case chart(LineChart, height: Int)

        var height: Int {
            switch self {
            case .lines(let lines): lines.count
            case .chart(_, let height): height
            }
        }
    }

    var left: [Piece]
    /// Empty where there is one column.
    var right: [Piece]
    var leftWidth: Int
    var width: Int

    var height: Int {
        max(left.reduce(0) { $0 + $1.height }, right.reduce(0) { $0 + $1.height })
    }

    /// Draws the lines from `scroll` on. What lies partly outside is drawn on a canvas of its own first.
    func draw(on canvas: inout Canvas, in area: Area, scroll: Int) {
        var page = Canvas(width: width, height: max(height, 1), glyphs: canvas.glyphs)
        draw(left, on: &page, x: 0, width: right.isEmpty ? width : leftWidth)
        draw(right, on: &page, x: leftWidth + 2, width: width - leftWidth - 2)
        for row in 0..<min(area.height, max(0, page.height - scroll)) {
            for (x, cell) in page.row(scroll + row).prefix(area.width).enumerated() { canvas[area.x + x, area.y + row] = cell }
        }
    }

    private func draw(_ pieces: [Piece], on page: inout Canvas, x: Int, width: Int) {
        var y = 0
        for piece in pieces {
            let area = Area(x: x, y: y, width: width, height: piece.height)
            switch piece {
            case .lines(let lines): for (row, line) in lines.enumerated() { page.put(line, in: area, row: row) }
            case .chart(let chart, _): chart.draw(on: &page, in: area)
            }
            y += piece.height
        }
    }
}

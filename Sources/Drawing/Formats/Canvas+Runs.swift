/// Neighbours in one row that look the same.
struct CellRun: Equatable {
    var x: Int
    var columns: Int
    var text: String
    var style: Style
}

extension Canvas {
    /// The runs of a row, from left to right, without gaps.
    func runs(ofRow y: Int, theme: Theme) -> [CellRun] {
        var runs: [CellRun] = []
        for (x, cell) in row(y).enumerated() {
            let style = theme.style(of: cell.role, flags: cell.flags)
            if runs.last?.style != style { runs.append(CellRun(x: x, columns: 0, text: "", style: style)) }
            runs[runs.count - 1].columns += 1
            if let scalar = cell.character { runs[runs.count - 1].text.unicodeScalars.append(scalar) }
        }
        return runs
    }
}

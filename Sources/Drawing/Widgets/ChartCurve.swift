/// The line of a chart: braille dots joined to a line where the terminal has them, else columns.
struct ChartCurve {
    let values: [Float?]
    let scale: ChartScale

    func draw(on canvas: inout Canvas, in plot: Area) {
        guard !plot.isEmpty, !values.isEmpty else { return }
        if canvas.glyphs.hasBraille { drawDots(on: &canvas, in: plot) } else { drawColumns(on: &canvas, in: plot) }
    }

    private func drawColumns(on canvas: inout Canvas, in plot: Area) {
        let ramp = canvas.glyphs.ramp
        for (column, value) in spread(over: plot.width).enumerated() {
            guard let value else { continue }
            let eighths = Int((scale.share(of: value) * Double(plot.height * ramp.count)).rounded())
            let (full, part) = eighths.quotientAndRemainder(dividingBy: ramp.count)
            let x = plot.x + column
            for row in 0..<min(full, plot.height) {
                canvas.put(canvas.glyphs.barFull, x: x, y: plot.maxY - 1 - row, role: .chartLine)
            }
            guard full < plot.height, part > 0 || full == 0 else { continue }
            canvas.put(ramp[max(0, part - 1)], x: x, y: plot.maxY - 1 - full, role: .chartLine)
        }
    }

    private func drawDots(on canvas: inout Canvas, in plot: Area) {
        var dots = BrailleDots(width: plot.width, height: plot.height)
        var previous: (x: Int, y: Int)?
        for (x, value) in samples(over: plot.width * 2).enumerated() {
            switch value {
            case .value(let value):
                let y = Int(((1 - scale.share(of: value)) * Double(dots.dotHeight - 1)).rounded())
                dots.drawLine(from: previous ?? (x, y), to: (x, y))
                previous = (x, y)
            case .gap: previous = nil
            case .between: continue
            }
        }
        dots.draw(on: &canvas, in: plot)
    }

    private enum Sample { case value(Double), gap, between }

    /// One value a column: each value as wide as its step when there are more columns than values.
    private func spread(over columns: Int) -> [Double?] {
        let buckets = values.buckets(columns)
        return (0..<columns).map { buckets[$0 * buckets.count / columns].map(Double.init) }
    }

    /// Values at the columns where they belong, nothing between them: a line will join them.
    private func samples(over columns: Int) -> [Sample] {
        let buckets = values.buckets(columns)
        var samples = Array(repeating: Sample.between, count: columns)
        for (index, value) in buckets.enumerated() {
            let column = buckets.count == 1 ? columns / 2 : index * (columns - 1) / (buckets.count - 1)
            samples[column] = value.map { .value(Double($0)) } ?? .gap
        }
        return samples
    }
}

/// A grid of dots, two by four to a cell.
struct BrailleDots {
    let width: Int
    let height: Int
    private var cells: [UInt8]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        cells = Array(repeating: 0, count: width * height)
    }

    var dotHeight: Int { height * 4 }

    mutating func set(x: Int, y: Int) {
        guard x >= 0, y >= 0, x < width * 2, y < dotHeight else { return }
        cells[y / 4 * width + x / 2] |= Self.bits[y % 4 * 2 + x % 2]
    }

    /// The dots of a straight line, both ends included.
    mutating func drawLine(from start: (x: Int, y: Int), to end: (x: Int, y: Int)) {
        let steps = max(abs(end.x - start.x), abs(end.y - start.y))
        guard steps > 0 else { return set(x: end.x, y: end.y) }
        for step in 0...steps {
            let share = Double(step) / Double(steps)
            set(
                x: start.x + Int((Double(end.x - start.x) * share).rounded()),
                y: start.y + Int((Double(end.y - start.y) * share).rounded()))
        }
    }

    /// Cells without a dot leave what is on the canvas.
    func draw(on canvas: inout Canvas, in plot: Area) {
        for (index, bits) in cells.enumerated() where bits != 0 {
            guard let scalar = Unicode.Scalar(0x2800 + UInt32(bits)) else { continue }
            canvas.put(scalar, x: plot.x + index % width, y: plot.y + index / width, role: .chartLine)
        }
    }

    /// Row by row, left then right. Source: Unicode Standard, chart U+2800.
    private static let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
}

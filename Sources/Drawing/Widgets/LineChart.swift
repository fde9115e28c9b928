package import FoundationEssentials

/// Values over time with the limits drawn in. Gaps stay gaps; times are UTC.
package struct LineChart: Sendable, Hashable {
    /// A limit that is drawn as a dashed line.
    package struct Threshold: Sendable, Hashable {
        package var value: Double
        package var label: String
        package var role: Role

        package init(_ value: Double, label: String, role: Role = .chartThreshold) {
            self.value = value
            self.label = label
            self.role = role
        }
    }

    /// A moment that is drawn as an upright line: a deployment.
    package struct Mark: Sendable, Hashable {
        package var at: Date
        package var label: String

        package init(at: Date, label: String) {
            self.at = at
            self.label = label
        }
    }

    package var title: String
    /// `ms`, `%`, `s` …; shown behind the figures.
    package var unit: String
    /// Oldest first, at equal steps.
    package var values: [Float?]
    /// The beginning of the first step.
    package var start: Date
    package var stepSeconds: Int
    package var thresholds: [Threshold]
    package var marks: [Mark]

    package init(
        title: String, unit: String, values: [Float?], start: Date, stepSeconds: Int, thresholds: [Threshold] = [],
        marks: [Mark] = []
    ) {
        self.title = title
        self.unit = unit
        self.values = values
        self.start = start
        self.stepSeconds = max(1, stepSeconds)
        self.thresholds = thresholds
        self.marks = marks
    }

    /// Title and figures in the first row, the plot with its axis below, times in the last row.
    /// Without room for all that (4 × 12) there is the first row and a sparkline.
    package func draw(on canvas: inout Canvas, in area: Area) {
        var rest = area
        drawSummary(on: &canvas, in: rest.takeTop(1))
        guard rest.height >= 3, rest.width >= 12 else {
            Sparkline(values).draw(on: &canvas, in: rest.takeTop(1), role: .chartLine)
            return
        }
        let scale = ChartScale(values: values, limits: thresholds.map(\.value))
        let times = rest.takeBottom(1)
        let axis = rest.takeLeft(max(columns(of: scale.high), columns(of: scale.low)) + 1)
        let plot = rest
        drawAxis(scale, on: &canvas, in: axis)
        drawMarks(on: &canvas, in: plot)
        drawThresholds(scale, on: &canvas, in: plot)
        ChartCurve(values: values, scale: scale).draw(on: &canvas, in: plot)
        labelThresholds(scale, on: &canvas, in: plot)
        labelMarks(on: &canvas, in: plot)
        drawTimes(on: &canvas, in: Area(x: plot.x, y: times.y, width: plot.width, height: 1))
    }

    private func figure(_ value: Double) -> String { ShortNumber.text(value) }

    private func columns(of value: Double) -> Int { TextWidth.columns(of: figure(value)) }

    private func drawSummary(on canvas: inout Canvas, in line: Area) {
        let known = values.compactMap { $0.flatMap { $0.isFinite ? Double($0) : nil } }
        var spans = [Span(title, .strong)]
        if let least = known.min(), let most = known.max(), let newest = known.last {
            let figures = [("min", least), ("max", most), ("last", newest)]
            let text = figures.map { "\($0) \(figure($1))" }.joined(separator: "  ")
            spans.append(Span("  \(text)\(unit.isEmpty ? "" : " \(unit)")", .dim))
        } else {
            spans.append(Span("  no data", .dim))
        }
        canvas.put(spans, in: line)
    }

    private func drawAxis(_ scale: ChartScale, on canvas: inout Canvas, in area: Area) {
        let text = Area(x: area.x, y: area.y, width: area.width - 1, height: area.height)
        canvas.put(figure(scale.high), in: text, row: 0, alignment: .right, role: .dim)
        canvas.put(figure(scale.low), in: text, row: text.height - 1, alignment: .right, role: .dim)
        for y in area.y..<area.maxY { canvas.put(canvas.glyphs.border.vertical, x: area.maxX - 1, y: y, role: .border) }
    }

    private func drawThresholds(_ scale: ChartScale, on canvas: inout Canvas, in plot: Area) {
        for threshold in thresholds {
            guard let row = scale.row(of: threshold.value, rows: plot.height) else { continue }
            let line = Area(x: plot.x, y: plot.y + row, width: plot.width, height: 1)
            canvas.fill(line, Cell(canvas.glyphs.border.dashed, role: threshold.role))
        }
    }

    /// A limit above the scale is named in the first row with an arrow, since its line has no place.
    private func labelThresholds(_ scale: ChartScale, on canvas: inout Canvas, in plot: Area) {
        for threshold in thresholds where threshold.value.isFinite {
            let row = scale.row(of: threshold.value, rows: plot.height)
            let arrow = row == nil ? "\(threshold.value > scale.high ? canvas.glyphs.up : canvas.glyphs.down) " : ""
            let label = " \(arrow)\(threshold.label) \(figure(threshold.value))"
            canvas.put(label, in: plot, row: row ?? 0, alignment: .right, role: threshold.role)
        }
    }

    private func drawMarks(on canvas: inout Canvas, in plot: Area) {
        for mark in marks {
            guard let column = column(of: mark.at, width: plot.width) else { continue }
            for y in plot.y..<plot.maxY {
                canvas.put(canvas.glyphs.border.dashedVertical, x: plot.x + column, y: y, role: .chartMark)
            }
        }
    }

    /// In the last row, beside the line: the limits have the first one.
    private func labelMarks(on canvas: inout Canvas, in plot: Area) {
        for mark in marks {
            guard let column = column(of: mark.at, width: plot.width) else { continue }
            let needed = TextWidth.columns(of: mark.label) + 1
            let left = column + needed < plot.width ? column + 1 : max(0, column - needed + 1)
            canvas.put(mark.label, in: plot, row: plot.height - 1, column: left, role: .chartMark)
        }
    }

    /// The column of a moment; nil outside the chart.
    func column(of date: Date, width: Int) -> Int? {
        let span = Double(stepSeconds * values.count)
        let position = date.timeIntervalSince(start)
        guard span > 0, position >= 0, position <= span else { return nil }
        return min(width - 1, Int(position / span * Double(width)))
    }

    private func drawTimes(on canvas: inout Canvas, in line: Area) {
        let span = Double(stepSeconds * values.count)
        let withDay = span > 86_400
        let labelWidth = withDay ? 11 : 5
        let count = max(1, min(6, line.width / (labelWidth + 6)))
        for index in 0...count {
            let at = start.addingTimeInterval(span * Double(index) / Double(count))
            let text = UTCText(at).text(withDay: withDay)
            let middle = line.width * index / count - labelWidth / 2
            let column = max(0, min(line.width - labelWidth, middle))
            canvas.put(text, in: line, column: column, role: .dim)
        }
        if line.width >= (labelWidth + 6) * count + 10 { canvas.put("UTC", in: line, column: labelWidth + 1, role: .dim) }
    }
}

import Drawing
import FoundationEssentials

/// A screen like the console's, with invented figures.
struct Picture {
    var now = Date()
    var theme = Theme.night
    private var selected = 2
    private var offset = 0
    private var dialog: DialogView?
    private var input: TextInput?

    mutating func handle(_ key: Key) {
        if input != nil, key == .enter || key == .escape { return input = nil }
        if input?.handle(key) == true { return }
        if dialog != nil { return dialog = nil }
        switch key {
        case .character("j"), .down: selected = min(rowCount - 1, selected + 1)
        case .character("k"), .up: selected = max(0, selected - 1)
        case .character("D"): dialog = question
        case .character("/"): input = TextInput()
        case .character("t"): theme = theme.name == "mono" ? .night : .mono
        default: break
        }
    }

    private let rowCount = 60

    mutating func draw(on canvas: inout Canvas) {
        guard canvas.width >= 40, canvas.height >= 10 else {
            canvas.put("40 × 10 needed", x: 0, y: 0)
            return
        }
        var rest = canvas.area
        drawHeader(on: &canvas, in: rest.takeTop(1))
        let foot = rest.takeBottom(1)
        var top = rest.takeTop(rest.height / 2)
        drawTable(on: &canvas, in: top.takeLeft(top.width / 2))
        drawChart(on: &canvas, in: top)
        drawWidgets(on: &canvas, in: rest)
        drawFoot(on: &canvas, in: foot)
        dialog?.draw(on: &canvas, in: canvas.area)
    }

    private func drawHeader(on canvas: inout Canvas, in area: Area) {
        canvas.fill(area, Cell(role: .header))
        canvas.put(
            [
                Span(" DRILL ", .chipDrill), Span(" PRODUCTION ", .chipDanger), Span(" READ-ONLY ", .chip), Span(" "),
                Span("us-east-1", .header),
            ], in: area)
        let second = Int(now.timeIntervalSince1970) % 86_400
        let clock = [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        canvas.put("\(clock) UTC ", in: area, alignment: .right, role: .clock)
    }

    private mutating func drawTable(on canvas: inout Canvas, in area: Area) {
        canvas.drawBorder(
            area,
            title: [
                Span("1 Lambda", .title), Span(" 60 ", .dim),
                Span("\(canvas.glyphs.severityCritical) critical", .severityCritical),
            ],
            trailing: [Span("\(canvas.glyphs.fresh)", .severityOK), Span(" 4s", .clock)], role: .borderFocused)
        let inner = area.inset()
        let columns = [
            TableColumn("NAME", width: .flexible(minimum: 10, maximum: 40), priority: 9),
            TableColumn("INV", width: .fixed(6), priority: 5, alignment: .right),
            TableColumn("ERR", width: .fixed(6), priority: 8, alignment: .right, sort: .descending),
            TableColumn("P95", width: .fixed(8), priority: 4, alignment: .right),
            TableColumn("TREND", width: .fixed(12), priority: 3),
        ]
        var table = TableView(columns: columns, rowCount: rowCount, selected: selected, scrollBarX: area.maxX - 1)
        let position = ScrollPosition(offset: offset).revealing(selected, visible: table.capacity(in: inner), total: rowCount)
        offset = position.offset
        table.offset = offset
        let glyphs = canvas.glyphs
        table.draw(on: &canvas, in: inner, isMarked: { $0 == 4 }) { row, column in Self.cell(row, column, glyphs) }
    }

    private static func cell(_ row: Int, _ column: Int, _ glyphs: Glyphs) -> TableCell {
        let severities: [(Role, Unicode.Scalar)] = [
            (.severityCritical, glyphs.severityCritical), (.severityWarning, glyphs.severityWarning),
            (.severityUnknown, glyphs.severityUnknown), (.severityOK, glyphs.severityOK),
        ]
        let (role, glyph) = severities[min(3, row / 2)]
        switch column {
        case 0: return .spans([Span("\(glyph) ", role), Span("prd3292-prod1-worker-\(row)")])
        case 1: return .text("\((row * 7919) % 9000)")
        case 2: return .text("\(max(0, 40 - row * 7))", row < 4 ? role : .text)
        case 3: return .text("\(row * 37 % 900) ms", row < 2 ? role : .text)
        default:
            return .sparkline(
                (0..<12).map { (step: Int) -> Float? in (step + row) % 5 == 4 ? nil : Float((step * 31 + row * 17) % 23) })
        }
    }

    private func drawChart(on canvas: inout Canvas, in area: Area) {
        canvas.drawBorder(
            area, title: [Span("Errors", .title)], trailing: [Span("\(canvas.glyphs.stale) 40s stale", .severityWarning)])
        let start = Date(timeIntervalSince1970: 1_763_693_400)
        let values: [Float?] = (0..<60).map { (minute: Int) -> Float? in
            (31..<36).contains(minute) ? nil : Float(minute * minute % 97 + minute)
        }
        let chart = LineChart(
            title: "Errors", unit: "count", values: values, start: start, stepSeconds: 60,
            thresholds: [.init(40, label: "warning"), .init(140, label: "critical", role: .severityCritical)],
            marks: [.init(at: start.addingTimeInterval(1200), label: "deployed")])
        chart.draw(on: &canvas, in: area.inset())
    }

    private func drawWidgets(on canvas: inout Canvas, in area: Area) {
        canvas.drawBorder(
            area, title: [Span("2 Queues", .title)],
            trailing: [Span("\(canvas.glyphs.failed) 2m AccessDenied", .severityCritical)])
        var inner = area.inset()
        ProgressBar(label: "Redriving", done: 21, total: 50, note: "12/s, 3 s left").draw(on: &canvas, in: inner.takeTop(1))
        let lines = ["plain", "wide 日本語 ✅ 😀", "marks e\u{301} Mu\u{308}ller", "escape \u{1B}[31m bell \u{7}", "bidi \u{202E}abc"]
        let list = ListView(rowCount: lines.count, selected: 1, isFocused: false)
        list.draw(on: &canvas, in: inner.takeTop(5)) { ([Span(lines[$0])], [Span("\($0)s", .dim)]) }
        for role in Role.allCases where Int(role.rawValue) / 4 < inner.height {
            canvas.put(role.name, in: inner, row: Int(role.rawValue) / 4, column: Int(role.rawValue) % 4 * 24, role: role)
        }
    }

    private func drawFoot(on canvas: inout Canvas, in area: Area) {
        if let input {
            let used = canvas.put("/", in: area, role: .key)
            input.draw(
                on: &canvas, in: Area(x: area.x + used, y: area.y, width: area.width - used, height: 1), placeholder: "filter")
            return
        }
        canvas.put(
            [Span("j", .key), Span(" down  ", .keyLabel), Span("D", .key), Span(" ask  ", .keyLabel), Span("q", .keyDisabled)],
            in: area)
    }

    private var question: DialogView {
        DialogView(
            title: "Purge queue orders-dlq",
            body: [
                [
                    Span("SQS "), Span("PurgeQueue", .strong),
                    Span(" on https://sqs.us-east-1.amazonaws.com/123456789012/orders-dlq"),
                ],
                [Span("")], [Span("All 21 messages are deleted for ever. There is no undo.", .severityWarning)],
            ],
            buttons: [.init("Purge", key: "y"), .init("No", key: "n")], isDanger: true)
    }
}

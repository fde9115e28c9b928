import Drawing
import FoundationEssentials
import Model

extension ConsoleState {
    private static let columns = [
        TableColumn("COUNT", width: .fixed(7), priority: 9, alignment: .right),
        TableColumn("LAST", width: .fixed(5), priority: 8, alignment: .right),
        TableColumn("FIRST", width: .fixed(5), priority: 2, alignment: .right),
        TableColumn("WHAT IS ALWAYS THE SAME", width: .flexible(minimum: 24, weight: 3), priority: 10),
        TableColumn("GROUP", width: .flexible(minimum: 18, maximum: 30), priority: 1),
    ]

    func drawShapes(_ logs: LogsState, on canvas: inout Canvas, in area: Area, scrollBarX: Int) {
        var rest = area
        let shapes = logs.shapes
        guard !shapes.isEmpty else {
            canvas.put(" No error in the lines that were read.", in: area, role: .dim)
            return
        }
        let example = exampleLines(shapes[logs.shapeCursor(in: shapes)], width: area.width - 2)
        var foot = rest.takeBottom(min(example.count, max(0, rest.height - 4)))
        let view = shapesTable(logs, shapes, height: rest.height, scrollBarX: scrollBarX)
        view.draw(on: &canvas, in: rest) { row, column in cell(shapes[row], column, shapes: logs.digest.shapes) }
        for line in example where !foot.isEmpty { canvas.put(line, in: foot.takeTop(1), column: 1) }
    }

    private func shapesTable(_ logs: LogsState, _ shapes: [ErrorShapes.Group], height: Int, scrollBarX: Int) -> TableView {
        let cursor = logs.shapeCursor(in: shapes)
        let scroll = ScrollPosition().revealing(cursor, visible: height - 1, total: shapes.count)
        return TableView(
            columns: Self.columns, rowCount: shapes.count, offset: scroll.offset, selected: cursor, scrollBarX: scrollBarX)
    }

    private func cell(_ group: ErrorShapes.Group, _ column: Int, shapes: ErrorShapes) -> TableCell {
        switch column {
        case 0: return .text(Figures.grouped(group.count), .strong)
        case 1: return .text(Figures.age(seconds: now.timeIntervalSince(group.lastSeen)), .text)
        case 2: return .text(Figures.age(seconds: now.timeIntervalSince(group.firstSeen)), .dim)
        case 3: return .text(HarmlessText.line(group.shape.text), .severityCritical)
        default:
            let names = group.logGroups.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
            return .text(names.count > 1 ? "\(names[0]) and \(names.count - 1) more" : names.first ?? "", .dim)
        }
    }

    /// The newest line of the shape under the cursor, whole as far as it is kept.
    private func exampleLines(_ group: ErrorShapes.Group, width: Int) -> [[Span]] {
        let lines = TextWrap.lines(group.example, width: max(8, width)).prefix(3)
        return [[Span("newest of them, \(Clock.time(group.lastSeen)):", .columnTitle)]] + lines.map { [Span($0, .text)] }
    }
}

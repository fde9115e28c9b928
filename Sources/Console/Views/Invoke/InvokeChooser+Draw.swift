import Drawing
import Model

extension ConsoleState {
    private struct ChooserAreas {
        var box: Area
        var head: Area
        var events: Area
        var preview: Area
    }

    private static let chooserHeadLines = 4

    private func chooserAreas(_ chooser: InvokeChooser) -> ChooserAreas {
        let box = layout.body.centered(width: 100, height: 40)
        var rest = Area(x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2)
        let head = rest.takeTop(Self.chooserHeadLines)
        let count = max(1, chooser.material?.events.count ?? 1)
        let events = rest.takeTop(min(count, max(1, rest.height / 2)))
        return ChooserAreas(box: box, head: head, events: events, preview: rest)
    }

    /// Where the events are, for the mouse.
    func chooserRow(_ chooser: InvokeChooser, x: Int, y: Int) -> Int? {
        let areas = chooserAreas(chooser)
        return chooserList(chooser, areas).row(x: x, y: y, in: areas.events)
    }

    private func chooserList(_ chooser: InvokeChooser, _ areas: ChooserAreas) -> ListView {
        let count = chooser.material?.events.count ?? 0
        let offset = ScrollPosition().revealing(chooser.cursor, visible: areas.events.height, total: count).offset
        return ListView(rowCount: count, offset: offset, selected: chooser.cursor, scrollBarX: areas.box.maxX - 1)
    }

    func drawChooser(_ chooser: InvokeChooser, on canvas: inout Canvas) {
        let areas = chooserAreas(chooser)
        canvas.fill(areas.box, Cell(role: .dialog))
        canvas.drawBorder(
            areas.box, title: [Span("Test-invoke \(chooser.functionName)", .dialogTitle)], role: .borderFocused)
        for (row, line) in chooserHead(chooser).enumerated() { canvas.put(line, in: areas.head, row: row) }
        guard let material = chooser.material else {
            canvas.put(" Reading the events.", in: areas.events, role: .dim)
            return
        }
        chooserList(chooser, areas).draw(on: &canvas, in: areas.events) { row in
            let event = material.events[row]
            let role: Role = event.problem == nil ? .dialog : .keyDisabled
            return ([Span(" \(event.payload.name)", role)], [Span("\(Figures.grouped(event.payload.byteCount)) bytes", .dim)])
        }
        drawPreview(of: chooser, on: &canvas, in: areas.preview)
    }

    private func chooserHead(_ chooser: InvokeChooser) -> [[Span]] {
        let others = chooser.qualifiers.count - 1
        let waits = chooser.mode == .requestResponse
        let note: String =
            if let options = chooser.options {
                if let problem = options.missing.first {
                    "  \(problem.message)"
                } else {
                    others == 0 ? "  no other versions" : "  \(keyText("invoke.qualifier.next")): \(others) more"
                }
            } else {
                "  asking for aliases and versions"
            }
        return [
            [Span(" Qualifier  ", .dim), Span(chooser.chosenQualifier.label, .strong), Span(note, .dim)],
            [
                Span(" Call       ", .dim),
                Span(waits ? "waits for the result" : "asynchronous: the result is not waited for", .strong),
                Span("  \(keyText("invoke.mode")): \(waits ? "asynchronous" : "wait")", .dim),
            ],
            [],
            [Span(" Event", .columnTitle)],
        ]
    }

    private func drawPreview(of chooser: InvokeChooser, on canvas: inout Canvas, in area: Area) {
        guard let event = chooser.chosenEvent else { return }
        var lines: [[Span]] = [[]]
        if let problem = event.problem {
            lines += TextWrap.lines([Span(sentences(of: problem), .severityWarning)], width: area.width - 2)
        }
        if let warning = event.payload.warning {
            lines += TextWrap.lines([Span(warning, .severityWarning)], width: area.width - 2)
        }
        lines += event.preview.map { [Span($0, .dialog)] }
        for (row, line) in lines.prefix(area.height).enumerated() { canvas.put([Span(" ", .dialog)] + line, in: area, row: row) }
    }
}

import Drawing
import Model

/// Where a list dialog stands and where in it the lines are.
struct ListBox: Equatable, Sendable {
    var box: Area
    var rows: Area
}

extension ConsoleState {
    // MARK: Menu

    func menuArea(_ menu: MenuView) -> ListBox {
        let lines = max(1, menu.items.count)
        let box = layout.body.centered(width: 76, height: min(lines + 2, max(3, layout.body.height - 2)))
        return ListBox(box: box, rows: box.inset())
    }

    func menuList(_ menu: MenuView) -> ListView {
        list(count: menu.items.count, cursor: menu.cursor, in: menuArea(menu))
    }

    private func list(count: Int, cursor: Int, in area: ListBox) -> ListView {
        let offset = ScrollPosition().revealing(cursor, visible: area.rows.height, total: count).offset
        return ListView(rowCount: count, offset: offset, selected: cursor, scrollBarX: area.box.maxX - 1)
    }

    func drawMenu(_ menu: MenuView, on canvas: inout Canvas) {
        let area = menuArea(menu)
        drawBox(area.box, title: menu.title, on: &canvas)
        if menu.items.isEmpty {
            let lines = TextWrap.lines(menu.emptyText, width: area.rows.width)
            for (row, line) in lines.enumerated() { canvas.put(line, in: area.rows, row: row, role: .dim) }
        }
        let hasKeys = menu.items.contains { $0.key != nil }
        menuList(menu).draw(on: &canvas, in: area.rows) { row in
            let item = menu.items[row]
            let key = (item.key ?? "").padded(to: hasKeys ? 10 : 1)
            let role: Role = item.isEnabled ? .dialog : .keyDisabled
            return (
                [Span(" \(key)", item.isEnabled ? .key : .keyDisabled), Span(item.label, role)],
                item.note.map { [Span($0, .dim)] } ?? []
            )
        }
    }

    private func drawBox(_ box: Area, title: String, on canvas: inout Canvas) {
        canvas.fill(box, Cell(role: .dialog))
        canvas.drawBorder(box, title: [Span(title, .dialogTitle)], role: .borderFocused)
    }

    // MARK: Palette

    var paletteArea: ListBox {
        let body = layout.body
        let width = min(84, body.width)
        let height = min(18, body.height)
        let box = Area(x: body.x + (body.width - width) / 2, y: body.y, width: width, height: height)
        var rows = box.inset()
        _ = rows.takeTop(1)
        return ListBox(box: box, rows: rows)
    }

    func paletteList(_ palette: PaletteView) -> ListView {
        list(count: palette.entries.count, cursor: palette.cursor, in: paletteArea)
    }

    func drawPalette(_ palette: PaletteView, on canvas: inout Canvas) {
        let area = paletteArea
        drawBox(area.box, title: "Find an action, a view or a thing", on: &canvas)
        drawInput(palette.line, prompt: ":", placeholder: "a few letters", on: &canvas, in: area.box.inset())
        if palette.entries.isEmpty { canvas.put(" Nothing fits.", in: area.rows, role: .dim) }
        paletteList(palette).draw(on: &canvas, in: area.rows) { row in
            let entry = palette.entries[row]
            return ([Span(" \(entry.label)", entry.isEnabled ? .dialog : .keyDisabled)], [Span(entry.note, .dim)])
        }
    }

    private func drawInput(_ input: TextInput, prompt: String, placeholder: String, on canvas: inout Canvas, in area: Area) {
        let used = canvas.put(" \(prompt)", in: area, role: .key)
        input.draw(
            on: &canvas, in: Area(x: area.x + used, y: area.y, width: max(0, area.width - used), height: 1),
            placeholder: placeholder)
    }

    // MARK: Texts

    func drawText(_ view: TextView, on canvas: inout Canvas) {
        let lines = textLines(view)
        let box = textBox(lineCount: lines.count)
        drawBox(box, title: view.title, on: &canvas)
        let inside = Area(x: box.x + 2, y: box.y + 1, width: box.width - 4, height: box.height - 2)
        for (row, line) in lines.dropFirst(view.scroll).prefix(inside.height).enumerated() {
            canvas.put(line, in: inside, row: row, role: .dialog)
        }
        ScrollBar(offset: view.scroll, visible: inside.height, total: lines.count)
            .draw(on: &canvas, x: box.maxX - 1, y: inside.y, height: inside.height)
    }

    func drawHelp(_ view: HelpView, on canvas: inout Canvas, in body: Area) {
        let lines = helpLines(view)
        canvas.drawBorder(body, title: [Span("Help: the keys \(view.scope.place)", .dialogTitle)], role: .borderFocused)
        var inside = body.inset()
        drawInput(view.search, prompt: "search ", placeholder: "type to search", on: &canvas, in: inside.takeTop(1))
        _ = inside.takeTop(1)
        let columns = helpColumns
        for column in 0..<columns {
            let shown = lines.dropFirst(view.scroll + column * inside.height).prefix(inside.height)
            for (row, line) in shown.enumerated() {
                let x = inside.width * column / columns + 1
                canvas.put(line, x: inside.x + x, y: inside.y + row, width: inside.width / columns - 2)
            }
        }
        ScrollBar(offset: view.scroll, visible: inside.height * columns, total: lines.count)
            .draw(on: &canvas, x: body.maxX - 1, y: inside.y, height: inside.height)
    }

    /// Newest first, each message whole.
    func drawFeed(_ view: FeedView, on canvas: inout Canvas, in body: Area) {
        let count = Figures.grouped(feed.messages.count)
        canvas.drawBorder(body, title: [Span("Messages", .dialogTitle), Span(" \(count)", .text)], role: .borderFocused)
        var rest = body.inset()
        if feed.messages.isEmpty { canvas.put(" No message has come since the start.", in: rest, role: .dim) }
        for message in feed.messages.reversed().dropFirst(view.scroll) where !rest.isEmpty {
            let spans = spans(of: message)
            let sign = Array(spans.dropLast())
            for (row, line) in TextWrap.lines(message.text, width: max(1, rest.width - sign.columns - 1)).enumerated() {
                let place = rest.takeTop(1)
                if row == 0 { canvas.put(sign, in: place) }
                canvas.put(line, in: place, column: sign.columns, role: .feed)
            }
        }
    }
}

extension String {
    func padded(to columns: Int) -> String {
        self + String(repeating: " ", count: max(0, columns - TextWidth.columns(of: self)))
    }
}

extension Action.Scope {
    /// Behind "the keys".
    fileprivate var place: String {
        switch self {
        case .panes: "of the panes"
        case .detail: "of a detail"
        case .list: "of a list"
        case .text: "of a text"
        case .logs: "of a log"
        case .record: "of a line"
        case .query: "of a query"
        case .chooser: "of a test-invoke"
        case .result: "of a result"
        case .signIn: "of a sign-in"
        case .notifications: "of the notifications"
        case .notification: "of a notification"
        case .health: "of a health report"
        }
    }
}

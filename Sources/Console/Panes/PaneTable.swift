import Drawing
import FoundationEssentials
import Model

/// A pane's rows as the table widget wants them: what drawing and the mouse agree upon.
struct PaneTable<Row: TableRow> {
    let rows: [Row]
    let table: TableState
    let now: Date
    let isStale: Bool
    /// The columns of this pane that are shown, as places in `Row.columns`.
    let columns: [Int]

    init(rows: [Row], table: TableState, now: Date, isStale: Bool, isLowBandwidth: Bool) {
        self.rows = rows
        self.table = table
        self.now = now
        self.isStale = isStale
        columns = Row.columns.indices.filter { index in
            if isLowBandwidth, case .sparkline = Row.columns[index].content { return false }
            let needed = table.index.neededColumns
            return needed.indices.contains(index) ? needed[index] : true
        }
    }

    func view(isFocused: Bool, scrollBarX: Int? = nil) -> TableView {
        let sorted = columns.firstIndex { Row.columns[$0].field == (table.sort.field ?? "severity") }
        let tableColumns = columns.enumerated().map { place, column in
            Row.columns[column].tableColumn(sort: place == sorted ? sortMark(of: column) : nil)
        }
        return TableView(
            columns: tableColumns, rowCount: table.shownCount, offset: table.scroll, selected: table.cursor, isFocused: isFocused,
            scrollBarX: scrollBarX)
    }

    private func sortMark(of column: Int) -> TableColumn.Sort {
        let field = Row.fields.first { $0.name == Row.columns[column].field }
        let fallsNaturally = if case .number? = field?.value { true } else { false }
        return fallsNaturally == table.sort.isInverted ? .ascending : .descending
    }

    func draw(on canvas: inout Canvas, in area: Area, isFocused: Bool) {
        let view = view(isFocused: isFocused, scrollBarX: area.maxX)
        var widths = [Int](repeating: 0, count: columns.count)
        for place in view.placedColumns(width: area.width) { widths[place.index] = place.width }
        let glyphs = canvas.glyphs
        view.draw(
            on: &canvas, in: area,
            isMarked: { place in
                guard !table.marks.isEmpty, let id = table.id(at: place) else { return false }
                return table.marks.contains(id)
            },
            cell: { place, column in
                cell(rows[Int(table.order[place])], Row.columns[columns[column]], width: widths[column], glyphs)
            })
    }

    private func cell(_ row: Row, _ column: Column<Row>, width: Int, _ glyphs: Glyphs) -> TableCell {
        switch column.content {
        case .severityGlyph: return .text(row.severity.glyph(glyphs), role(row.severity.role))
        case .severityWord: return .text(row.severity.rawValue, role(row.severity.role))
        case .name(let get):
            let isBad = row.severity == .critical || row.severity == .warning
            return .text(get(row).shortenedInMiddle(to: width, glyphs), role(isBad ? row.severity.role : .text))
        case .text(let get):
            let text = get(row, now)
            if text == Figures.unknown { return .text(String(glyphs.noValue), role(.dim)) }
            return .text(text, role(text.first == "0" && text.utf8.count <= 5 && Self.isZero(text) ? .dim : .text))
        case .sparkline(let get): return .sparkline(get(row)?.values ?? [], role(.sparkline))
        }
    }

    /// `0`, `0 %`, `0 s`, `0/min`: what is zero steps back, so that the rest is seen.
    private static func isZero(_ text: String) -> Bool {
        text == "0" || text.hasPrefix("0 ") || text.hasPrefix("0/")
    }

    private func role(_ role: Role) -> Role { isStale ? .stale : role }
}

extension String {
    /// Names share their beginnings and differ in their ends, so what does not fit is cut out of the middle.
    func shortenedInMiddle(to width: Int, _ glyphs: Glyphs) -> String {
        guard utf8.count > width, width >= 8, utf8.allSatisfy({ $0 < 0x80 }) else { return self }
        let head = (width - 1) / 4
        return prefix(head) + String(glyphs.ellipsis) + suffix(width - 1 - head)
    }
}

extension ConsoleState {
    /// The table of a pane for finding out what was clicked; empty for panes without rows.
    func tableView(of pane: PaneKind) -> TableView {
        switch pane {
        case .lambda: paneTable(lambda).view(isFocused: true)
        case .queues: paneTable(queues).view(isFocused: true)
        case .alarms: paneTable(alarms).view(isFocused: true)
        case .workers: paneTable(workers).view(isFocused: true)
        case .escalations: paneTable(escalations).view(isFocused: true)
        case .optimizer: paneTable(optimizer).view(isFocused: true)
        }
    }

    /// The field that a column's title sorts by.
    func sortField(of pane: PaneKind, column: Int) -> String? {
        switch pane {
        case .lambda: sortField(paneTable(lambda), column)
        case .queues: sortField(paneTable(queues), column)
        case .alarms: sortField(paneTable(alarms), column)
        case .workers: sortField(paneTable(workers), column)
        case .escalations: sortField(paneTable(escalations), column)
        case .optimizer: sortField(paneTable(optimizer), column)
        }
    }

    private func sortField<Row: PaneRow>(_ table: PaneTable<Row>, _ column: Int) -> String? {
        Row.columns[table.columns[column]].field
    }

    func paneTable<Row: PaneRow>(_ snapshot: PaneSnapshot<Row>) -> PaneTable<Row> {
        let status = snapshot.status(at: shownAt)
        return PaneTable(
            rows: snapshot.rows, table: tables[Row.pane.index], now: shownAt, isStale: status == .stale || status == .error,
            isLowBandwidth: isLowBandwidth)
    }
}

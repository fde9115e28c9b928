/// What stands in one cell of a table.
package enum TableCell: Sendable, Hashable {
    case text(String, Role = .text)
    case spans([Span])
    case sparkline([Float?], Role = .sparkline)
}

/// Where a click on a table went.
package enum TableHit: Sendable, Hashable {
    /// The title of this column, counted among all columns.
    case header(column: Int)
    case row(Int)
}

/// Rows and columns. Only rows and columns that are seen are asked for, so 5,000 rows cost no more than 20.
package struct TableView: Sendable, Hashable {
    package var columns: [TableColumn]
    package var rowCount: Int
    /// The first row that is seen.
    package var offset: Int
    package var selected: Int?
    package var isFocused: Bool
    package var showsTitles: Bool
    /// Where to draw the scroll bar: usually the right border of the pane. None when nil.
    package var scrollBarX: Int?

    package init(
        columns: [TableColumn], rowCount: Int, offset: Int = 0, selected: Int? = nil, isFocused: Bool = true,
        showsTitles: Bool = true, scrollBarX: Int? = nil
    ) {
        self.columns = columns
        self.rowCount = rowCount
        self.offset = max(0, offset)
        self.selected = selected
        self.isFocused = isFocused
        self.showsTitles = showsTitles
        self.scrollBarX = scrollBarX
    }

    /// Cells at the left for the pointer and the mark.
    package static let gutter = 2

    /// The columns as they stand in a table of this width; `x` counts from the table's left edge.
    package func placedColumns(width: Int) -> [PlacedColumn] {
        columns.placed(width: width - Self.gutter).map { PlacedColumn(index: $0.index, x: $0.x + Self.gutter, width: $0.width) }
    }

    /// Rows that have room in the area.
    package func capacity(in area: Area) -> Int { max(0, area.height - (showsTitles ? 1 : 0)) }

    /// The rows that are seen in the area.
    package func visibleRows(in area: Area) -> Range<Int> {
        let first = min(offset, rowCount)
        return first..<min(rowCount, first + capacity(in: area))
    }

    /// What lies at a place of the canvas; nil for nothing.
    package func hit(x: Int, y: Int, in area: Area) -> TableHit? {
        guard area.contains(x: x, y: y) else { return nil }
        let line = y - area.y - (showsTitles ? 1 : 0)
        if line < 0 {
            let column = placedColumns(width: area.width).last { $0.x <= x - area.x }
            return column.map { .header(column: $0.index) }
        }
        let row = offset + line
        return row < rowCount ? .row(row) : nil
    }

    /// - Parameter isMarked: Whether a row was marked by the space key.
    /// - Parameter cell: What stands in a row and column, both counted among all.
    package func draw(
        on canvas: inout Canvas, in area: Area, isMarked: (Int) -> Bool = { _ in false },
        cell: (_ row: Int, _ column: Int) -> TableCell
    ) {
        guard !area.isEmpty else { return }
        let placed = placedColumns(width: area.width)
        var rest = area
        if showsTitles { drawTitles(placed, on: &canvas, in: rest.takeTop(1)) }
        for row in visibleRows(in: area) {
            let line = rest.takeTop(1)
            let flags = flags(of: row, isMarked: isMarked(row))
            drawGutter(of: row, flags, on: &canvas, in: line)
            for column in placed {
                let place = Area(x: line.x + column.x, y: line.y, width: column.width, height: 1)
                draw(cell(row, column.index), alignment: columns[column.index].alignment, flags, on: &canvas, in: place)
            }
        }
        drawScrollBar(on: &canvas, in: area)
    }

    private func flags(of row: Int, isMarked: Bool) -> CellFlags {
        var flags: CellFlags = isMarked ? .marked : []
        if row == selected { flags.insert(isFocused ? .selected : .selectedElsewhere) }
        return flags
    }

    private func drawTitles(_ placed: [PlacedColumn], on canvas: inout Canvas, in line: Area) {
        canvas.fill(line, Cell(role: .columnTitle))
        for column in placed {
            let place = Area(x: line.x + column.x, y: line.y, width: column.width, height: 1)
            let title = columns[column.index].title
            canvas.put(
                [Span(sortMark(columns[column.index].sort, canvas.glyphs) + title, .columnTitle)], in: place,
                alignment: columns[column.index].alignment)
        }
    }

    private func sortMark(_ sort: TableColumn.Sort?, _ glyphs: Glyphs) -> String {
        switch sort {
        case .ascending: String(glyphs.sortAscending)
        case .descending: String(glyphs.sortDescending)
        case nil: ""
        }
    }

    private func drawGutter(of row: Int, _ flags: CellFlags, on canvas: inout Canvas, in line: Area) {
        if !flags.isEmpty { canvas.fill(line, Cell(flags: flags)) }
        if flags.contains(.selected) { canvas.put(canvas.glyphs.pointer, x: line.x, y: line.y, flags: flags) }
        guard flags.contains(.marked), line.width > 1 else { return }
        canvas.put(canvas.glyphs.mark, x: line.x + 1, y: line.y, role: .match, flags: flags)
    }

    private func draw(
        _ cell: TableCell, alignment: Alignment, _ flags: CellFlags, on canvas: inout Canvas, in place: Area
    ) {
        switch cell {
        case .text(let text, let role): canvas.put(text, in: place, alignment: alignment, role: role, flags: flags)
        case .spans(let spans): canvas.put(spans, in: place, alignment: alignment, flags: flags)
        case .sparkline(let values, let role): Sparkline(values).draw(on: &canvas, in: place, role: role, flags: flags)
        }
    }

    private func drawScrollBar(on canvas: inout Canvas, in area: Area) {
        guard let scrollBarX else { return }
        let rows = capacity(in: area)
        ScrollBar(offset: offset, visible: rows, total: rowCount)
            .draw(on: &canvas, x: scrollBarX, y: area.maxY - rows, height: rows, role: isFocused ? .borderFocused : .border)
    }
}

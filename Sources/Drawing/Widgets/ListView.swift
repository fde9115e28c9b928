/// Lines of which one is selected: palettes, menus, the feed, help.
package struct ListView: Sendable, Hashable {
    package var rowCount: Int
    package var offset: Int
    package var selected: Int?
    package var isFocused: Bool
    package var scrollBarX: Int?

    package init(rowCount: Int, offset: Int = 0, selected: Int? = nil, isFocused: Bool = true, scrollBarX: Int? = nil) {
        self.rowCount = rowCount
        self.offset = max(0, offset)
        self.selected = selected
        self.isFocused = isFocused
        self.scrollBarX = scrollBarX
    }

    package func visibleRows(in area: Area) -> Range<Int> {
        let first = min(offset, rowCount)
        return first..<min(rowCount, first + area.height)
    }

    /// The row at a place of the canvas; nil for none.
    package func row(x: Int, y: Int, in area: Area) -> Int? {
        guard area.contains(x: x, y: y) else { return nil }
        let row = offset + y - area.y
        return row < rowCount ? row : nil
    }

    /// - Parameter line: What a row says at the left and, if there is room, at the right.
    package func draw(on canvas: inout Canvas, in area: Area, line: (Int) -> (text: [Span], trailing: [Span])) {
        var rest = area
        for row in visibleRows(in: area) {
            let place = rest.takeTop(1)
            let flags: CellFlags = row != selected ? [] : isFocused ? .selected : .selectedElsewhere
            if !flags.isEmpty { canvas.fill(place, Cell(flags: flags)) }
            let (text, trailing) = line(row)
            let taken = trailing.isEmpty ? 0 : trailing.columns + 1
            var left = place
            left.width = taken * 2 > place.width ? place.width : place.width - taken
            canvas.put(text, in: left, flags: flags)
            if left.width < place.width { canvas.put(trailing, in: place, alignment: .right, flags: flags) }
        }
        if let scrollBarX {
            ScrollBar(offset: offset, visible: area.height, total: rowCount)
                .draw(on: &canvas, x: scrollBarX, y: area.y, height: area.height)
        }
    }
}

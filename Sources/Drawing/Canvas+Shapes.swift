extension Canvas {
    /// Sets every cell of the area that lies on the canvas.
    package mutating func fill(_ area: Area, _ cell: Cell = Cell()) {
        forEachRow(of: area) { canvas, indices in
            for index in indices { canvas.cells[index] = cell }
        }
    }

    /// Adds flags and leaves text and roles as they are.
    package mutating func addFlags(_ area: Area, _ flags: CellFlags) {
        forEachRow(of: area) { canvas, indices in
            for index in indices { canvas.cells[index].flags.formUnion(flags) }
        }
    }

    /// Changes the roles and leaves the text as it is: a stale pane dims.
    package mutating func setRole(_ area: Area, _ role: Role) {
        forEachRow(of: area) { canvas, indices in
            for index in indices { canvas.cells[index].role = role }
        }
    }

    private mutating func forEachRow(of area: Area, _ body: (inout Canvas, Range<Int>) -> Void) {
        let area = area.clipped(to: self.area)
        guard !area.isEmpty else { return }
        for y in area.y..<area.maxY {
            separateHalves(x: area.x, y: y)
            separateHalves(x: area.maxX, y: y)
            body(&self, (y * width + area.x)..<(y * width + area.maxX))
        }
    }

    /// Puts one character; it must be one column wide, as all of ``Glyphs`` are.
    package mutating func put(_ scalar: Unicode.Scalar, x: Int, y: Int, role: Role = .text, flags: CellFlags = []) {
        self[x, y] = Cell(scalar, role: role, flags: flags)
    }

    /// A line of `count` cells to the right.
    package mutating func drawHorizontalLine(x: Int, y: Int, count: Int, role: Role = .border) {
        fill(Area(x: x, y: y, width: count, height: 1), Cell(glyphs.border.horizontal, role: role))
    }

    /// A frame along the inner edge of the area, with a title in its top line at the left, a second one at the right,
    /// and one in the bottom line at the right. Nothing is drawn in areas smaller than 2 × 2.
    ///
    /// The right title keeps its place and the left one is cut when both have no room.
    package mutating func drawBorder(
        _ area: Area, title: [Span] = [], trailing: [Span] = [], foot: [Span] = [], role: Role = .border
    ) {
        guard area.width >= 2, area.height >= 2 else { return }
        drawFrame(area, role)
        let line = Area(x: area.x + 2, y: area.y, width: area.width - 4, height: 1)
        let taken = putTitle(trailing, in: line, role, .right)
        var rest = line
        rest.width = max(0, line.width - (taken == 0 ? 0 : taken + 1))
        putTitle(title, in: rest, role, .left)
        putTitle(foot, in: Area(x: line.x, y: area.maxY - 1, width: line.width, height: 1), role, .right)
    }

    private mutating func drawFrame(_ area: Area, _ role: Role) {
        let (right, bottom) = (area.maxX - 1, area.maxY - 1)
        drawHorizontalLine(x: area.x, y: area.y, count: area.width, role: role)
        drawHorizontalLine(x: area.x, y: bottom, count: area.width, role: role)
        for y in area.y..<area.maxY {
            put(glyphs.border.vertical, x: area.x, y: y, role: role)
            put(glyphs.border.vertical, x: right, y: y, role: role)
        }
        put(glyphs.border.topLeft, x: area.x, y: area.y, role: role)
        put(glyphs.border.topRight, x: right, y: area.y, role: role)
        put(glyphs.border.bottomLeft, x: area.x, y: bottom, role: role)
        put(glyphs.border.bottomRight, x: right, y: bottom, role: role)
    }

    /// Puts a title with a space on both sides; returns the columns it took, 0 when there was no room for a word.
    @discardableResult
    private mutating func putTitle(_ title: [Span], in line: Area, _ role: Role, _ alignment: Alignment) -> Int {
        guard !title.isEmpty, line.width >= 5 else { return 0 }
        let padded = [Span(" ", role)] + title + [Span(" ", role)]
        if padded.columns <= line.width { return put(padded, in: line, alignment: alignment) }
        let inner = Area(x: line.x + 1, y: line.y, width: line.width - 2, height: 1)
        fill(line, Cell(role: role))
        put(title, in: inner)
        return line.width
    }
}

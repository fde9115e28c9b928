extension Canvas {
    /// Puts one line of text; whoever wrote it, it is shown and never obeyed (see ``VisibleGlyphs``).
    ///
    /// - Parameter x: May lie left of the canvas; then the beginning is cut.
    /// - Parameter maximum: Columns to use at most; up to the right edge when nil. Text that is longer ends in an ellipsis.
    /// - Returns: Columns used, those left of the canvas included.
    @discardableResult
    package mutating func put(
        _ text: some StringProtocol, x: Int, y: Int, width maximum: Int? = nil, role: Role = .text, flags: CellFlags = []
    ) -> Int {
        put(text, at: Place(x: x, y: y, columns: room(from: x, maximum), role: role, flags: flags), moreFollows: false)
    }

    /// Puts pieces one after the other; the whole is cut like one text.
    @discardableResult
    package mutating func put(_ spans: [Span], x: Int, y: Int, width maximum: Int? = nil, flags: CellFlags = []) -> Int {
        let limit = room(from: x, maximum)
        let last = spans.lastIndex { !$0.text.isEmpty } ?? 0
        var used = 0
        for (index, span) in spans.enumerated() where used < limit && !span.text.isEmpty {
            let place = Place(x: x + used, y: y, columns: limit - used, role: span.role, flags: span.flags.union(flags))
            let columns = put(span.text, at: place, moreFollows: index < last)
            used += columns
        }
        return used
    }

    /// Puts text into one row of an area and nowhere else.
    ///
    /// - Parameter row: From the area's top; a row outside the area is not drawn.
    /// - Parameter column: Left empty before the text (`.left`, `.center`) or after it (`.right`).
    @discardableResult
    package mutating func put(
        _ text: some StringProtocol, in area: Area, row: Int = 0, column: Int = 0, alignment: Alignment = .left,
        role: Role = .text, flags: CellFlags = []
    ) -> Int {
        guard row >= 0, row < area.height else { return 0 }
        let room = max(0, area.width - column)
        let spare = alignment == .left ? 0 : max(0, room - TextWidth.columns(of: text))
        let x = start(of: area, column: column, spare: spare, alignment)
        return put(text, x: x, y: area.y + row, width: room, role: role, flags: flags)
    }

    /// Puts pieces into one row of an area and nowhere else.
    @discardableResult
    package mutating func put(
        _ spans: [Span], in area: Area, row: Int = 0, column: Int = 0, alignment: Alignment = .left, flags: CellFlags = []
    ) -> Int {
        guard row >= 0, row < area.height else { return 0 }
        let room = max(0, area.width - column)
        let spare = alignment == .left ? 0 : max(0, room - spans.columns)
        let x = start(of: area, column: column, spare: spare, alignment)
        return put(spans, x: x, y: area.y + row, width: room, flags: flags)
    }

    private func start(of area: Area, column: Int, spare: Int, _ alignment: Alignment) -> Int {
        switch alignment {
        case .left: area.x + column
        case .right: area.x + spare
        case .center: area.x + column + spare / 2
        }
    }

    private func room(from x: Int, _ maximum: Int?) -> Int { max(0, min(maximum ?? Int.max, width - x)) }
}

/// Where and how a text goes.
private struct Place {
    var x: Int
    var y: Int
    /// Room, already cut at the right edge of the canvas.
    var columns: Int
    var role: Role
    var flags: CellFlags
}

extension Canvas {
    private mutating func put(_ text: some StringProtocol, at place: Place, moreFollows: Bool) -> Int {
        guard place.columns > 0, place.y >= 0, place.y < height else { return 0 }
        let used = text.utf8.withContiguousStorageIfAvailable { put(utf8: $0, at: place, moreFollows: moreFollows) }
        if let used { return used }
        var copy = String(text)
        return copy.withUTF8 { put(utf8: $0, at: place, moreFollows: moreFollows) }
    }

    private mutating func put(utf8 bytes: UnsafeBufferPointer<UInt8>, at place: Place, moreFollows: Bool) -> Int {
        separateHalves(x: place.x, y: place.y)
        let fits = bytes.count < place.columns || (bytes.count == place.columns && !moreFollows)
        if fits, place.x >= 0, VisibleGlyphs.isPrintableASCII(bytes) { return putASCII(bytes, at: place) }
        return putGlyphs(VisibleGlyphs(bytes, glyphs: glyphs), at: place, moreFollows: moreFollows)
    }

    private mutating func putASCII(_ bytes: UnsafeBufferPointer<UInt8>, at place: Place) -> Int {
        separateHalves(x: place.x + bytes.count, y: place.y)
        var cell = Cell(role: place.role, flags: place.flags)
        var index = place.y * width + place.x
        for byte in bytes {
            cell.scalar = UInt32(byte)
            cells[index] = cell
            index += 1
        }
        return bytes.count
    }

    private mutating func putGlyphs(_ reader: VisibleGlyphs, at place: Place, moreFollows: Bool) -> Int {
        var reader = reader
        var column = 0
        /// Where the ellipsis goes if the rest does not fit: the last beginning of a glyph that leaves it room.
        var cut = 0
        while let glyph = reader.next() {
            let next = column + Int(glyph.width)
            if next > place.columns { return putEllipsis(at: place, cut: cut) }
            set(glyph, column: column, of: place)
            if next < place.columns { cut = next }
            column = next
        }
        return moreFollows && column == place.columns ? putEllipsis(at: place, cut: cut) : column
    }

    private mutating func putEllipsis(at place: Place, cut: Int) -> Int {
        for column in cut..<place.columns { set(Glyph(scalar: 0x20, width: 1), column: column, of: place) }
        set(Glyph(scalar: glyphs.ellipsis.value, width: 1), column: cut, of: place)
        return place.columns
    }

    private mutating func set(_ glyph: Glyph, column: Int, of place: Place) {
        let x = place.x + column
        if glyph.width == 1 {
            self[x, place.y] = Cell(glyph: glyph, role: place.role, flags: place.flags)
        } else if x < 0 {
            self[x + 1, place.y] = Cell(role: place.role, flags: place.flags)
        } else {
            self[x, place.y] = Cell(glyph: glyph, role: place.role, flags: place.flags)
            separateHalves(x: x + 2, y: place.y)
            cells[place.y * width + x + 1] = .continuation(role: place.role, flags: place.flags)
        }
    }

    /// Blanks a wide character whose two halves lie on both sides of the left edge of column `x`.
    mutating func separateHalves(x: Int, y: Int) {
        guard x > 0, x < width else { return }
        let index = y * width + x
        guard cells[index].flags.contains(.continuation) else { return }
        blank(index)
        blank(index - 1)
    }

    private mutating func blank(_ index: Int) {
        cells[index].scalar = 0x20
        cells[index].width = 1
        cells[index].flags.remove(.continuation)
    }
}

/// Which part of a long list is seen.
package struct ScrollPosition: Sendable, Hashable {
    /// The first row that is seen.
    package var offset: Int

    package init(offset: Int = 0) { self.offset = offset }

    /// The position moved as little as possible, so that `index` is seen and no place at the end stays empty.
    ///
    /// - Parameter visible: Rows that have room.
    /// - Parameter total: Rows that there are.
    package func revealing(_ index: Int?, visible: Int, total: Int) -> ScrollPosition {
        var offset = self.offset
        if let index {
            if index < offset { offset = index }
            if index >= offset + visible { offset = index - visible + 1 }
        }
        return ScrollPosition(offset: max(0, min(offset, total - visible)))
    }

    /// Moves so that `index` is seen.
    package mutating func reveal(_ index: Int?, visible: Int, total: Int) {
        self = revealing(index, visible: visible, total: total)
    }
}

/// A thumb that shows where in a long list we are, drawn over the right border of a pane.
package struct ScrollBar: Sendable, Hashable {
    package var offset: Int
    package var visible: Int
    package var total: Int

    package init(offset: Int, visible: Int, total: Int) {
        self.offset = offset
        self.visible = visible
        self.total = total
    }

    /// Rows of the bar that the thumb takes; nil when everything is seen.
    package func thumb(height: Int) -> Range<Int>? {
        guard height > 0, visible > 0, total > visible else { return nil }
        let length = max(1, height * visible / total)
        let last = total - visible
        let top = (height - length) * min(max(0, offset), last) / last
        return top..<(top + length)
    }

    package func draw(on canvas: inout Canvas, x: Int, y: Int, height: Int, role: Role = .borderFocused) {
        guard let thumb = thumb(height: height) else { return }
        for row in thumb { canvas.put(canvas.glyphs.scrollThumb, x: x, y: y + row, role: role) }
    }
}

/// One column of a ``TableView``.
package struct TableColumn: Sendable, Hashable {
    /// How wide a column is, in cells.
    package enum Width: Sendable, Hashable {
        case fixed(Int)
        /// At least `minimum`; what is left over is shared in proportion to `weight`, up to `maximum`.
        case flexible(minimum: Int, maximum: Int = .max, weight: Int = 1)
    }

    package enum Sort: Sendable, Hashable { case ascending, descending }

    package var title: String
    package var width: Width
    /// When the table is too narrow, the column with the lowest priority goes first; of equals, the rightmost.
    package var priority: Int
    package var alignment: Alignment
    /// Shown beside the title of the column that the rows are sorted by.
    package var sort: Sort?

    package init(
        _ title: String, width: Width, priority: Int = 0, alignment: Alignment = .left, sort: Sort? = nil
    ) {
        self.title = title
        self.width = width
        self.priority = priority
        self.alignment = alignment
        self.sort = sort
    }

    var minimum: Int {
        switch width {
        case .fixed(let count): max(1, count)
        case .flexible(let minimum, _, _): max(1, minimum)
        }
    }

    var maximum: Int {
        switch width {
        case .fixed(let count): max(1, count)
        case .flexible(let minimum, let maximum, _): max(1, minimum, maximum)
        }
    }

    var weight: Int {
        switch width {
        case .fixed: 0
        case .flexible(_, _, let weight): max(0, weight)
        }
    }
}

/// A column that has found room.
package struct PlacedColumn: Sendable, Hashable {
    /// Its place in the list of all columns.
    package var index: Int
    /// Cells from the left edge of the table.
    package var x: Int
    package var width: Int
}

extension [TableColumn] {
    /// Shares `width` cells among the columns, one cell between two; drops those of lowest priority while there is no room.
    package func placed(width: Int) -> [PlacedColumn] {
        guard width > 0, !isEmpty else { return [] }
        let kept = keptIndices(width: width)
        let widths = sharedWidths(of: kept, room: width - (kept.count - 1))
        var x = 0
        return zip(kept, widths).map { index, width in
            defer { x += width + 1 }
            return PlacedColumn(index: index, x: x, width: width)
        }
    }

    private func keptIndices(width: Int) -> [Int] {
        var kept = Array<Int>(indices)
        var needed = kept.reduce(kept.count - 1) { $0 + self[$1].minimum }
        while needed > width, kept.count > 1, let least = kept.map({ self[$0].priority }).min(),
            let victim = kept.lastIndex(where: { self[$0].priority == least })
        {
            needed -= self[kept[victim]].minimum + 1
            kept.remove(at: victim)
        }
        return kept
    }

    private func sharedWidths(of kept: [Int], room: Int) -> [Int] {
        var widths = kept.map { Swift.min(self[$0].minimum, room) }
        var spare = room - widths.reduce(0, +)
        while spare > 0 {
            let growing = kept.indices.filter { self[kept[$0]].weight > 0 && widths[$0] < self[kept[$0]].maximum }
            let weights = growing.reduce(0) { $0 + self[kept[$1]].weight }
            guard weights > 0 else { break }
            let before = spare
            for place in growing where spare > 0 {
                let column = self[kept[place]]
                let share = Swift.max(1, before * column.weight / weights)
                let growth = Swift.min(share, column.maximum - widths[place], spare)
                widths[place] += growth
                spare -= growth
            }
        }
        return widths
    }
}

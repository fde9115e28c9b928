import Model

/// How a person looks at one pane: what is selected, marked, filtered, in which order, from where on.
///
/// The selection is an id, so a refresh cannot slide another row under the cursor. `cursor` and `order` are derived from it
/// once per change of rows, filter or sort, so that a key costs the same whatever the number of rows.
package struct TableState: Equatable, Sendable {
    package internal(set) var selection: String?
    /// True once the person has been here; until then the cursor rests on the worst row, wherever that moves.
    var isTouched = false
    var marks: Set<String> = []
    var sort = Sort.worstFirst
    /// The filter as it was typed last, and as it applies; they differ while the text is wrong.
    var filterText = ""
    var filter = Filter()
    var filterProblem: String?

    var index = RowIndex()
    /// Made when the first word is filtered for, and again with new rows.
    var search: SearchText?
    /// Places in the rows, as shown.
    var order: [Int32] = []
    /// The place of the selection in `order`; 0 when nothing is shown.
    var cursor = 0
    /// The first line on screen, a place in `order`.
    var scroll = 0
    /// Goes up with every new `order`.
    var generation = 0

    package init() {}

    var isFiltered: Bool { !filter.isEmpty }
    var shownCount: Int { order.count }
    /// The place in the rows of what the cursor is on.
    var selectedRow: Int? { order.indices.contains(cursor) ? Int(order[cursor]) : nil }
    var lastScroll: Int { max(0, order.count - 1) }

    func id(at place: Int) -> String? { order.indices.contains(place) ? index.ids[Int(order[place])] : nil }
}

extension TableState {
    mutating func move(by lines: Int) { moveTo(cursor + lines) }

    /// Puts the cursor on a line, the nearest one that there is.
    mutating func moveTo(_ place: Int) {
        guard !order.isEmpty else { return }
        isTouched = true
        cursor = min(max(0, place), order.count - 1)
        selection = id(at: cursor)
    }

    /// - Returns: False when the row is not shown.
    mutating func select(_ id: String) -> Bool {
        guard let row = index.row(of: id), let place = order.firstIndex(of: Int32(row)) else { return false }
        moveTo(place)
        return true
    }

    mutating func toggleMark() {
        guard let id = id(at: cursor) else { return }
        if marks.remove(id) == nil { marks.insert(id) }
    }

    /// Moves the first line so that the cursor is on screen.
    mutating func scrollToCursor(height: Int) {
        guard height > 0 else { return }
        guard isTouched else { return scroll = 0 }
        if cursor < scroll { scroll = cursor }
        if cursor >= scroll + height { scroll = cursor - height + 1 }
        scroll = min(scroll, max(0, order.count - height))
    }

    /// Turns the wheel: the lines move, the cursor only as far as it must to stay on screen.
    mutating func scroll(by lines: Int, height: Int) {
        guard height > 0, !order.isEmpty else { return }
        isTouched = true
        scroll = min(max(0, scroll + lines), max(0, order.count - height))
        moveTo(min(max(cursor, scroll), scroll + height - 1))
    }

    /// The ids on screen.
    func visibleIDs(height: Int) -> [String] {
        let end = min(order.count, scroll + max(0, height))
        return scroll < end ? order[scroll..<end].map { index.ids[Int($0)] } : []
    }
}

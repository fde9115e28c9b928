import Model

/// Which rows were on screen last, pane by pane.
struct Attention: Equatable, Sendable {
    private struct Seen: Equatable, Sendable {
        var scroll = -1
        var height = -1
        var generation = -1
        var ids: [String] = []
    }

    private var panes = [Seen](repeating: Seen(), count: PaneKind.allCases.count)

    /// - Returns: The ids on screen when they are others than before; nil when nothing changed.
    mutating func change(in table: TableState, of pane: PaneKind, height: Int) -> [String]? {
        let before = panes[pane.index]
        guard before.scroll != table.scroll || before.height != height || before.generation != table.generation else {
            return nil
        }
        let ids = table.visibleIDs(height: height)
        panes[pane.index] = Seen(scroll: table.scroll, height: height, generation: table.generation, ids: ids)
        return ids == before.ids ? nil : ids
    }
}

import Drawing
import Model

extension ConsoleState {
    /// After every event: the cursor is on screen, and whoever fetches data knows which rows are.
    mutating func settle() -> [Effect] {
        let layout = layout
        var effects: [Effect] = []
        for pane in PaneKind.allCases {
            let area = layout.area(of: pane)
            let height = area.map { PaneLayout($0, noteLines: notes(of: pane, width: $0.width - 2).count).rowCount } ?? 0
            tables[pane.index].scrollToCursor(height: height)
            if let ids = attention.change(in: tables[pane.index], of: pane, height: height) {
                effects.append(.attend(pane, ids))
            }
        }
        return effects + settleLogs()
    }
}

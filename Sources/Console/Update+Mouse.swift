import Drawing
import Model

extension ConsoleState {
    /// A click focuses and selects, a double click opens, the column titles sort, the wheel scrolls.
    mutating func handle(_ mouse: Mouse) -> [Effect] {
        hint = nil
        if !views.isEmpty { return handleOverPanes(mouse) }
        let layout = layout
        if let slot = layout.summaries.first(where: { $0.area.contains(x: mouse.x, y: mouse.y) }) {
            if mouse.kind == .press || mouse.kind == .doublePress { goTo(slot.pane) }
            return []
        }
        guard let slot = layout.panes.first(where: { $0.area.contains(x: mouse.x, y: mouse.y) }) else { return [] }
        switch mouse.kind {
        case .wheelUp, .wheelDown:
            let height = rowsHeight(of: slot.pane) ?? 0
            tables[slot.pane.index].scroll(by: mouse.kind == .wheelUp ? -Self.wheelLines : Self.wheelLines, height: height)
            return []
        case .press, .doublePress:
            filterEditor = nil
            if slot.pane != focus { goTo(slot.pane) }
            return press(mouse, in: slot)
        }
    }

    private static let wheelLines = 3

    private mutating func press(_ mouse: Mouse, in slot: Layout.Slot) -> [Effect] {
        let parts = PaneLayout(slot.area, noteLines: notes(of: slot.pane, width: slot.area.width - 2).count)
        switch tableView(of: slot.pane).hit(x: mouse.x, y: mouse.y, in: parts.table) {
        case .header(let column)?:
            if mouse.kind == .press, let field = sortField(of: slot.pane, column: column) { sort(slot.pane, by: field) }
            return []
        case .row(let place)?:
            tables[slot.pane.index].moveTo(place)
            guard mouse.kind == .doublePress, let subject = selected(in: slot.pane) else { return [] }
            return open(subject)
        case nil:
            return []
        }
    }

    private mutating func handleOverPanes(_ mouse: Mouse) -> [Effect] {
        switch mouse.kind {
        case .wheelUp: for _ in 0..<Self.wheelLines { move(.up) }
        case .wheelDown: for _ in 0..<Self.wheelLines { move(.down) }
        case .press, .doublePress: return pressInView(mouse)
        }
        return []
    }

    private mutating func pressInView(_ mouse: Mouse) -> [Effect] {
        switch views.last {
        case .menu(var menu):
            guard let row = menuList(menu).row(x: mouse.x, y: mouse.y, in: menuArea(menu).rows) else { return [] }
            menu.cursor = row
            replaceTop(.menu(menu))
            return mouse.kind == .doublePress ? chooseFromMenu() : []
        case .palette(var palette):
            guard let row = paletteList(palette).row(x: mouse.x, y: mouse.y, in: paletteArea.rows) else { return [] }
            palette.cursor = row
            replaceTop(.palette(palette))
            return mouse.kind == .doublePress ? chooseFromPalette() : []
        case .logs: return pressInLogs(mouse)
        case .notifications: return pressInNotifications(mouse)
        case .health: return pressInHealth(mouse)
        case .chooser(var chooser):
            guard let row = chooserRow(chooser, x: mouse.x, y: mouse.y) else { return [] }
            chooser.cursor = row
            replaceTop(.chooser(chooser))
            return mouse.kind == .doublePress ? chooseInvocation(chooser) : []
        default:
            return []
        }
    }
}

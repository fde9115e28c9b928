import Drawing
import Model

extension Action {
    static let panes: [Action] =
        PaneKind.allCases.map { pane in
            Action(
                "focus.\(pane.rawValue)", keys: [.character(Character(String(pane.number)))], title: "Pane \(pane.title)",
                group: .panes, scopes: [.panes, .detail]
            ) { _ in
                .does { state in
                    state.goTo(pane)
                    return []
                }
            }
        } + [
            Action("focus.next", keys: [.tab], title: "The next pane", group: .panes, scopes: [.panes]) { _ in focus(by: 1) },
            Action("focus.previous", keys: [.backTab], title: "The pane before", group: .panes, scopes: [.panes]) { _ in
                focus(by: -1)
            },
        ]

    private static func focus(by step: Int) -> Offer {
        .does { state in
            let all = PaneKind.allCases
            state.goTo(all[(state.focus.index + step + all.count) % all.count])
            return []
        }
    }

    static let moves: [Action] = [
        move("move.down", keys: [.character("j"), .down], title: "Down", .down),
        move("move.up", keys: [.character("k"), .up], title: "Up", .up),
        move("move.top", keys: [.character("g"), .home], title: "To the top", .top),
        move("move.bottom", keys: [.character("G"), .end], title: "To the bottom", .bottom),
        move("move.half.down", keys: [.control("d")], title: "Half a page down", .halfDown),
        move("move.half.up", keys: [.control("u")], title: "Half a page up", .halfUp),
        move("move.page.down", keys: [.pageDown], title: "A page down", .pageDown),
        move("move.page.up", keys: [.pageUp], title: "A page up", .pageUp),
    ]

    private static func move(_ id: String, keys: [Key], title: String, _ movement: Movement) -> Action {
        Action(id, keys: keys, title: title, group: .move, scopes: .everywhere) { state in
            guard !state.views.isEmpty || !state.isOff(state.focus) else { return .refuses(state.nothingSelected) }
            return .does { state in
                state.move(movement)
                return []
            }
        }
    }
}

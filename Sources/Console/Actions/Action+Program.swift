import Drawing
import Model

extension Action {
    static let program: [Action] = [
        Action(
            "quit", keys: [.character("q")], title: "Leave this view; from the top, quit", label: "quit", group: .program,
            scopes: .everywhere
        ) { state in
            guard state.views.isEmpty else {
                return .does { state in
                    state.views.removeLast()
                    return []
                }
            }
            if state.isZoomed {
                return .does { state in
                    state.isZoomed = false
                    return []
                }
            }
            return .does { $0.quit() }
        },
        Action("redraw", keys: [.control("l")], title: "Draw the screen anew", group: .program, scopes: .everywhere) { _ in
            .does { _ in [.redraw] }
        },
        Action(
            "suspend", keys: [.control("z")], title: "Stop and give the shell back; fg returns", group: .program,
            scopes: .everywhere
        ) { _ in
            .does { _ in [.suspend] }
        },
    ]
}

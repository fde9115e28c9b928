import Drawing
import Model

extension Action {
    static let data: [Action] = [
        Action(
            "refresh", keys: [.character("r"), .control("r")], title: "Ask AWS now", label: "refresh", group: .data,
            scopes: [.panes, .detail]
        ) { state in
            if let reason = state.replayRefusal { return .refuses(reason) }
            guard !state.isPaused else { return .refuses("Updates are paused: press \(state.keyText("pause")) first.") }
            let pane = state.openDetail?.subject.pane ?? state.focus
            guard !state.isOff(pane) else { return .refuses("\(pane.title): off in this context, there is nothing to ask.") }
            return .does { state in
                state.answer("Asking for \(pane.noun.many) now")
                return [.refresh([pane])] + state.reload(isOrdered: true)
            }
        },
        Action("refresh.all", keys: [.function(5)], title: "Ask AWS now for every pane", group: .data, scopes: [.panes, .detail])
        { state in
            if let reason = state.replayRefusal { return .refuses(reason) }
            guard !state.isPaused else { return .refuses("Updates are paused: press \(state.keyText("pause")) first.") }
            let panes = PaneKind.allCases.filter { !state.isOff($0) }
            guard !panes.isEmpty else { return .refuses("Every pane is off in this context.") }
            return .does { state in
                state.answer("Asking for everything now")
                return [.refresh(panes)] + state.reload(isOrdered: true)
            }
        },
        Action(
            "pause", keys: [.character("p")], title: "Hold updates back, and take them again", label: "pause", group: .data,
            scopes: [.panes, .detail]
        ) { state in
            if let reason = state.replayRefusal { return .refuses(reason) }
            if state.isPaused {
                return .does { state in
                    state.resume()
                    state.answer("Updates go on")
                    return []
                }
            }
            return .does { state in
                state.pause = Pause(since: state.now)
                state.answer("Updates are held back; what becomes critical still alerts. \(state.keyText("pause")) goes on")
                return []
            }
        },
        Action(
            "context", keys: [.character("c")], title: "Switch to another context", label: "context", group: .data,
            scopes: [.panes, .detail]
        ) { _ in
            .does { state in
                state.views.append(.menu(state.contextMenu))
                return []
            }
        },
    ]
}

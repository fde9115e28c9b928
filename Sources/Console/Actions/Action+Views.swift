import Drawing

extension Action {
    static let views: [Action] = [
        Action(
            "feed", keys: [.character("m")], title: "All messages, newest first", label: "messages", group: .program,
            scopes: [.panes, .detail, .notifications, .notification]
        ) { _ in
            .does { state in
                state.views.append(.feed(FeedView()))
                return []
            }
        },
        Action(
            "actions", keys: [.character("a")], title: "Every action here with its key, or why not", label: "actions",
            group: .program,
            scopes: [.panes, .detail, .logs, .query, .notifications, .notification, .health]
        ) { _ in
            .does { state in
                state.views.append(.menu(state.actionMenu))
                return []
            }
        },
        Action(
            "palette", keys: [.character(":")], title: "Find an action, a view or a thing by a few letters", label: "find",
            group: .program,
            scopes: [.panes, .detail, .list, .text, .logs, .record, .query, .notifications, .notification, .health]
        ) { state in
            let scope = state.scope
            return .does { state in
                var palette = PaletteView(scope: scope)
                state.search(&palette)
                state.views.append(.palette(palette))
                return []
            }
        },
        Action(
            "help", keys: [.character("?")], title: "What the keys do here", label: "help", group: .program, scopes: .everywhere
        ) { state in
            let scope = state.scope
            return .does { state in
                state.views.append(.help(HelpView(scope: scope)))
                return []
            }
        },
        Action(
            "back", keys: [.escape, .backspace], title: "Back: close this, clear the filter, leave the zoom", label: "back",
            group: .program, scopes: .everywhere
        ) { state in
            guard let step = state.stepBack else {
                return .refuses("There is nothing to go back from. \(state.keyText("quit")) quits.")
            }
            return .does { state in
                state.goBack(step)
                return []
            }
        },
    ]
}

/// What Esc does next.
enum StepBack: Sendable {
    case closeView, clearFilter, returnFromJump, unzoom, unmark, leaveShapes, clearLogFilter, clearNotificationFilter,
        unmarkNotifications
}

extension ConsoleState {
    var stepBack: StepBack? {
        if views.last == .logs, let step = logs?.stepBack { return step }
        if views.last == .notifications, let step = notifications.stepBack { return step }
        if !views.isEmpty { return .closeView }
        if !jumps.isEmpty { return .returnFromJump }
        if !tables[focus.index].filterText.isEmpty { return .clearFilter }
        if !tables[focus.index].marks.isEmpty { return .unmark }
        return isZoomed ? .unzoom : nil
    }

    mutating func goBack(_ step: StepBack) {
        switch step {
        case .closeView: views.removeLast()
        case .leaveShapes: logs?.toggleMode()
        case .clearNotificationFilter: setNotificationFilter("")
        case .unmarkNotifications: notifications.table.marks = []
        case .clearLogFilter: logs?.setFilter("")
        case .clearFilter: setFilter("", of: focus)
        case .returnFromJump: jumpBack()
        case .unmark: tables[focus.index].marks = []
        case .unzoom: isZoomed = false
        }
    }
}

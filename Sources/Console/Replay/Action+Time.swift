import Drawing
import FoundationEssentials
import Model

extension Action {
    static let time: [Action] = [
        Action(
            "replay.back", keys: [.character("[")], title: "Back in time: what all panes showed before; held, it goes faster",
            label: "past", group: .time, scopes: [.panes, .detail]
        ) { _ in
            .does { $0.step(.back) }
        },
        Action(
            "replay.forward", keys: [.character("]")], title: "Forward in time, to the present in the end", group: .time,
            scopes: [.panes, .detail]
        ) { state in
            guard state.replay != nil else {
                return .refuses("This is the present: \(state.keyText("replay.back")) goes back in time.")
            }
            return .does { $0.step(.forward) }
        },
        Action(
            "replay.live", keys: [.character(".")], title: "Back to the present", label: "present", group: .time,
            scopes: [.panes, .detail]
        ) { state in
            guard state.replay != nil || state.seek.isWaiting(at: state.now) else { return .refuses("This is the present.") }
            return .does { state in
                state.answer("This is the present again")
                return state.goLive()
            }
        },
        Action(
            "replay.moment", keys: [], title: "Go to a moment: -15m, 03:10, 2026-11-21T03:10:00Z", group: .time,
            scopes: [.panes, .detail]
        ) { state in
            let scope = state.scope
            return .does { state in
                var palette = PaletteView(scope: scope)
                palette.line.insert(paste: "-15m")
                state.search(&palette)
                state.views.append(.palette(palette))
                return []
            }
        },
        Action(
            "report", keys: [], title: "Write an incident note of the last two hours", group: .time, scopes: [.panes, .detail]
        ) { _ in
            .does { state in
                state.answer("Writing an incident note; the messages will say where it is")
                return [.writeNote(since: state.now.addingTimeInterval(-7200))]
            }
        },
    ]
}

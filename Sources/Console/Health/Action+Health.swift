import Drawing
import Model

extension Action {
    static let health: [Action] = [
        Action(
            "health", keys: [.character("h")], title: "The last health report", label: "health", group: .look,
            scopes: [.panes, .detail]
        ) { state in
            guard state.health.run != nil || state.health.report != nil || state.health.failure != nil else {
                return .refuses("Nothing was checked yet: \(state.keyText("health.check")) runs the health check.")
            }
            return .does { state in
                state.views.append(.health)
                return []
            }
        },
        Action(
            "health.check", keys: [.character("H")], title: "Run the health check; changes nothing", label: "check health",
            group: .look, scopes: [.panes, .detail, .health]
        ) { state in
            if let reason = state.replayRefusal { return .refuses(reason) }
            guard state.health.run == nil else { return .refuses("The check runs already.") }
            let set = state.scope == .health ? state.healthSet : "daily"
            return .does { $0.checkHealth(set) }
        },
        Action(
            "health.set", keys: [.character("s")], title: "Run another set of checks", label: "set", group: .look,
            scopes: [.health]
        ) { state in
            if let reason = state.replayRefusal { return .refuses(reason) }
            return .does { state in
                state.views.append(.menu(state.healthMenu))
                return []
            }
        },
        Action(
            "health.line", keys: [.enter, .character("d")], title: "All about one check", label: "detail", group: .look,
            scopes: [.health]
        ) { state in
            guard let row = state.health.selected else { return .refuses("There is no check to look at.") }
            return .does { state in
                state.views.append(.text(state.healthText(row)))
                return []
            }
        },
        Action(
            "health.follow", keys: [.character("f")], title: "Open what the check looked at: function, queue, alarm, log",
            label: "open", group: .look, scopes: [.health]
        ) { state in
            if let reason = state.replayRefusal { return .refuses(reason) }
            return state.offerHealthSubject()
        },
        Action(
            "health.copy", keys: [.character("y")], title: "Copy what was found", label: "copy", group: .look, scopes: [.health]
        ) { state in
            guard let result = state.health.selected?.result else { return .refuses("It has not answered yet.") }
            return .does { state in
                state.answer("Copied what \(result.name) has found")
                return [.copy("\(result.name) \(result.verdict.rawValue): \(result.evidence)")]
            }
        },
    ]

    /// Ids in the order of the key bar.
    static let healthKeys = ["health.line", "health.follow", "health.set"]
}

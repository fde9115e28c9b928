import Drawing
import Model

extension Action {
    static let signIn: [Action] = [
        Action(
            "sign.in", keys: [.character("x")], title: "Sign in: the link and code of IAM Identity Center, or an MFA code",
            label: "sign in", group: .data, scopes: [.panes, .detail, .logs, .query]
        ) { state in
            guard let remedy = state.remedy else { return .refuses("Nothing here asks to sign in.") }
            return .does { $0.begin(remedy) }
        },
        Action(
            "sign.in.copy.link", keys: [.character("y")], title: "Copy the link, with the code in it", label: "copy link",
            group: .data, scopes: [.signIn]
        ) { state in
            guard let link = state.deviceLink else { return .refuses("There is no link yet.") }
            return .does { state in
                state.answer("Copied the link; the page fills the code in by itself")
                return [.copy(link.urlWithCode)]
            }
        },
        Action(
            "sign.in.copy.code", keys: [.character("c")], title: "Copy the code alone", label: "copy code", group: .data,
            scopes: [.signIn]
        ) { state in
            guard let link = state.deviceLink else { return .refuses("There is no code yet.") }
            return .does { state in
                state.answer("Copied the code \(link.userCode)")
                return [.copy(link.userCode)]
            }
        },
        Action(
            "sign.in.again", keys: [.character("r"), .character("x")], title: "Ask for a new link and code", label: "try again",
            group: .data, scopes: [.signIn]
        ) { state in
            guard case .signIn(let view) = state.views.last, case .failed = view.step else {
                return .refuses("This sign-in is still on its way.")
            }
            return .does { $0.begin(.signIn(profile: view.profile)) }
        },
    ]
}

extension ConsoleState {
    /// What the sign-in on top waits for.
    fileprivate var deviceLink: DeviceLink? {
        guard case .signIn(let view) = views.last, case .waiting(let link, _) = view.step else { return nil }
        return link
    }
}

import Drawing
import FoundationEssentials
import Model

extension ConsoleState {
    func drawSignIn(_ view: SignInView, on canvas: inout Canvas) {
        var dialog = DialogView(title: "Sign in: profile \(view.profile)", body: [], buttons: [])
        switch view.step {
        case .starting: dialog.body = [[Span("Asking IAM Identity Center for a link and a code.", .dialog)]]
        case .waiting(let link, let trouble):
            dialog.body = waitingText(link, trouble)
            dialog.buttons = buttons("sign.in.copy.link", "sign.in.copy.code")
        case .failed(let problem):
            dialog.body = [[Span(problem.message, .severityWarning)]]
            if !problem.hint.isEmpty { dialog.body += [[], [Span(problem.hint, .dialog)]] }
            dialog.buttons = buttons("sign.in.again")
        case .done: break
        }
        dialog.buttons.append(DialogView.Button("cancel", key: keyText("back")))
        dialog.draw(on: &canvas, in: layout.body)
    }

    /// The code stands alone in its line, so that it can be compared with the page at a glance.
    private func waitingText(_ link: DeviceLink, _ trouble: String?) -> [[Span]] {
        let left = max(0, link.expiresAt.timeIntervalSince(now))
        var text: [[Span]] = [
            [Span("Open this page in a browser, on any device:", .dialog)], [],
            [Span(link.url, .strong)], [],
            [Span("It asks for this code, or shows it for comparison:", .dialog)], [],
            [Span("    \(link.userCode)", .strong)], [],
        ]
        let end = "The code is good for \(Figures.duration(seconds: left.rounded(.down))). Everything else goes on meanwhile."
        text.append([Span(end, .dim)])
        if let trouble { text += [[], [Span("\(trouble) It is asked again by itself.", .severityWarning)]] }
        return text
    }

    private func buttons(_ ids: String...) -> [DialogView.Button] {
        ids.compactMap { Action.byID[$0] }.map { DialogView.Button($0.label ?? $0.title, key: keymap.keyText(of: $0) ?? "") }
    }

    func drawCode(_ view: CodeView, on canvas: inout Canvas) {
        let question = view.question
        var body: [[Span]] = []
        if let reason = question.reason { body += [[Span(reason, .severityWarning)], []] }
        body.append([Span("The role of profile \(question.profile) asks for the code that this device shows:", .dialog)])
        body += [[], [Span(question.serial, .strong)], []]
        body.append([Span("It serves until the role's credentials end, here and for the AWS CLI.", .dim)])
        let dots = String(repeating: String(canvas.glyphs.bullet), count: view.digits.count)
        let dialog = DialogView(
            title: "MFA code: profile \(question.profile)", body: body,
            buttons: [DialogView.Button("send", key: "Enter"), DialogView.Button("not now", key: "Esc")], focused: 0,
            input: TextInput(dots, maximumCount: OneTimeCode.length), prompt: "six digits:")
        dialog.draw(on: &canvas, in: layout.body)
    }
}

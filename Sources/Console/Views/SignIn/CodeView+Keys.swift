import Drawing
import FoundationEssentials
import Model

extension ConsoleState {
    /// Digits, Backspace, Enter; nothing else means anything to the dialog but leaving it.
    mutating func handleCodeKey(_ key: Key, _ view: CodeView, at moment: Date) -> [Effect] {
        guard moment.timeIntervalSince(view.openedAt) >= CodeView.graceSeconds else { return [] }
        var view = view
        switch key {
        case .escape:
            views.removeLast()
            answer("No code was given. \(keyText("sign.in")) asks again")
            return []
        case .enter: return send(view)
        case .backspace, .control("h"): view.digits = String(view.digits.dropLast())
        case .control("u"): view.digits = ""
        case .character(let character): view.add(String(character))
        default: return []
        }
        replaceTop(.code(view))
        return []
    }

    mutating func paste(_ text: String, into view: CodeView) {
        var view = view
        view.digits = ""
        view.add(text)
        replaceTop(.code(view))
    }

    private mutating func send(_ view: CodeView) -> [Effect] {
        guard let code = OneTimeCode(view.digits) else {
            refuse("The code has \(OneTimeCode.length) digits; these are \(view.digits.count).")
            return []
        }
        views.removeLast()
        dueCode = nil
        answer("The code for profile \(view.question.profile) is on its way")
        return [.enterCode(code, view.question)] + refreshAll()
    }
}

extension CodeView {
    mutating func add(_ text: String) {
        digits = String((digits + text.filter { $0.isASCII && $0.isNumber }).prefix(OneTimeCode.length))
    }
}

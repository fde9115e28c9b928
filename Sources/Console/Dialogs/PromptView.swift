import Drawing
import FoundationEssentials
import Model

/// A line that is typed before a question can be asked.
struct PromptView: Equatable, Sendable {
    enum Purpose: Equatable, Sendable {
        case testNumber
        case snooze(ProcessID)
        case setting(FunctionSetting)
        /// Of a new run of the optimizer.
        case runFolder
    }

    let purpose: Purpose
    var line = TextInput(maximumCount: TextInput.longestQuery)
    /// What is wrong with what was typed.
    var problem: String?
}

extension ConsoleState {
    mutating func prompt(_ purpose: PromptView.Purpose) -> [Effect] {
        views.append(.prompt(PromptView(purpose: purpose)))
        return [.discardInput]
    }

    mutating func handlePromptKey(_ key: Key, _ view: PromptView) -> [Effect] {
        var view = view
        switch key {
        case .escape:
            views.removeLast()
            return []
        case .enter: return accept(view)
        default:
            guard view.line.handle(key) else { return [] }
            view.problem = nil
            replaceTop(.prompt(view))
            return []
        }
    }

    mutating func paste(_ text: String, into view: PromptView) {
        var view = view
        view.line.insert(paste: text)
        view.problem = nil
        replaceTop(.prompt(view))
    }

    private mutating func accept(_ view: PromptView) -> [Effect] {
        switch view.purpose {
        case .testNumber:
            guard let number = PhoneNumber.parse(view.line.text) else {
                return refuse(view, "A number begins with + and its country, such as +44 20 7946 0111.")
            }
            return go(on: .test(phone: number))
        case .snooze(let id):
            let words = view.line.text.split(separator: " ", maxSplits: 1).map(String.init)
            guard let first = words.first, let span = DurationText.parse(first), span > .zero, span <= .seconds(7 * 86_400) else {
                return refuse(view, "First how long, up to 7d: 15m, 2h.")
            }
            let note = words.count > 1 ? words[1].trimmed : ""
            guard !note.isEmpty else { return refuse(view, "Then the reason: \(first) the owner is on the way.") }
            return go(on: .snooze(id, for: span, note: note))
        case .setting(let setting):
            guard let what = setting.wish(from: view.line.text) else { return refuse(view, setting.example) }
            if let flaw = what.flaw { return refuse(view, flaw) }
            return go(on: what)
        case .runFolder:
            let folder = view.line.text.trimmed
            guard !folder.isEmpty || place.isDrill else {
                return refuse(view, "Name the folder with devices.csv and rate_plans.csv.")
            }
            views.removeLast()
            return prepareRun(in: folder)
        }
    }

    private mutating func go(on what: ResourceWish.What) -> [Effect] {
        views.removeLast()
        return wish(what)
    }

    private mutating func go(on what: EscalationWish.What) -> [Effect] {
        views.removeLast()
        return wish(what)
    }

    private mutating func refuse(_ view: PromptView, _ problem: String) -> [Effect] {
        var view = view
        view.problem = problem
        replaceTop(.prompt(view))
        return []
    }

    func drawPrompt(_ view: PromptView, on canvas: inout Canvas) {
        let (title, sentence, prompt) = words(of: view)
        var body = [[Span(sentence, .dialog)]]
        if let problem = view.problem { body.append([Span(problem, .severityWarning)]) }
        DialogView(
            title: title, body: body, buttons: [.init("go on", key: "Enter"), .init("give up", key: "Esc")], focused: 0,
            input: view.line, prompt: prompt
        ).draw(on: &canvas, in: layout.body)
    }

    private func words(of view: PromptView) -> (title: String, sentence: String, prompt: String) {
        switch view.purpose {
        case .testNumber:
            (
                "A test escalation", "It calls one number at once and ends. You are asked once more before it starts.",
                "Number, with + and country:"
            )
        case .setting(let setting):
            (setting.title, "\(setting.present) You are asked once more before it is done.", setting.question)
        case .snooze(let id):
            (
                "Snooze \(HarmlessText.line(id.text))",
                "Nothing of it is sent for so long. You are asked once more before it is done.",
                "How long, and why (15m the owner is on the way):"
            )
        case .runFolder:
            (
                "A new run of the optimizer",
                "It reads devices.csv and rate_plans.csv there, and comm_groups.csv and billing_period.csv if they are there. "
                    + "You are asked once more before it starts."
                    + (place.isDrill ? " In practice an empty line takes made-up files." : ""),
                "Folder:"
            )
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

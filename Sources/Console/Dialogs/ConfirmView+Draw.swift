import Drawing
import Model

extension ConsoleState {
    func drawConfirm(_ view: ConfirmView, on canvas: inout Canvas) {
        confirmDialog(view).draw(on: &canvas, in: layout.body)
    }

    func lastConfirmScroll(_ view: ConfirmView) -> Int { confirmDialog(view).lastOffset(in: layout.body) }

    private func confirmDialog(_ view: ConfirmView) -> DialogView {
        var dialog =
            switch view.question {
            case .change(let proposal): changeDialog(proposal, view)
            case .wish(let wish): pendingDialog(wish.title, "Reading what has been sent and what would be.")
            case .resourceWish(let wish): pendingDialog(wish.title, "Looking at what is there.")
            case .files(_, let folder):
                pendingDialog("A new run", "Reading the files\(folder.isEmpty ? "" : " in \(HarmlessText.line(folder))").")
            case .quit: quitDialog
            }
        dialog.bodyOffset = view.scroll
        return dialog
    }

    private func pendingDialog(_ title: String, _ sentence: String) -> DialogView {
        DialogView(
            title: "\(title)?", body: [[Span(sentence, .dim)]], buttons: [.init("No", key: "n")], isDanger: place.isProduction,
            maximumWidth: 100)
    }

    private func changeDialog(_ proposal: Proposal, _ view: ConfirmView) -> DialogView {
        let isTyped = view.wantedName != nil
        return DialogView(
            title: "\(proposal.title)?", body: checkLines(proposal, view) + proposal.change.summary.map { [Span($0, .dialog)] },
            buttons: [.init("do it", key: isTyped ? "the name, Enter" : "y"), .init("No", key: isTyped ? "Esc" : "n")],
            input: isTyped ? view.input : nil, prompt: view.wantedName.map { "Type \($0) to do it:" } ?? "",
            isDanger: proposal.change.place.isProduction, maximumWidth: 100)
    }

    /// Whether it may be done at all, and what it would do, as far as that is known beforehand.
    private func checkLines(_ proposal: Proposal, _ view: ConfirmView) -> [[Span]] {
        rehearsalLines(proposal, view) + invokeLines(proposal, view)
    }

    private func rehearsalLines(_ proposal: Proposal, _ view: ConfirmView) -> [[Span]] {
        guard proposal.rehearsal != nil else { return [] }
        let label = "Dry run    "
        switch view.rehearsal {
        case nil: return [[Span(label, .dialog), Span("looking at the calendar", .dim)]]
        case .failed(let problem): return [[Span(label, .dialog), Span(sentences(of: problem), .severityWarning)]]
        case .found(let lines):
            return lines.enumerated().map { row, line in
                [Span(row == 0 ? label : String(repeating: " ", count: label.count), .dialog), Span(line, .strong)]
            }
        }
    }

    private func invokeLines(_ proposal: Proposal, _ view: ConfirmView) -> [[Span]] {
        guard case .invoke = proposal.call else { return [placeLine(of: proposal.change.place)] }
        let (text, role): (String, Role) =
            switch view.check {
            case nil: ("asking Lambda whether it would run this", .dim)
            case .allowed: ("Lambda would run this", .severityOK)
            case .notKnown(let problem): ("not known: \(problem.message)", .dialog)
            case .denied(let problem): (sentences(of: problem), .severityCritical)
            }
        return [[Span(proposal.rehearsal == nil ? "Dry run    " : "Lambda     ", .dialog), Span(text, role)]]
    }

    /// Context, account and region: nobody may take one for another.
    private func placeLine(of place: Place) -> [Span] {
        let account = place.account ?? self.place.account ?? String(glyphs.noValue)
        return [Span("In \(place.context), account \(account), \(place.region)", .dim)]
    }

    private var quitDialog: DialogView {
        let unseen = "Whoever leaves now does not see how it ends: the next start calls it unknown and says what to check."
        let changes = unfinishedSentences
        let sentences = changes + (changes.isEmpty ? [] : [unseen]) + undeliveredSentences
        return DialogView(
            title: "Quit?", body: sentences.map { [Span($0, .dialog)] },
            buttons: [.init("quit", key: "y"), .init("stay", key: "n")], isDanger: true)
    }
}

import Drawing
import Model

extension ConsoleState {
    /// Everything about how a pane's data came to be, in sentences.
    func explanation(of pane: PaneKind) -> TextView {
        let condition = condition(of: pane)
        var paragraphs = [statusSentence(of: pane, condition)]
        if let error = condition.error {
            paragraphs.append(error.message)
            let advice = advice(on: error)
            if !advice.isEmpty { paragraphs.append(advice) }
            if let id = error.requestID { paragraphs.append("Request \(id), code \(error.code).") }
        }
        paragraphs += condition.missing.map { "Missing: \($0.message) (\($0.code)). \($0.hint)" }
        if condition.status != .off { paragraphs += figures(of: pane, condition) }
        return TextView(title: "\(pane.title): what is known", paragraphs: paragraphs)
    }

    private func statusSentence(of pane: PaneKind, _ condition: PaneCondition) -> String {
        let age = Figures.duration(seconds: condition.ageSeconds)
        switch condition.status {
        case .off: return "Off in this context. \(pane.offReason)"
        case .loading: return "The first answer has not come yet."
        case .fresh: return "Fresh: the figures are \(age) old."
        case .stale: return "Stale: the figures are \(age) old and nothing newer has come. They are shown dim."
        case .error where condition.ageSeconds == nil: return "Nothing is known: the first attempt failed."
        case .error: return "The newest attempt failed. The figures shown are the last good ones, \(age) old."
        }
    }

    private func figures(of pane: PaneKind, _ condition: PaneCondition) -> [String] {
        let every = Figures.duration(seconds: Double(condition.cadence.components.seconds))
        var lines = ["Asked every \(every)" + (condition.slowedBy.map { ", slowed: \($0)." } ?? ".")]
        if condition.total > condition.rowCount {
            let counts = "\(Figures.grouped(condition.rowCount)) of \(Figures.grouped(condition.total))"
            lines.append("Showing \(counts) \(pane.noun.many) from the cache; the others have not been read yet.")
        }
        let counts = tables[pane.index].index.counts
        lines.append("\(counts.critical) critical, \(counts.warning) warning, \(counts.unknown) unknown, \(counts.ok) ok.")
        return lines
    }

    /// The lines of a text, wrapped for its dialog.
    func textLines(_ view: TextView) -> [String] {
        var lines: [String] = []
        for paragraph in view.paragraphs {
            if !lines.isEmpty { lines.append("") }
            lines += TextWrap.lines(paragraph, width: textBox(lineCount: 0).width - 4)
        }
        return lines
    }

    func textBox(lineCount: Int) -> Area { layout.body.centered(width: 76, height: lineCount + 2) }

    func lastTextScroll(_ view: TextView) -> Int {
        let lines = textLines(view).count
        return max(0, lines - (textBox(lineCount: lines).height - 2))
    }
}

extension Area {
    /// A box of at most this size in the middle.
    func centered(width: Int, height: Int) -> Area {
        let (width, height) = (min(width, self.width), min(height, self.height))
        return Area(x: x + (self.width - width) / 2, y: y + (self.height - height) / 2, width: width, height: height)
    }
}

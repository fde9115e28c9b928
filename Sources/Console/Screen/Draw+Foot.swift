import Drawing
import Model

extension ConsoleState {
    /// The newest messages, or what the last key has to say; below them the keys that work here.
    func drawFoot(on canvas: inout Canvas, in area: Area) {
        var rest = area
        drawKeyBar(on: &canvas, in: rest.takeBottom(1))
        if let note = footNote {
            canvas.put(" " + note.text, in: rest.takeBottom(1), role: note.role)
        }
        let messages = feed.messages.suffix(rest.height)
        for (row, message) in messages.enumerated() {
            canvas.put(spans(of: message), in: rest, row: rest.height - messages.count + row)
        }
    }

    private var footNote: (text: String, role: Role)? {
        if let editor = filterEditor, let problem = tables[editor.pane.index].filterProblem { return (problem, .severityWarning) }
        if let problem = openLogsEditor?.problem { return (problem, .severityWarning) }
        if let problem = openNotificationFilter?.problem { return (problem, .severityWarning) }
        guard let hint else { return nil }
        return (hint.text, hint.kind == .refusal ? .severityWarning : .strong)
    }

    /// Time, sign and text of a message.
    func spans(of message: FeedMessage) -> [Span] {
        [
            Span(" \(Clock.time(message.at)) ", .dim), Span("\(message.severity.glyph(glyphs)) ", message.severity.role),
            Span(message.text, .feed),
        ]
    }

    private func drawKeyBar(on canvas: inout Canvas, in line: Area) {
        let fixed = isTyping ? [] : keyItems(lastKeys)
        let fixedColumns = fixed.reduce(0) { $0 + $1.columns + 2 }
        var x = line.x + 1
        for item in isTyping ? typingItems : keyItems(barKeys) {
            guard x + item.columns + fixedColumns < line.maxX else { break }
            x += canvas.put(item, x: x, y: line.y) + 2
        }
        for item in fixed { x += canvas.put(item, x: x, y: line.y, width: max(0, line.maxX - x)) + 2 }
    }

    /// The most useful first: a narrow screen shows as many as fit.
    private static let firstKeys = [
        "detail", "open.related", "choose", "notification.detail", "notification.retry", "notification.filter",
        "notification.mark", "notification.mark.all", "notification.sort", "notification.logs", "notification.refresh",
        "notification.reveal", "notification.copy", "invoke.qualifier.next", "invoke.mode", "copy.answer", "filter", "follow",
        "logs", "invoke", "queue.redrive", "function.settings", "notifications", "sort", "zoom", "refresh", "mark",
        "new.critical", "pause", "palette", "context", "feed", "copy", "copy.link", "explain", "health.check", "health.copy",
        "health", "sign.in.copy.link", "sign.in.copy.code", "sign.in.again",
    ]

    private static let personKeys = [
        "detail", "acknowledge", "worker.number", "numbers", "worker.checkin", "worker.checkout", "invoke",
    ]

    /// With those of the moment in front.
    private var barKeys: [String] {
        let time = replay == nil ? [] : ["replay.live"]
        let story = place.isDrill && replay == nil ? ["story"] : []
        let signIn = remedy == nil ? [] : ["sign.in"]
        // Whoever is woken for a person in danger needs these and no others.
        let person = openDetail?.subject.pane ?? focus == .workers ? Self.personKeys : []
        // Whoever reads a report asks again, more than anything else.
        let again = scope == .health ? ["health.check"] : []
        let first = time + signIn + story + person + again
        let keys =
            first
            + (Action.logKeys + Action.escalationKeys + Action.optimizerKeys + Action.healthKeys + Self.firstKeys).filter {
                !person.contains($0) && !again.contains($0)
            }
        let others = notifications.sight.pane.isOn ? keys : keys.filter { $0 != "notifications" }
        return others + (replay == nil ? ["replay.back"] : [])
    }

    /// Always there.
    private var lastKeys: [String] {
        scope == .panes && stepBack == nil ? ["actions", "help", "quit"] : ["back", "help", "quit"]
    }

    private func keyItems(_ ids: [String]) -> [[Span]] {
        ids.compactMap { id -> [Span]? in
            guard let action = Action.byID[id], action.scopes.contains(scope), concerns(action), let label = action.label else {
                return nil
            }
            let key = keymap.keyText(of: action) ?? ""
            guard refusal(of: action) == nil else { return [Span("\(key) \(label)", .keyDisabled)] }
            return [Span(key, .key), Span(" \(label)", .keyLabel)]
        }
    }

    private var typingItems: [[Span]] {
        let items: [(String, String)] =
            if let purpose = openLogsEditor?.purpose {
                [("Enter", purpose == .query ? "run" : "keep"), ("Esc", "give up"), ("Up Down", "move")]
            } else if filterEditor != nil || openNotificationFilter != nil {
                [("Enter", "keep"), ("Esc", "clear"), ("Up Down", "move")]
            } else if case .confirm(let view) = views.last {
                view.wantedName == nil
                    ? [("y", view.proposal == nil ? "quit" : "do it"), ("n Esc Enter", "do not"), ("Up Down", "read on")]
                    : [("Enter", "do it, once the name stands there"), ("Esc", "do not"), ("Up Down", "read on")]
            } else if case .prompt = views.last {
                [("Enter", "go on"), ("Esc", "give up")]
            } else if case .code = views.last {
                [("Enter", "send"), ("Esc", "not now"), ("digits", "the code")]
            } else if case .help = views.last {
                [("Esc", "close"), ("Up Down", "move"), ("letters", "search")]
            } else {
                [("Enter", "choose"), ("Esc", "close"), ("Up Down", "move"), ("letters", "find")]
            }
        return items.map { [Span($0.0, .key), Span(" \($0.1)", .keyLabel)] }
    }
}

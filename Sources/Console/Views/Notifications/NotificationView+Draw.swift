import Drawing
import FoundationEssentials
import Model

extension ConsoleState {
    func drawNotification(_ view: NotificationView, on canvas: inout Canvas, in body: Area) {
        let severity = view.detail?.record?.severity
        var title = [Span("notification ", .title), Span(HarmlessText.line(view.id), .strong)]
        if let severity { title += [Span(" \(severity.glyph(glyphs)) \(severity.rawValue)", severity.role)] }
        canvas.drawBorder(body, title: title, trailing: notificationBadge(view), role: .borderFocused)
        let inside = notificationInside(of: body)
        let lines = notificationLines(view, width: inside.width)
        for (row, line) in lines.dropFirst(view.scroll).prefix(inside.height).enumerated() {
            canvas.put(line, in: inside, row: row)
        }
        ScrollBar(offset: view.scroll, visible: inside.height, total: lines.count)
            .draw(on: &canvas, x: body.maxX - 1, y: inside.y, height: inside.height)
    }

    func lastNotificationScroll(_ view: NotificationView) -> Int {
        let inside = notificationInside(of: layout.body)
        return max(0, notificationLines(view, width: inside.width).count - inside.height)
    }

    private func notificationInside(of body: Area) -> Area {
        Area(x: body.x + 2, y: body.y + 1, width: max(0, body.width - 4), height: max(0, body.height - 2))
    }

    private func notificationBadge(_ view: NotificationView) -> [Span] {
        if view.isLoading { return [Span("\(glyphs.loading) asking", .dim)] }
        guard let detail = view.detail else { return [] }
        return [Span("\(glyphs.fresh) ", .severityOK), Span(Figures.age(seconds: now.timeIntervalSince(detail.asOf)), .clock)]
    }

    private func notificationLines(_ view: NotificationView, width: Int) -> [[Span]] {
        var lines: [[Span]] = []
        if let failure = view.failure {
            lines += TextWrap.lines([Span(sentences(of: failure), .severityWarning)], width: width) + [[]]
        }
        guard let detail = view.detail else {
            if view.failure == nil { lines.append([Span("Asking for the record and for the sender's log.", .dim)]) }
            return lines
        }
        lines += section(
            "Notification Not Sent", detail.steps.enumerated().flatMap { stepLines($0.offset + 1, $0.element, width: width) })
        for problem in detail.missing {
            lines += TextWrap.lines([Span("missing: \(problem.message)", .severityWarning)], width: width) + [[]]
        }
        if let record = detail.record {
            let names = notifications.sight.overview.attributes
            lines += section("Record", record.facts(names, isRevealed: view.isRevealed).flatMap { factLines($0, width: width) })
        }
        lines += section("Attempts", detail.attempts.reversed().map { attemptLine($0, view.isRevealed) })
        lines += section(
            "Log of the sender",
            detail.lines.reversed().flatMap { line in
                TextWrap.lines([Span("\(Clock.time(line.at)) ", .dim), Span(line.text, .text)], width: width)
            })
        return lines
    }

    private func section(_ title: String, _ lines: [[Span]]) -> [[Span]] {
        lines.isEmpty ? [] : [[Span(title, .title)]] + lines + [[]]
    }

    private func stepLines(_ number: Int, _ step: NotificationDetail.Step, width: Int) -> [[Span]] {
        let columns = 34
        let head = [
            Span("\(number) ", .dim), Span("\(step.severity.glyph(glyphs)) ", step.severity.role),
            Span(step.question.padded(to: columns - 4), .text),
        ]
        let role: Role = step.severity == .ok ? .text : step.severity.role
        guard width > columns * 2 else {
            return [head] + TextWrap.lines([Span(step.answer, role)], width: max(8, width - 4)).map { [Span("    ", .dim)] + $0 }
        }
        return TextWrap.lines([Span(step.answer, role)], width: width - columns).enumerated().map { row, line in
            (row == 0 ? head : [Span(String(repeating: " ", count: columns), .dim)]) + line
        }
    }

    private func factLines(_ fact: Fact, width: Int) -> [[Span]] {
        let columns = 20
        return TextWrap.lines(fact.value ?? String(glyphs.noValue), width: max(8, width - columns)).enumerated().map {
            row, text in
            [
                Span((row == 0 ? HarmlessText.beginning(of: fact.label, columns: 18) : "").padded(to: columns), .dim),
                Span(text, .text),
            ]
        }
    }

    private func attemptLine(_ attempt: NotificationAttempt, _ isRevealed: Bool) -> [Span] {
        let target = HarmlessText.line(isRevealed ? attempt.target : PersonalText.masked(anything: attempt.target))
        let (word, role): (String, Role) =
            switch attempt.outcome {
            case .delivered?: ("delivered", .severityOK)
            case .failed?: ("failed", .severityWarning)
            case .unknown?: ("unknown", .severityCritical)
            case nil: ("being sent", .dim)
            }
        let rest = [attempt.providerID.map { "id \($0)" }, attempt.reason].compactMap { $0 }.joined(separator: "  ")
        return [
            Span("\(Clock.time(attempt.at)) ", .dim), Span(word.padded(to: 11), role),
            Span("\(attempt.channel) \(target)  ", .text),
            Span(HarmlessText.line(rest), .dim),
        ]
    }
}

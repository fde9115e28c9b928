import ArgumentParser
import Assembly
import Model

/// Asks about orders, carries them out, prints what came of each and ends with the worst of it.
enum EscalationOrders {
    /// - Parameter unknown: Processes that are not there; nothing is sent for them, and they end the command with 1.
    static func carryOut(
        _ orders: [EscalationOrder], unknown: [ProcessID] = [], _ book: EscalationBook, _ globals: GlobalFlags
    ) async throws {
        defer { book.shutdown() }
        guard let proposal = Proposal(id: 1, ordering: orders) else { return }
        if globals.others.dryRun {
            return Output.print(globals.others.json ? proposal.json : Asking.preview(of: proposal))
        }
        // What is read-only is refused by the desk, which writes that down.
        if !proposal.change.place.isReadOnly { try Asking.consent(to: proposal, globals) }
        let outcomes = try await book.submit(orders)
        let answers =
            zip(orders, outcomes).map { Answer(processID: $0.processID, act: $0.act.word, title: $0.title, outcome: $1) }
            + unknown.map { Answer(unknown: $0, act: orders[0].act.word) }
        print(answers, asJSON: globals.others.json)
        let exit = ExitStatus.worst(answers.map { ExitStatus($0.outcome) })
        if exit != .done { throw ExitCode(exit.rawValue) }
    }

    fileprivate struct Answer {
        var processID: ProcessID
        var act: String
        var title: String
        var outcome: Outcome
    }

    private static func print(_ answers: [Answer], asJSON: Bool) {
        if asJSON {
            Output.print(json(answers))
        } else {
            for answer in answers { Output.print(line(answer)) }
        }
        for answer in answers {
            guard let problem = answer.outcome.problem ?? answer.outcome.notRecorded else { continue }
            Output.error("nightdesk: \(HarmlessText.line(problem.message))")
            if !problem.hint.isEmpty { Output.error("  \(HarmlessText.line(problem.hint))") }
        }
    }

    private static func line(_ answer: Answer) -> String {
        let note = answer.outcome.note.map { " \($0)" } ?? ""
        return HarmlessText.line("\(answer.outcome.kind.rawValue): \(answer.title).\(note)")
    }

    private static func json(_ answers: [Answer]) -> String {
        JSONText.object { json in
            json.key("rows")
            json.array(answers) { json, answer in
                json.object { json in
                    json.member("processId", answer.processID.text)
                    json.member("action", answer.act)
                    json.member("outcome", answer.outcome.kind.rawValue)
                    json.member("message", answer.outcome.problem?.message ?? answer.outcome.note)
                    json.member("requestId", answer.outcome.requestID)
                }
            }
        }
    }
}

extension EscalationOrders.Answer {
    fileprivate init(unknown id: ProcessID, act: String) {
        let failure = EscalationText.unknown(id.text)
        // The exit code of what was not done.
        let problem = Problem(code: "NothingDone", message: failure.message, hint: failure.hint)
        self.init(processID: id, act: act, title: "Nothing about \(id.text)", outcome: Outcome(.failed(problem)))
    }
}

/// Processes in words.
enum EscalationText {
    static func unknown(_ id: String) -> CommandFailure {
        CommandFailure(
            .failed, code: "UnknownProcess", message: "There is no process \"\(HarmlessText.line(id))\" here. Nothing was sent.",
            hint: "See nightdesk escalation list --all. A start that is still queued is stopped with --force.")
    }

    static func lastAttempt(_ row: Escalation) -> String {
        guard let last = row.lastAttempt else { return "–" }
        return "\(ISO8601.text(last.at)) \(last.channel) \(last.outcome?.rawValue ?? "being sent")"
    }

    static func history(_ history: EscalationHistory) -> String {
        let row = history.row
        var lines = ["\(row.processID.text): \(row.endedAt == nil ? row.state.rawValue : "ended"), \(row.remaining) remaining"]
        if let startedAt = row.startedAt { lines.append("  started \(ISO8601.text(startedAt))") }
        if let note = row.snoozeNote { lines.append("  snoozed: \(note)") }
        for step in history.steps {
            lines.append("  \(step.state.rawValue): \(EscalationOrder.line(step))")
            for attempt in step.attempts {
                lines.append(
                    "    \(ISO8601.text(attempt.at)) \(attempt.outcome?.rawValue ?? "being sent")\(attempt.reason.map { " \($0)" } ?? "")"
                )
            }
        }
        return lines.map { HarmlessText.line($0) }.joined(separator: "\n")
    }
}

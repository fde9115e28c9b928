package import FoundationEssentials

/// The runbook "Notification Not Sent", filled in for one record (systems.md 3; its five steps).
package struct NotificationDetail: Sendable, Equatable {
    package struct Step: Sendable, Equatable {
        package var question: String
        package var answer: String
        package var severity: Severity
    }

    package struct Line: Sendable, Equatable {
        package var at: Date
        /// Masked and harmless.
        package var text: String

        package init(at: Date, text: String) {
            self.at = at
            self.text = text
        }
    }

    package var id: String
    package var asOf: Date
    /// nil where there is no such record.
    package var record: NotificationRecord?
    package var attempts: [NotificationAttempt]
    /// What the sender has logged about it, oldest first.
    package var lines: [Line]
    package var steps: [Step]
    /// What could not be had.
    package var missing: [Problem]
    /// The function that sends; nil where it is not known.
    package var sender: String?
}

/// Answers the runbook's questions from what was found.
package struct NotificationRunbook: Sendable {
    package var id: String
    package var record: NotificationRecord?
    package var attempts: [NotificationAttempt] = []
    package var lines: [NotificationDetail.Line] = []
    /// nil where it is not known who sends.
    package var sender: String?
    package var missing: [Problem] = []
    /// True where our own store keeps the records, and this program is the sender.
    package var isEmbedded = false

    package init(id: String, record: NotificationRecord?) {
        self.id = id
        self.record = record
    }

    package func detail(at now: Date) -> NotificationDetail {
        NotificationDetail(
            id: id, asOf: now, record: record, attempts: attempts, lines: lines,
            steps: [isCreated, isProcessed, isSent, isFailed, whatToDo(at: now)], missing: missing, sender: sender)
    }

    private var isCreated: NotificationDetail.Step {
        guard let record else {
            return .init(question: "Is the record created?", answer: "No: there is no such record.", severity: .critical)
        }
        let since = record.createdAt.map { ", created \(ISO8601.text($0))" } ?? ""
        return .init(question: "Is the record created?", answer: "Yes\(since).", severity: .ok)
    }

    private var isProcessed: NotificationDetail.Step {
        let question = "Did the sender process it?"
        if isEmbedded {
            return attempts.isEmpty
                ? .init(question: question, answer: "Nothing was tried yet.", severity: .warning)
                : .init(question: question, answer: "\(Self.count(attempts.count, "attempt")), listed below.", severity: .ok)
        }
        guard let sender else {
            return .init(
                question: question, answer: "Not known: name the function under sender in the notifications section.",
                severity: .unknown)
        }
        if !lines.isEmpty {
            return .init(question: question, answer: "\(Self.count(lines.count, "line")) of \(sender), below.", severity: .ok)
        }
        guard missing.isEmpty else {
            return .init(question: question, answer: "Not known: the log of \(sender) could not be read.", severity: .unknown)
        }
        return .init(
            question: question, answer: "No line of \(sender) names it: it has not reached the sender, or before the log begins.",
            severity: .warning)
    }

    private var isSent: NotificationDetail.Step {
        let question = "Was it sent?"
        if let last = attempts.last {
            let to = PersonalText.masked(anything: last.target)
            let id = last.providerID.map { ", provider id \($0)" } ?? ""
            switch last.outcome {
            case .delivered?: return .init(question: question, answer: "Taken by \(last.channel) for \(to)\(id).", severity: .ok)
            case .failed?:
                return .init(
                    question: question, answer: "No: \(last.reason ?? "it failed") (\(last.channel) \(to)).", severity: .warning)
            case .unknown?:
                return .init(
                    question: question, answer: "Nobody knows: \(last.reason ?? "no answer came") (\(last.channel) \(to)).",
                    severity: .critical)
            case nil: return .init(question: question, answer: "It is being sent to \(to) by \(last.channel).", severity: .ok)
            }
        }
        let id = record?.providerID.map { ", provider id \($0)" } ?? ""
        switch record?.phase {
        case .delivered?: return .init(question: question, answer: "Yes, and delivered\(id).", severity: .ok)
        case .sent?:
            let at = record?.sentAt.map { " at \(ISO8601.text($0))" } ?? ""
            return .init(question: question, answer: "Yes\(at)\(id); the delivery report has not come.", severity: .ok)
        case .failed?, .retrying?, .waiting?:
            return .init(
                question: question,
                answer: id.isEmpty ? "Not as far as is known: the record names no provider id." : "Perhaps\(id).",
                severity: id.isEmpty ? .warning : .unknown)
        case .unsure?: return .init(question: question, answer: "Nobody knows\(id).", severity: .critical)
        case .other?, nil: return .init(question: question, answer: "Not known.", severity: .unknown)
        }
    }

    private var isFailed: NotificationDetail.Step {
        let question = "Is it in the failed state?"
        guard let record else { return .init(question: question, answer: "There is no record.", severity: .unknown) }
        let why = record.phase == .failed ? record.reason.map { ": \($0)" } ?? ", without a reason" : ""
        return .init(
            question: question,
            answer:
                "\(record.phase == .failed ? "Yes" : "No"), it is \(record.status.isEmpty ? "without a status" : record.status)\(why).",
            severity: record.phase == .failed ? .warning : .ok)
    }

    private func whatToDo(at now: Date) -> NotificationDetail.Step {
        let (text, severity) = advice(at: now)
        return .init(question: "What to do", answer: text, severity: severity)
    }

    private func advice(at now: Date) -> (String, Severity) {
        guard let record else {
            return ("Look whether the generator has run for this event; nothing can be retried that is not there.", .critical)
        }
        let isOver = record.saleAt.map { $0 < now } ?? false
        switch record.phase {
        case .failed:
            let late = isOver ? " The sale has begun: ask first whether it still helps anybody." : ""
            return ("Mend what made it fail, then retry it: R.\(late)", record.severity)
        case .unsure: return ("Ask the provider whether it arrived. It is not sent again by itself, nor by R.", .critical)
        case .retrying:
            return ("Wait: the sender takes it up. Still so after five minutes: look at the sender's iterator age.", .ok)
        case .waiting:
            return ("Wait for the sender; if it should be out by now, look at the sender's errors and iterator age.", .ok)
        case .sent: return ("Nothing: it is on its way.", .ok)
        case .delivered: return ("Nothing: it has arrived.", .ok)
        case .other: return ("The status is not known here: name it under statuses in the notifications section.", .unknown)
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

extension NotificationDetail: DocumentRow {
    package func write(to json: inout JSONText) {
        json.member("id", id)
        json.member("status", record?.status)
        json.member("updatedAt", record?.updatedAt)
        json.key("attributes")
        AttributeValue.map(record?.attributes ?? [:]).write(to: &json)
        json.member("severity", (record?.severity ?? .unknown).rawValue)
        json.key("attempts")
        json.array(attempts) { json, attempt in
            json.object { json in
                json.member("at", attempt.at)
                json.member("channel", attempt.channel)
                json.member("target", attempt.target)
                json.member("outcome", attempt.outcome?.rawValue)
                json.member("reason", attempt.reason)
                json.member("providerId", attempt.providerID)
            }
        }
        json.key("runbook")
        json.array(steps) { json, step in
            json.object { json in
                json.member("question", step.question)
                json.member("answer", step.answer)
                json.member("severity", step.severity.rawValue)
            }
        }
        json.key("log")
        json.array(lines) { json, line in
            json.object { json in
                json.member("at", line.at)
                json.member("message", line.text)
            }
        }
        json.key("missing")
        json.array(missing) { $0.string($1.message) }
    }
}

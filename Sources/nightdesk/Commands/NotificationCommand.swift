import ArgumentParser
import Assembly
import FoundationEssentials
import Model

struct NotificationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notification", abstract: "Notifications: what was not sent, why, and sending it again.",
        subcommands: [ListCommand.self, ShowCommand.self, RetryCommand.self, AddCommand.self])

    struct ListCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the records, in the order of the table, within the capacity budget.")
        @Option(help: ArgumentHelp("Only these, such as FAILED.", valueName: "status")) var status: String?
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let book = try NotificationBook(machine: .current(globals.options))
            defer { book.shutdown() }
            var list = NotificationListing(asJSON: globals.others.json, book.room.section.settings.attributes, takenAt: book.now)
            try await book.list(status: status) { list.print($0) }
            list.finish()
        }
    }

    struct ShowCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "One record with the runbook \"Notification Not Sent\" filled in.")
        @Argument(help: "Id of the notification: 123 or notification#123.") var id: String
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let book = try NotificationBook(machine: .current(globals.options))
            defer { book.shutdown() }
            let detail = try await book.detail(of: id)
            guard detail.record != nil else { throw CommandFailure(unknownNotification: id) }
            Output.print(
                globals.others.json
                    ? JSONText.object { detail.write(to: &$0) }
                    : NotificationText.detail(detail, book.room.section.settings.attributes))
        }
    }

    struct RetryCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry", abstract: "Send again what has failed; what was sent in the meantime is left alone.",
            discussion:
                "Each record is set from FAILED to RETRY on condition that it is FAILED; its sender takes it up from there.")
        @Argument(help: "Ids of notifications.") var ids: [String] = []
        @Flag(help: "All that are FAILED now.") var allFailed = false
        @Option(help: ArgumentHelp("Follow each record until it is sent or has failed again, so long at most.", valueName: "30s"))
        var wait: DurationArgument?
        @OptionGroup var globals: GlobalFlags

        func validate() throws {
            if ids.isEmpty == !allFailed { throw ValidationError("Name the notifications, or say --all-failed.") }
        }

        func run() async throws {
            let book = try NotificationBook(machine: .current(globals.options))
            defer { book.shutdown() }
            let targets = allFailed ? try await book.failed() : try book.targets(ids)
            guard !targets.isEmpty else { return Output.print(globals.others.json ? #"{"rows":[]}"# : "Nothing has failed.") }
            try await NotificationRetry.carryOut(book.room.order(targets), wait: wait?.duration, book, globals)
        }
    }

    struct AddCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Add notifications to our own store; the engine sends them when they are due.")
        @Argument(help: "File with one notification or a list of them in JSON, or - for standard input.") var file: String
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let book = try NotificationBook(machine: .current(globals.options))
            defer { book.shutdown() }
            let all = try book.additions(try InputFile.read(file))
            let proposal = try book.proposal(adding: all)
            if globals.others.dryRun {
                return Output.print(globals.others.json ? proposal.json : Asking.preview(of: proposal))
            }
            if !book.place.isReadOnly { try Asking.consent(to: proposal, globals) }
            let outcome = await book.add(all, proposal)
            if let problem = outcome.problem ?? outcome.notRecorded {
                Output.error("nightdesk: \(problem.message)\n  \(problem.hint)")
            }
            let exit = ExitStatus(outcome)
            guard exit == .done else { throw ExitCode(exit.rawValue) }
            Output.print(
                globals.others.json ? JSONText.object { $0.member("added", all.count) } : "\(all.count) notifications added.")
        }
    }
}

extension CommandFailure {
    init(unknownNotification id: String) {
        self.init(
            .failed, code: "UnknownNotification", message: "There is no notification \"\(HarmlessText.line(id))\".",
            hint: "See nightdesk notification list.")
    }
}

/// Rows as they come, so that the memory does not grow with their number.
struct NotificationListing {
    private let asJSON: Bool
    private let names: NotificationAttributes
    private var count = 0
    private static let widths = (severity: 9, id: 24, status: 12, updated: 26)

    init(asJSON: Bool, _ names: NotificationAttributes, takenAt: Date) {
        self.asJSON = asJSON
        self.names = names
        if asJSON {
            Output.write("{\"takenAt\":\"\(ISO8601.text(takenAt))\",\"rows\":[")
        } else {
            Output.print(Self.line(["", "id", "status", "updated", "what else is known"]))
        }
    }

    mutating func print(_ record: NotificationRecord) {
        defer { count += 1 }
        guard !asJSON else {
            return Output.write((count > 0 ? "," : "") + JSONText.object { record.write(to: &$0) })
        }
        let rest = [record.event, record.reason].compactMap { $0 }.joined(separator: "  ")
        Output.print(
            Self.line([record.severity.rawValue, record.id, record.status, record.updatedAt.map(ISO8601.text) ?? "–", rest]))
    }

    func finish() {
        if asJSON { Output.print("],\"total\":\(count)}") } else { Output.error("\(count) notifications") }
    }

    private static func line(_ cells: [String]) -> String {
        let widths = [widths.severity, widths.id, widths.status, widths.updated, 0]
        return zip(cells, widths).map { cell, width in
            let text = HarmlessText.line(cell)
            return text + String(repeating: " ", count: max(width == 0 ? 0 : 1, width - text.count))
        }.joined()
    }
}

/// One record in words.
enum NotificationText {
    static func detail(_ detail: NotificationDetail, _ names: NotificationAttributes) -> String {
        var lines = ["Notification \(detail.id): \(detail.record?.status ?? "–")"]
        for (number, step) in detail.steps.enumerated() { lines.append("  \(number + 1) \(step.question) \(step.answer)") }
        for fact in detail.record?.facts(names, isRevealed: false) ?? [] { lines.append("  \(fact.label): \(fact.value ?? "–")") }
        for attempt in detail.attempts {
            let rest = [attempt.providerID.map { "id \($0)" }, attempt.reason].compactMap { $0 }.joined(separator: ", ")
            lines.append(
                "  \(ISO8601.text(attempt.at)) \(attempt.outcome?.rawValue ?? "being sent") \(attempt.channel) "
                    + "\(PersonalText.masked(anything: attempt.target)) \(rest)")
        }
        for line in detail.lines { lines.append("  \(ISO8601.text(line.at)) \(line.text)") }
        for problem in detail.missing { lines.append("  missing: \(problem.message)") }
        return lines.map { HarmlessText.line($0) }.joined(separator: "\n")
    }
}

/// Asks about an order, carries it out, prints what came of each record and ends with the worst of it.
enum NotificationRetry {
    static func carryOut(
        _ order: NotificationOrder, wait: Duration?, _ book: NotificationBook, _ globals: GlobalFlags
    ) async throws {
        let proposal = Proposal(id: 1, retrying: order)
        if globals.others.dryRun {
            return Output.print(globals.others.json ? proposal.json : Asking.preview(of: proposal))
        }
        // What is read-only is refused by the desk, which writes that down.
        if !book.place.isReadOnly { try Asking.consent(to: proposal, globals) }
        let count = order.targets.count
        let showsProgress = Output.isTerminal && count > 20
        let done = Counter()
        let (outcome, answers) = try await book.retry(order, wait: wait) { _ in
            if showsProgress { Output.showProgress("\(done.next()) of \(count)") }
        }
        if showsProgress { Output.showProgress("") }
        print(answers, asJSON: globals.others.json)
        if let problem = outcome.notRecorded ?? (answers.isEmpty || answers.count < count ? outcome.problem : nil) {
            Output.error("nightdesk: \(HarmlessText.line(problem.message))")
            if !problem.hint.isEmpty { Output.error("  \(HarmlessText.line(problem.hint))") }
        }
        let exit = ExitStatus.worst(answers.map { ExitStatus($0) } + (answers.isEmpty ? [ExitStatus(outcome)] : []))
        if exit != .done { throw ExitCode(exit.rawValue) }
    }

    private static func print(_ answers: [RetryAnswer], asJSON: Bool) {
        if asJSON {
            return Output.print(
                JSONText.object { json in
                    json.key("rows")
                    json.array(answers) { json, answer in json.object { answer.write(to: &$0) } }
                })
        }
        for answer in answers {
            let rest = [answer.problem?.message, answer.end?.words].compactMap { $0 }.joined(separator: " ")
            Output.print(HarmlessText.line("\(answer.outcome.rawValue): \(answer.id)\(rest.isEmpty ? "" : "  \(rest)")"))
        }
    }
}

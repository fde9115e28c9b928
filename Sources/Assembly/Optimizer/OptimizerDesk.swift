import AWS
package import Engines
package import FoundationEssentials
package import Model
import Services
package import Store

/// The embedded optimizer of one context: its runs, their state, and the changes to them through the one desk.
package struct OptimizerDesk: Sendable {
    package let machine: Machine
    package let plan: ContextPlan
    package let book: OptimizerBook
    private let changes: ChangeDesk

    /// - Throws: ``CommandFailure`` 69 when the store cannot be opened, 78 for a context that is not there.
    package init(machine: Machine) throws {
        try self.init(machine: machine, plan: try machine.plan(try machine.locations.loadConfiguration()))
    }

    /// - Parameter changes: The desk of this process; nil for one of its own.
    init(machine: Machine, plan: ContextPlan, changes: ChangeDesk? = nil) throws {
        self.machine = machine
        self.plan = plan
        self.changes =
            changes
            ?? ChangeDesk(audit: AuditLog(folder: machine.locations.state), author: .current, clock: machine.clock)
        book = try Self.stored { () throws(StoreError) in
            try OptimizerBook(folder: machine.locations.state, context: plan.name, host: Author.current.host)
        }
    }

    func close() { book.close() }

    /// Turns what the store says into what a command ends with.
    package static func stored<Result>(_ body: () throws(StoreError) -> Result) throws -> Result {
        do throws(StoreError) {
            return try body()
        } catch {
            throw CommandFailure(.unavailable, code: "Store.\(error.code.rawValue)", message: error.message, hint: error.hint)
        }
    }

    // MARK: Runs

    /// - Returns: With the report's mail sent, where there is somebody to mail it to.
    /// - Throws: ``CommandFailure``: 65 for bad input, 1 for what failed otherwise.
    package func run(_ input: OptimizerInput, tell: @escaping @Sendable (OptimizerEvent) -> Void) async throws -> OptimizerSummary
    {
        try await translated { try await OptimizerRunner(book: book, clock: machine.clock, tell: tell).run(input) }
    }

    package func rerun(_ id: Int, tell: @escaping @Sendable (OptimizerEvent) -> Void) async throws -> OptimizerSummary {
        try await translated { try await OptimizerRunner(book: book, clock: machine.clock, tell: tell).rerun(id) }
    }

    /// Runs what the console has entered.
    package func work(on id: Int) async throws -> OptimizerSummary {
        try await translated { try await OptimizerRunner(book: book, clock: machine.clock).work(on: id) }
    }

    private func translated(_ body: () async throws -> OptimizerSummary) async throws -> OptimizerSummary {
        do {
            var summary = try await body()
            if let warning = await mail(summary.run) { summary.run.warnings.append(warning) }
            return summary
        } catch let failure as OptimizerFailure {
            throw CommandFailure(failure)
        } catch let error as StoreError {
            throw CommandFailure(.unavailable, code: "Store.\(error.code.rawValue)", message: error.message, hint: error.hint)
        }
    }

    /// Mails the report where the section names somebody and the environment a mail server; never in practice.
    /// - Returns: Why it was not mailed although it should have been.
    private func mail(_ run: OptimizerRun) async -> String? {
        let recipients = plan.settings.optimizer?.mailTo ?? []
        guard !plan.isDrill, !recipients.isEmpty else { return nil }
        do {
            guard let post = try MailPost(environment: machine.environment.variables, clock: machine.clock) else {
                throw Problem(code: "NoMailServer", message: "optimizer.mail_to is given, but no SMTP_HOST.")
            }
            let report = try OptimizerReport(of: run.id, from: book, run: run)
            try await post.send(
                subject: "Rate plans: run \(run.id) of \(run.provider) \(run.state.rawValue)", body: report.markdown,
                to: recipients,
                key: "optimizer-\(plan.name)-\(run.id)-\(run.endedAt?.timeIntervalSince1970 ?? 0)")
            return nil
        } catch {
            let warning = "The report was not mailed: \(Problem(failure: error).message)"
            try? book.add(warning: warning, to: run.id)
            return warning
        }
    }

    /// - Throws: ``CommandFailure`` 69.
    package func rows(at now: Date) throws -> [OptimizerRow] {
        try Self.stored { () throws(StoreError) in try book.rows(at: now) }
    }

    /// - Throws: ``CommandFailure`` 1 when there is no such run.
    package func row(_ id: Int) throws -> OptimizerRow {
        let now = machine.clock.now
        guard let row = try Self.stored({ () throws(StoreError) in try book.row(id, at: now) }) else {
            throw CommandFailure(
                .failed, code: "NoSuchRun", message: "There is no optimizer run \(id).",
                hint: "nightdesk optimizer list shows them.")
        }
        return row
    }

    /// Groups, key figures with the rows behind them, and seconds of a run.
    package func insight(_ row: OptimizerRow, among runs: [OptimizerRun]) throws -> OptimizerDetail {
        let run = row.run
        return try Self.stored { () throws(StoreError) in
            let queues = try book.queues(of: run.id)
            let seconds = try book.phaseSeconds(of: run.id)
            let behind = OptimizerFigure.Rows(
                queues: queues, rejected: try book.rejectCounts(of: run.id), phaseSeconds: seconds)
            let figures = OptimizerFigure.all(
                of: run, among: runs.filter { $0.provider == run.provider }, behind: behind, at: machine.clock.now)
            let expected = run.devices.map { run.experience.seconds(devices: $0) } ?? [:]
            return OptimizerDetail(queues: queues, figures: figures, phaseSeconds: seconds, expectedSeconds: expected)
        }
    }

    func detail(of id: Int, _ request: DetailRequest) throws -> Detail {
        let now = machine.clock.now
        let row = try row(id)
        let events = try Self.stored { () throws(StoreError) in try book.events(of: id, limit: 200) }
        var detail = Detail(request: request, asOf: now, transitions: events.reversed().prefix(12).map(\.transition))
        detail.optimizer = try insight(row, among: try rows(at: now).map(\.run))
        if let chart = OptimizerEvent.gapChart(events) { detail.charts = [chart] }
        detail.facts = row.run.warnings.map { Fact("warning", $0) }
        return detail
    }

    // MARK: Changes

    /// - Throws: ``CommandFailure`` 78.
    package func change(_ order: OptimizerOrder, state: OptimizerRun.State? = nil) throws -> Change {
        order.change(in: try place(), state: state)
    }

    private func place() throws -> Place {
        let region = plan.isDrill ? nil : try? machine.awsConfiguration(for: plan.settings.aws).region
        return Desk.place(of: plan, region: region ?? (plan.isDrill ? "us-east-1" : "–"))
    }

    /// Through the audit: what is read-only is refused there.
    /// - Parameter perform: What an order that starts work does beside what is written into the store.
    package func submit(
        _ change: Change, _ order: OptimizerOrder, then perform: @Sendable @escaping (Int) async throws -> Void = { _ in }
    ) async -> Outcome {
        _ = try? await changes.settleOrphans()
        return await changes.submit(change) {
            do {
                if case .start(let folder) = order {
                    let id = try OptimizerRunner(book: book, clock: machine.clock).enter(OptimizerInput(folder: folder))
                    try await perform(id)
                    return Outcome(.confirmed, note: "run \(id)")
                }
                let id = order.id ?? 0
                let isDone =
                    switch order {
                    case .cancel: try book.cancel(id, at: machine.clock.now)
                    case .requeue: try book.requeue(id)
                    case .end: try book.end(id, at: machine.clock.now)
                    case .start: false
                    }
                guard isDone else { return Outcome(.failed(order.notPossible)) }
                if case .requeue = order { try await perform(id) }
                return Outcome(.confirmed)
            } catch {
                return Outcome(.failed(Problem(failure: error)))
            }
        }
    }

    // MARK: Retention

    /// Finished runs older than this are removed (issue: 90 days).
    package static let retention: Duration = .seconds(90 * 86_400)

    package func cleanUp(isDryRun: Bool) throws -> OptimizerCleanup {
        let limit = machine.clock.now.addingTimeInterval(-(Self.retention / .seconds(1)))
        return try Self.stored { () throws(StoreError) in try book.removeRuns(endedBefore: limit, isDryRun: isDryRun) }
    }

    /// - Parameter consent: Asks; throws when nobody has said yes.
    /// - Throws: ``CommandFailure``; nothing was removed then.
    package func submitCleanUp(_ wanted: OptimizerCleanup, consent: (Change) throws -> Void) async throws {
        let change = Change(
            action: "optimizer.clean", targets: ["\(wanted.instances) runs"], permission: .mutate, place: try place(),
            summary: [
                "remove \(wanted.instances) finished runs older than 90 days, with \(wanted.rows) rows below them, in one transaction"
            ],
            whatToCheck: "See nightdesk optimizer list.")
        try consent(change)
        let outcome = await changes.submit(change) {
            do {
                _ = try cleanUp(isDryRun: false)
                return Outcome(.confirmed)
            } catch {
                return Outcome(.failed(Problem(failure: error)))
            }
        }
        if let problem = outcome.problem {
            throw CommandFailure(
                outcome.kind == .refused ? .refused : .failed, code: problem.code, message: problem.message, hint: problem.hint)
        }
    }
}

extension OptimizerOrder {
    fileprivate var notPossible: Problem {
        let id = id ?? 0
        let message =
            switch self {
            case .start: "No run was started."
            case .cancel: "Run \(id) has already ended. Nothing has changed."
            case .requeue:
                "Run \(id) cannot be run again: it has not failed, or another run of its provider is open. Nothing has changed."
            case .end: "Run \(id) is not open, or its process is at work. Nothing has changed."
            }
        let hint =
            if case .end = self { "Stop a working one with nightdesk optimizer cancel \(id)." } else {
                "See nightdesk optimizer status \(id)."
            }
        return Problem(code: "NotPossible", message: message, hint: hint)
    }
}

extension OptimizerInput {
    /// The files by their usual names, and the results beside them.
    init(folder: String) {
        self.init(
            devices: folder + "/devices.csv", plans: folder + "/rate_plans.csv", output: folder + "/assignment.csv")
        groups = Path.exists(folder + "/comm_groups.csv") ? folder + "/comm_groups.csv" : nil
        period = Path.exists(folder + "/billing_period.csv") ? folder + "/billing_period.csv" : nil
        prices = folder + "/prices.csv"
        rejects = folder + "/rejects.csv"
    }
}

extension OptimizerEvent {
    /// One line of the detail's last steps.
    fileprivate var transition: AlarmTransition {
        var words = [group.map { "group \($0)" }, done.map { done in total.map { "\(done) of \($0)" } ?? "\(done)" }]
        words.append(best.map { "cost \($0.shortText)" })
        words.append(reason)
        let text = words.compactMap(\.self).joined(separator: ", ")
        return AlarmTransition(at: at, type: text.isEmpty ? "" : text, summary: phase.rawValue)
    }

    /// What was left to win, over the run; nil before two steps that know it.
    fileprivate static func gapChart(_ events: [OptimizerEvent]) -> Chart? {
        let known: [(at: Date, gap: Double)] = events.compactMap { event in
            guard let best = event.best, let bound = event.bound, best.ticks > 0 else { return nil }
            return (event.at, 100 * Double(max(0, best.ticks - bound.ticks)) / Double(best.ticks))
        }
        guard let first = known.first, let last = known.last, last.at > first.at else { return nil }
        let step = max(1, Int((last.at.timeIntervalSince(first.at) / 60).rounded(.up)))
        let count = Int(last.at.timeIntervalSince(first.at)) / step + 1
        var values = [Float?](repeating: nil, count: count)
        for entry in known { values[min(count - 1, Int(entry.at.timeIntervalSince(first.at)) / step)] = Float(entry.gap) }
        guard values.count(where: { $0 != nil }) > 1 else { return nil }
        return Chart(
            title: "left to win", unit: "%", series: MetricSeries(start: first.at, stepSeconds: step, values: values))
    }
}

extension CommandFailure {
    init(_ failure: OptimizerFailure) {
        let exit: ExitStatus =
            switch failure.kind {
            case .badInput: .badInput
            case .unavailable: .unavailable
            case .failed, .cancelled: .failed
            }
        self.init(exit, code: failure.problem.code, message: failure.problem.message, hint: failure.problem.hint)
    }
}

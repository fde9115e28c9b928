import AWS
package import Engines
package import FoundationEssentials
package import Model
import Services
package import Store
import Synchronization

/// The lone workers of one context: its calendar, its engine, and the one door to changes.
package struct WorkerDesk: Sendable {
    package let place: Place
    package let section: WorkersSection
    package let store: SQLiteWorkers
    /// nil for an embedded calendar.
    let live: LiveSources?
    private let changes: ChangeDesk
    let clock: any WallClock
    /// Of an embedded calendar: the mail server of the environment, nil for none; never in the practice world, where nothing goes out.
    private let post: Result<MailPost?, Problem>

    /// - Throws: ``CommandFailure``: 78 without a section or for a source that this version cannot work on, 69 for a store that
    ///   cannot be opened.
    package init(machine: Machine, plan: ContextPlan) async throws {
        let changes = ChangeDesk(audit: AuditLog(folder: machine.locations.state), author: .current, clock: machine.clock)
        try await self.init(machine: machine, plan: plan, changes: changes)
    }

    init(machine: Machine, plan: ContextPlan, changes: ChangeDesk) async throws {
        guard let section = plan.isDrill ? WorkersSection() : plan.settings.workers else {
            throw CommandFailure(
                .badConfiguration, code: "NoSection", message: "Context \(plan.name) has no \"workers\" section.",
                hint: "Write one into the configuration, or name another context with --context.")
        }
        self.section = section
        self.changes = changes
        clock = machine.clock
        post = Self.post(section, machine, plan)
        live = section.source == .live ? try LiveSources(machine: machine, plan: plan, section: section) : nil
        let region = plan.isDrill ? nil : try? machine.awsConfiguration(for: plan.settings.aws).region
        place = Desk.place(of: plan, region: region ?? (plan.isDrill ? "us-east-1" : "–"))
        do throws(Problem) {
            store = try SQLiteWorkers(folder: machine.locations.state, context: plan.name)
            if plan.isDrill { try await PracticeDay.lay(into: store, at: clock.now) }
        } catch {
            throw CommandFailure(worker: error)
        }
    }

    private static func post(_ section: WorkersSection, _ machine: Machine, _ plan: ContextPlan) -> Result<MailPost?, Problem> {
        guard section.source == .embedded, !plan.isDrill else { return .success(nil) }
        do throws(Problem) {
            return .success(try MailPost(environment: machine.environment.variables, clock: machine.clock))
        } catch {
            return .failure(error)
        }
    }

    package func close() {
        live?.shutdown()
        store.close()
    }

    package var isLive: Bool { live != nil }

    /// What calls and checks work on.
    func sources() async throws(Problem) -> WorkerSources {
        if let live { return try await live.sources(store: store) }
        let settings = try await embeddedSettings()
        let outbox = AlertOutbox(store: store, clock: clock)
        let mail: any AlertMail
        switch post {
        case .failure(let problem): mail = UnusableMail(problem: problem)
        case .success(let post?) where settings.hasRecipients:
            mail = RecordedMail(mail: PostedMail(post: post, outbox: outbox), store: store, clock: clock)
        case .success: mail = outbox
        }
        return WorkerSources(
            calendar: store, directory: store, mail: mail, ledger: store, settings: settings, hasNoMail: mail is AlertOutbox)
    }

    /// The mail server of an embedded calendar, as the doctor tries it.
    func mailServer() throws(Problem) -> MailPost? { try post.get() }

    /// - Returns: nil for an embedded calendar.
    func parameterNames() async throws(Problem) -> [String]? { try await live?.parameterNames() }

    /// The import's settings, else the configuration's, else the original's figures with nobody to mail to.
    /// - Throws: ``Problem`` `BadSettings`.
    private func embeddedSettings() async throws(Problem) -> WorkerSettings {
        if let settings = try await store.settings() { return settings }
        if let problem = section.problem { throw problem }
        return section.settings ?? WorkerSettings()
    }

    func engine() async throws(Problem) -> WorkerEngine {
        let sources = try await sources()
        return WorkerEngine(
            calendar: sources.calendar, directory: sources.directory, mail: sources.mail, ledger: sources.ledger,
            settings: sources.settings, secretExpiry: sources.secretExpiry, clock: clock)
    }

    /// What will be done, as it is asked about.
    package func proposal(_ order: WorkerOrder, id: Int = 1) async throws(Problem) -> Proposal {
        Proposal(id: id, ordering: order, in: place, preview: try await preview(of: order))
    }

    func preview(of order: WorkerOrder) async throws(Problem) -> [String] {
        switch order {
        case .call(let button, let number): return try await preview(button, number)
        case .check:
            let sources = try await sources()
            let rules = CheckRules(settings: sources.settings, now: clock.now)
            let meetings = try await sources.calendar.meetings(from: rules.span.from, to: rules.span.to, of: nil)
            let (misses, checked) = rules.misses(among: meetings)
            return ["\(checked) meetings are looked at"]
                + misses.map { "mail the overdue list and mark \($0.meeting.id): \($0.mark.category?.rawValue ?? "")" }
        case .set(let id, let setting, _):
            if WorkerRow.callNumber(id) != nil, try await row(id)?.caller != nil {
                return ["call for help \(id): cleared, its number is forgotten"]
            }
            guard let meeting = try await sources().calendar.meeting(id) else { return [] }
            guard let edit = meeting.edit(for: setting.mark, at: clock.now) else { return ["nothing: it is so already"] }
            return ["meeting \(id)", "categories: \(edit.categories.joined(separator: ", "))"]
        case .doctor:
            return isLive
                ? [
                    "read the SSM parameters, get a token, search contacts and users, read the calendar",
                    "make a meeting of 2000-01-01, mark it and remove it; no mail is sent",
                ] : ["write a meeting, mark it and take it back; say hello to the mail server, without a mail"]
        case .acknowledge(let id, _, _): return ["meeting \(id): quiet for 15 minutes"]
        case .takeFile(_, let meetings, let merges):
            return [merges ? "add or renew \(meetings) meetings" : "remove every meeting and person, then add \(meetings)"]
        case .add(let id, _): return ["meeting \(id)"]
        }
    }

    private func preview(_ button: WorkerButton, _ number: String) async throws(Problem) -> [String] {
        let (caller, verdict) = try await engine().rehearse(button, from: number)
        var lines = button == .emergency ? ["mail the emergency list: Emergency Assistance Required!"] : []
        guard let verdict else {
            let reason = number.isEmpty ? "Unable to find your phone number." : "Unrecognised phone number."
            return button == .emergency ? lines : ["the caller hears: \(CallAnswer.failure(reason))"]
        }
        lines += verdict.marks.map { "mark \($0.meeting.id) \"\($0.meeting.subject)\": \($0.mark.category?.rawValue ?? "")" }
        let said = verdict.isSuccess ? verdict.message : CallAnswer.failure(verdict.message)
        return ["caller: \(caller.name ?? WorkerCaller.unknown)"] + lines
            + (button == .emergency ? [] : ["the caller hears: \(said)"])
    }

    /// Carries an order out through the desk: what is read-only is refused there, and recorded.
    /// - Returns: What the order answers, and why its end is not in the audit where it is not.
    /// - Throws: ``CommandFailure``.
    package func submit<Answer: Sendable>(
        _ proposal: Proposal, _ perform: @escaping @Sendable (WorkerDesk) async throws(Problem) -> Answer
    ) async throws -> (answer: Answer, notRecorded: Problem?) {
        _ = try? await changes.settleOrphans()
        let box = Mutex<Answer?>(nil)
        let outcome = await changes.submit(proposal.change) {
            do throws(Problem) {
                let answer = try await perform(self)
                box.withLock { $0 = answer }
                return Outcome(.confirmed)
            } catch {
                return Outcome(.failed(error))
            }
        }
        if let answer = box.withLock({ $0 }) { return (answer, outcome.notRecorded) }
        let problem = outcome.problem ?? Problem(code: "NoAnswer", message: "No answer came.")
        if outcome.kind == .refused {
            throw CommandFailure(.refused, code: problem.code, message: problem.message, hint: problem.hint)
        }
        throw CommandFailure(worker: problem)
    }

    package func call(_ button: WorkerButton, number: String) async throws(Problem) -> CallAnswer {
        try await engine().call(button, from: number)
    }

    /// Waits until no other process checks this calendar.
    package func check() async throws(Problem) -> CheckAnswer {
        let deadline = clock.now.addingTimeInterval(60)
        while true {
            if let turn = try turn() {
                defer { turn.end() }
                return try await engine().check()
            }
            guard clock.now < deadline, (try? await clock.sleep(until: clock.now.addingTimeInterval(0.1))) != nil else {
                throw Problem(code: "Busy", message: "Another process has been checking this calendar for a minute.")
            }
        }
    }

    /// Unless somebody else checks now, or has done so within the interval.
    /// - Returns: nil where nothing was checked here.
    func checkOnce(every interval: Duration) async throws(Problem) -> CheckAnswer? {
        guard let turn = try turn() else { return nil }
        defer { turn.end() }
        if let last = try await lastCheckAt(), clock.now.timeIntervalSince(last) < interval / .seconds(1) { return nil }
        return try await engine().check()
    }

    /// The same, although the task is cancelled meanwhile: nobody may be told of half of the misses, or told and not marked.
    func checkToTheEnd(every interval: Duration) async throws(Problem) -> CheckAnswer? {
        let task = Task { () async -> Result<CheckAnswer?, Problem> in
            do throws(Problem) { return .success(try await checkOnce(every: interval)) } catch { return .failure(error) }
        }
        return try await task.value.get()
    }

    /// When anybody last checked this store's calendar, with success or not.
    func lastCheckAt() async throws(Problem) -> Date? { try await store.overview(since: clock.now, at: clock.now).lastCheckAt }

    private func turn() throws(Problem) -> CheckTurn? {
        do throws(StoreError) {
            return try CheckTurn(of: store)
        } catch {
            throw Problem(code: "Store.\(error.code.rawValue)", message: error.message, hint: error.hint)
        }
    }

    /// - Returns: The meeting afterwards, also where nothing had to be done; a call for help as it was before it was cleared.
    package func set(_ id: String, _ setting: WorkerOrder.Setting) async throws(Problem) -> WorkerRow {
        if let number = WorkerRow.callNumber(id), let call = try await row(id), call.caller != nil {
            guard setting == .clear else {
                throw Problem(
                    code: "NothingToSet", message: "\(id) is a call for help that fits no meeting.",
                    hint: "Clear it when the caller is safe: nightdesk worker set \(id) clear.")
            }
            _ = try await store.clearCall(number, at: clock.now)
            return call
        }
        let outcome = try await sources().calendar.mark(id, setting.mark, at: clock.now)
        guard outcome != .gone, let row = try await row(id) else { throw .unknownMeeting(id) }
        return row
    }

    package func acknowledge(_ id: String, note: String) async throws(Problem) -> WorkerRow {
        guard let row = try await row(id) else { throw .unknownMeeting(id) }
        guard row.state.isCritical else {
            throw Problem(
                code: "NothingToAcknowledge", message: "Meeting \(id) is \(row.state.rawValue): there is nothing to acknowledge.")
        }
        let until = clock.now.addingTimeInterval(WorkerAcknowledgement.quiet / .seconds(1))
        try await store.acknowledge(
            id, WorkerAcknowledgement(state: row.state, until: until, note: note), at: clock.now)
        return try await self.row(id) ?? row
    }

    /// - Returns: How many meetings and occurrences are stored then.
    package func take(_ file: CalendarImport, merges: Bool) async throws(Problem) -> Int {
        guard !isLive else {
            throw Problem(
                code: "BadSettings", message: "The calendar of context \(place.context) is live: nothing is imported into it.",
                hint: "Import into a context with source: embedded.")
        }
        return try await store.take(file, merges: merges, at: clock.now)
    }

    /// - Throws: ``CommandFailure`` 65 for a file that cannot be read, 78 for settings in it that cannot be used.
    package static func read(_ data: Data) throws -> CalendarImport {
        do throws(Problem) {
            return try CalendarImport(data: data, zones: MachineZones.rule)
        } catch {
            throw CommandFailure(
                error.code == "BadSettings" ? .badConfiguration : .badInput, code: error.code, message: error.message,
                hint: error.hint)
        }
    }
}

extension Problem {
    package static func unknownMeeting(_ id: String) -> Problem {
        Problem(code: "NotFound", message: "There is no meeting \"\(id)\".", hint: "nightdesk worker list --all has every id.")
    }
}

extension CommandFailure {
    /// Of something about lone workers.
    package init(worker problem: Problem) {
        self.init(problem)
        switch problem.code {
        case "NotFound", "NothingToAcknowledge", "NothingToSet", "Exists": exit = .failed
        case "BadSettings": exit = .badConfiguration
        case "InternalError": exit = .internalError
        default: break
        }
    }
}

import Console
import Drawing
import Engines
import FoundationEssentials
import Model
import Store
import Terminal

/// The full-screen console from start to quit. Everything here happens on the main thread; nothing here waits.
@UI
final class ConsoleSession {
    private var machine: Machine
    private let configuration: Configuration
    private let screen: Screen
    private let loop: UILoop
    private let theme: Theme
    private let isLowBandwidth: Bool
    private var state: ConsoleState
    private var plan: ContextPlan
    private var runner: EffectRunner?
    private var keeper: PaneKeeper?
    private var codeBox: CodeBox?
    private var recording: Recording?
    private var practice: PracticeWatch?
    private var pace = PaintPace()
    /// Counts the switches of context, so that answers of one that was left are not taken for the new one's.
    private var deskNumber = 0
    /// The one door to a change, whatever the context.
    private let changeDesk: ChangeDesk
    /// A dialog has opened: what else was typed with the key that opened it is no answer to it.
    private var discardsInput = false
    /// The first second is over.
    private var hasSettled = false
    /// The terminal has been put back; nothing is shown any more.
    private var isLeaving = false
    /// When the memory of code that had run was given back.
    private var codeGivenBack: Date?
    private var paints = 0

    init(_ start: ConsoleStart, screen: Screen, loop: UILoop) {
        machine = start.machine
        configuration = start.configuration
        plan = start.plan
        theme = start.theme
        isLowBandwidth = start.isLowBandwidth
        self.screen = screen
        self.loop = loop
        state = start.state(width: screen.area.width, height: screen.area.height, glyphs: screen.abilities.glyphs)
        changeDesk = ChangeDesk(audit: AuditLog(folder: machine.locations.state), author: .current, clock: machine.clock)
        pace.isSlow = start.isLowBandwidth
    }

    /// Shows what is known without asking anybody, then starts to ask.
    func begin() {
        let contexts = ContextPlan.choices(in: configuration, hasCredentials: machine.hasCredentialHints)
        handle(.contexts(contexts))
        open(plan)
        paint()
        Task { [machine, changeDesk] in
            let news = await OrphanNews.messages(
                from: changeDesk, stateFolder: machine.locations.state, at: machine.clock.now)
            news.forEach { handle(.message($0)) }
        }
    }

    func wake(_ wake: Wake) {
        guard !isLeaving else { return }
        for signal in wake.signals {
            switch signal {
            case .terminate, .hangUp, .interrupt: return quit()
            case .resized, .stop, .resumed: screen.inputs(for: signal).forEach { handle(.input($0)) }
            }
        }
        discardsInput = false
        for input in wake.inputs where !(discardsInput && input.isTyped) {
            handle(.timedInput(input, at: machine.clock.now))
            if state.isQuitting { return quit() }
        }
        if let tick = wake.tick {
            if runner?.checkEscalations() == true { handle(.unchanged(.escalations, at: tick)) }
            if runner?.checkWorkers() == true { handle(.unchanged(.workers, at: tick)) }
            if runner?.checkOptimizer() == true { handle(.unchanged(.optimizer, at: tick)) }
            handle(.tick(tick))
            giveBackCode(at: tick)
            noteTimeZone(at: tick)
            for event in practice?.look(at: tick) ?? [] { handle(event) }
            if let runner { handle(.meter(runner.meter(at: tick))) }
        }
        if !wake.isEmpty { pace.noteUrgent() }
        if pace.isDue(at: .now) {
            paint()
        } else if let instant = pace.next {
            loop.wake(at: instant)
        }
    }

    /// When the start is over, and from then on: most code runs once, for a start, a sign-in, a large answer.
    private func giveBackCode(at now: Date) {
        if let last = codeGivenBack, abs(now.timeIntervalSince(last)) < Self.codeInterval { return }
        codeGivenBack = now
        loop.giveBackCode()
    }

    private static let codeInterval: TimeInterval = 10

    /// Summer time may begin or end while somebody watches: looked at once a quarter of an hour.
    private func noteTimeZone(at now: Date) {
        guard Int(now.timeIntervalSince1970) % 900 == 0 else { return }
        handle(.localOffset(seconds: Machine.localOffsetSeconds(at: now)))
    }

    private func paint() {
        screen.show(state.makeCanvas(), theme: theme)
        pace.notePaint(at: .now)
        // The start has been through most code by the second frame; the first tick may be a second away. What the loader has read of the
        // libraries goes before that: beside the code of the first answers it would be the most that the program ever holds.
        paints += 1
        if paints <= 2 { loop.giveBackCode(librariesOnly: paints == 1) }
    }

    /// Puts the terminal back and ends the loop, once the engine has finished what it was sending. Safe to call twice.
    func quit() {
        guard !isLeaving else { return }
        isLeaving = true
        screen.close()
        let farewell = runner?.stop()
        keeper?.finish()
        recording?.finish()
        let ending = runner
        runner = nil
        keeper = nil
        farewell?.wait(milliseconds: 1000)
        let sends = plan.settings.escalations?.runs == true || plan.settings.notifications?.runs == true
        guard let ending, sends || ending.isChecking else { return loop.end() }
        Task {
            await ending.finished()
            loop.end()
        }
    }

    private func handle(_ event: Event) {
        let effects = update(&state, on: event)
        pace.noteChange()
        for effect in effects { carryOut(effect) }
    }

    private func carryOut(_ effect: Effect) {
        switch effect {
        // Seen by `wake` in the state, once the rest of the batch cannot matter any more.
        case .quit: break
        case .redraw: screen.redraw()
        case .suspend: screen.suspend().forEach { handle(.input($0)) }
        case .bell: screen.bell()
        case .copy(let text): copy(text)
        case .refresh(let panes): runner?.refresh(panes)
        case .load(let request): runner?.load(request)
        case .attend(let pane, let ids): runner?.attend(pane, ids)
        case .switchContext(let name): switchContext(to: name)
        case .openLogs(let request): runner?.logs.open(request) ?? handle(.logs(request.number, .failed(.noContext)))
        case .closeLogs: runner?.logs.close()
        case .runQuery(let request): runner?.logs.run(request) ?? handle(.query(request.number, .failed(.noContext)))
        case .stopQuery: runner?.logs.stopQuery()
        case .discardInput:
            discardsInput = true
            screen.discardInput()
        case .prepareInvoke(let functionName): runner?.changes.prepareInvoke(functionName)
        case .check(let proposal): runner?.changes.check(proposal)
        case .submit(let proposal): submit(proposal)
        case .watchNotifications(let isWatched): runner?.watchNotifications(isWatched)
        case .refreshNotifications: runner?.refreshNotifications()
        case .loadNotification(let id): runner?.loadNotification(id)
        case .prepareOrders(let wish): prepare(wish.number) { $0.prepare(wish) }
        case .prepareResource(let wish): prepare(wish.number) { $0.prepare(wish) }
        case .backUp: runner?.changes.backUp()
        case .prepareRun(let number, let folder): runner?.changes.prepareRun(number, folder: folder)
        case .signIn(let profile): runner?.signIn(profile)
        case .cancelSignIn: runner?.cancelSignIn()
        case .enterCode(let code, let question): codeBox?.put(code, for: question)
        case .checkHealth(let set, let number): checkHealth(set, number)
        case .replay(let request): recording?.find(request)
        case .writeNote(let since): recording?.writeNote(since: since)
        case .viewOpened(let view): practice?.note(view)
        case .tellStory: practice.map { handle(.story($0.task(at: machine.clock.now))) }
        }
    }

    private func checkHealth(_ set: String, _ number: Int) {
        guard let runner else { return handle(.health(.failed(number, .noContext))) }
        runner.checkHealth(set, number)
    }

    private func submit(_ proposal: Proposal) {
        guard let runner else {
            let problem = Problem(code: "NoContext", message: "Not sent: the context is not open. Nothing has changed.")
            return handle(.change(.ended(proposal.id, Outcome(.failed(problem)))))
        }
        runner.changes.submit(proposal)
    }

    private func prepare(_ number: Int, by ask: (ChangeRunner) -> Void) {
        guard let runner else {
            let problem = Problem(code: "NoContext", message: "The context is not open. Nothing has changed.")
            return handle(.change(.noOrders(number, problem)))
        }
        ask(runner.changes)
    }

    /// What comes of a change is shown at once, also when its context was left.
    private func receive(_ event: ChangeEvent) {
        guard !state.isQuitting else { return }
        pace.noteUrgent()
        handle(.change(event))
    }

    private func copy(_ text: String) {
        guard !screen.copy(text) else { return }
        say("That is too long for the terminal's clipboard.", .warning)
    }

    private func say(_ text: String, _ severity: Severity) {
        handle(.message(FeedMessage(at: machine.clock.now, severity: severity, text: text)))
    }

    // MARK: Contexts

    private func switchContext(to name: String) {
        var options = machine.options
        options.context = name
        do {
            open(try machine.plan(configuration, options: options))
        } catch let failure as CommandFailure {
            say("\(failure.message) \(failure.hint)", .warning)
        } catch {
            say("The context could not be opened: \(error).", .warning)
        }
    }

    /// Leaves the present context and begins to ask the new one. What cannot be opened leaves the panes with the reason.
    private func open(_ next: ContextPlan) {
        runner?.stop()
        keeper?.finish()
        recording?.finish()
        (recording, practice) = (nil, nil)
        deskNumber += 1
        plan = next
        let number = deskNumber
        let receive: Desk.Receive = { event in await self.receive(event, from: number) }
        keeper = next.isDrill ? nil : PaneKeeper(machine: machine, context: next.name)
        let codeBox = CodeBox { [clock = machine.clock] question in await receive(.codeAsked(question, at: clock.now)) }
        self.codeBox = codeBox
        let last = keeper?.last ?? CachedPanes()
        do {
            var machine = machine
            machine.codePrompt = codeBox
            let desk = try Desk(machine: machine, plan: next, last: last, receive: receive)
            handle(.place(desk.place))
            handle(.health(.sets(desk.healthSets)))
            show(last)
            if let notifications = desk.firstNotifications { handle(.notifications(.sight(notifications))) }
            let hasOptimizer = next.isDrill || next.settings.optimizer != nil
            handle(.optimizer(hasOptimizer ? last.optimizer ?? .loading : .off))
            if desk.escalations != nil { handle(.escalations(last.escalations ?? .loading)) }
            let changes = ChangeRunner(desk: desk, changes: changeDesk, machine: machine) { await self.receive($0) }
            runner = EffectRunner(desk: desk, changes: changes, receive: receive)
            recording = Recording(desk: desk, machine: machine, configuration: configuration, receive: receive)
            practice = desk.story.map(PracticeWatch.init)
        } catch {
            runner = nil
            if (error as? CommandFailure)?.code == "NoRegion", machine.instanceRegion == nil {
                locateRegion(for: next, from: number, orShow: error)
            } else {
                show(error, of: next)
            }
        }
        if let problem = keeper?.problem { say(problem, .warning) }
    }

    /// Nothing gives a region: the EC2 instance may, if this is one. The panes stay `loading` until it has answered.
    private func locateRegion(for next: ContextPlan, from number: Int, orShow error: any Error) {
        handle(.place(Desk.place(of: next, region: "–")))
        Task { [machine] in
            let located = await machine.locatingRegion(for: next)
            guard number == deskNumber, !state.isQuitting, !isLeaving else { return }
            self.machine = located
            if located.instanceRegion != nil { open(next) } else { show(error, of: next) }
        }
    }

    private func show(_ last: CachedPanes) {
        handle(.lambda(last.lambda ?? .loading))
        handle(.queues(last.queues ?? .loading))
        handle(.alarms(last.alarms ?? .loading))
        let hasWorkers = plan.isDrill || plan.settings.workers != nil
        handle(.workers(hasWorkers ? last.workers ?? .loading : .off, WorkerOverview()))
    }

    private func show(_ error: any Error, of next: ContextPlan) {
        let failure = error as? CommandFailure
        let problem = Problem(
            code: failure?.code ?? "InternalError", message: failure?.message ?? "The context could not be opened: \(error).",
            hint: failure?.hint ?? "")
        handle(.place(Desk.place(of: next, region: "–")))
        handle(.lambda(PaneSnapshot(error: problem)))
        handle(.queues(PaneSnapshot(error: problem)))
        handle(.alarms(PaneSnapshot(error: problem)))
    }

    private func receive(_ event: Event, from number: Int) {
        guard number == deskNumber, !state.isQuitting else { return }
        keeper?.keep(event)
        recording?.keep(event)
        handle(event)
    }
}

extension TerminalInput {
    /// What a person has typed or clicked; not Ctrl-c, which is heard at any time.
    fileprivate var isTyped: Bool {
        switch self {
        case .key(let key): key != .control("c")
        case .paste, .mouse: true
        case .resize, .resumed: false
        }
    }
}

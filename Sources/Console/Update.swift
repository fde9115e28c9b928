import Drawing
import FoundationEssentials
import Model

/// The one place where the console's state changes. Never waits, asks no clock.
/// - Returns: What shall happen outside; the outcomes come back as events.
package func update(_ state: inout ConsoleState, on event: Event) -> [Effect] {
    var effects: [Effect] = []
    switch event {
    case .input(let input): effects = state.handle(input, at: state.now)
    case .timedInput(let input, let moment): effects = state.handle(input, at: moment)
    case .tick(let now):
        state.now = now
        effects = state.reload(isOrdered: false) + state.reloadNotification(isOrdered: false)
        state.showStoryEnd()
    case .lambda(let snapshot): effects = state.take(snapshot)
    case .queues(let snapshot): effects = state.take(snapshot)
    case .alarms(let snapshot): effects = state.take(snapshot)
    case .workers(let snapshot, let overview): effects = state.take(snapshot, overview)
    case .escalations(let snapshot): effects = state.take(snapshot)
    case .optimizer(let snapshot): effects = state.take(snapshot)
    case .unchanged(let pane, let moment): state.confirm(pane, at: moment)
    case .engine(let engine): state.engine = engine
    case .place(let place): state.move(to: place)
    case .meter(let meter): state.meter = meter
    case .detail(let detail): state.take(detail)
    case .detailFailed(let request, let problem): state.take(problem, for: request)
    case .message(let message): state.feed.add(message)
    case .localOffset(let seconds): state.localOffsetSeconds = seconds
    case .contexts(let names): state.contexts = names
    case .logs(let number, let news): state.take(news, of: number)
    case .query(let number, let news): state.take(news, of: number)
    case .change(let event): effects = state.take(event)
    case .notifications(let news): state.take(news)
    case .signIn(let profile, let step): effects = state.take(step, profile: profile)
    case .codeAsked(let question, let moment): state.take(question, at: moment)
    case .replay(let answer): effects = state.take(answer)
    case .health(let news): state.take(news)
    case .story(let page): state.take(page)
    }
    return effects + state.settleSignIn() + state.settleNotifications() + state.settle() + state.noteOpenedView()
}

extension ConsoleState {
    mutating func handle(_ input: TerminalInput, at moment: Date) -> [Effect] {
        switch input {
        case .key(let key): return handle(key, at: moment)
        case .paste(let text):
            paste(text)
            return []
        case .mouse(let mouse): return handle(mouse)
        case .resize(let width, let height):
            self.width = max(0, width)
            self.height = max(0, height)
            return []
        case .resumed: return [.redraw]
        }
    }

    private mutating func handle(_ key: Key, at moment: Date) -> [Effect] {
        hint = nil
        if key == .control("c") { return interrupt(at: moment) }
        if isTyping, !Self.worksWhileTyping.contains(key) { return type(key, at: moment) }
        guard upperCaseGuard.allows(key, at: moment) else {
            refuse("A second upper-case key within 300 ms is ignored.")
            return []
        }
        guard let action = keymap.action(for: key, in: scope) else {
            refuse("Nothing on key \"\(KeyName.text(key))\" here.")
            return []
        }
        return perform(action)
    }

    /// Keys that are never text and mean the same while a line is typed.
    private static let worksWhileTyping: Set<Key> = [.control("l"), .control("z")]

    var isTyping: Bool {
        if filterEditor != nil || openLogsEditor != nil || openNotificationFilter != nil { return true }
        switch views.last {
        case .help, .palette, .code, .confirm, .prompt: return true
        default: return false
        }
    }

    private mutating func type(_ key: Key, at moment: Date) -> [Effect] {
        if filterEditor != nil { return handleFilterKey(key) }
        if openLogsEditor != nil { return handleLogsKey(key) }
        if openNotificationFilter != nil { return handleNotificationFilterKey(key) }
        switch views.last {
        case .help(let view): return handleHelpKey(key, view)
        case .palette(let view): return handlePaletteKey(key, view)
        case .confirm(let view): return handleConfirmKey(key, view)
        case .prompt(let view): return handlePromptKey(key, view)
        case .code(let view): return handleCodeKey(key, view, at: moment)
        default: return []
        }
    }

    /// A paste is text where text is typed, and nothing anywhere else: it never acts as keys.
    private mutating func paste(_ text: String) {
        hint = nil
        if filterEditor != nil { return pasteIntoFilter(text) }
        if openLogsEditor != nil { return pasteIntoLogsLine(text) }
        if openNotificationFilter != nil { return pasteIntoNotificationFilter(text) }
        switch views.last {
        case .help(var view):
            view.search.insert(paste: text)
            view.scroll = 0
            replaceTop(.help(view))
        case .palette(var view):
            view.line.insert(paste: text)
            search(&view)
            replaceTop(.palette(view))
        case .code(let view): paste(text, into: view)
        case .prompt(let view): paste(text, into: view)
        default:
            refuse("A paste does nothing here; it is never taken for keys.")
        }
    }
}

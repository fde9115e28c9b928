import Drawing
import FoundationEssentials
import Model

/// What can lie over the panes.
enum View: Equatable, Sendable {
    case detail(DetailView)
    case help(HelpView)
    case palette(PaletteView)
    case feed(FeedView)
    /// A list to choose from: contexts, columns, actions.
    case menu(MenuView)
    /// A text to read.
    case text(TextView)
    /// The log in ``ConsoleState/logs``.
    case logs
    /// The query in ``ConsoleState/insights``.
    case insights
    /// One line of a log, or one row of an answer, laid out.
    case record(RecordView)
    /// A question before something is done.
    case confirm(ConfirmView)
    /// A line that is typed before a question.
    case prompt(PromptView)
    /// What a test-invoke runs with.
    case chooser(InvokeChooser)
    /// How a change that was submitted stands.
    case run(RunView)
    /// The records in ``ConsoleState/notifications``.
    case notifications
    /// One of them, with the runbook filled in.
    case notification(NotificationView)
    /// The health report in ``ConsoleState/health``.
    case health
    case signIn(SignInView)
    case code(CodeView)
}

/// What can be chosen from a list.
enum Choice: Equatable, Sendable {
    case action(String)
    case row(PaneKind, id: String)
    case context(String)
    /// What was recorded then.
    case moment(Date)
    /// nil is worst first.
    case sort(field: String?)
    /// How far back the open log is read.
    case logWindow(Duration)
    case query(InsightsQuery)
    case typeQuery
    /// The function to test-invoke.
    case invoke(String)
    /// What to do about a lone worker; it is asked about before.
    case order(WorkerOrder)
    /// The same by a deployed function, by its name.
    case deployed(String, WorkerOrder)
    /// The field to sort the notifications by; nil is worst first.
    case notificationSort(field: String?)
    /// A set of checks to run.
    case healthSet(String)
    /// Of a resource; what it comes to is looked up and asked about before.
    case resource(ResourceWish.What)
    /// To be read.
    case calls(LiveCalls)
    /// A number to call back.
    case copyNumber(String)
}

/// A dialog with a list.
struct MenuView: Equatable, Sendable {
    struct Item: Equatable, Sendable {
        var key: String?
        var label: String
        /// Set apart at the right: the present one, the reason why not.
        var note: String?
        var isEnabled = true
        var choice: Choice
    }

    var title: String
    var items: [Item]
    var cursor = 0
    var emptyText = "Nothing to choose from."
}

/// A dialog with some sentences.
struct TextView: Equatable, Sendable {
    var title: String
    var paragraphs: [String]
    var scroll = 0
}

/// All messages, newest first.
struct FeedView: Equatable, Sendable {
    var scroll = 0
}

/// The keys, searchable.
struct HelpView: Equatable, Sendable {
    /// What lay uppermost when help was asked for.
    var scope: Action.Scope
    var search = TextInput(maximumCount: TextInput.longestQuery)
    var scroll = 0
}

/// Every action, view, context and row by name.
struct PaletteView: Equatable, Sendable {
    /// What lay uppermost when the palette was asked for: its actions are offered.
    var scope: Action.Scope
    struct Entry: Equatable, Sendable {
        var label: String
        var note: String
        var isEnabled = true
        var choice: Choice
    }

    var line = TextInput(maximumCount: TextInput.longestQuery)
    var entries: [Entry] = []
    var cursor = 0
}

/// The filter of one pane while it is being typed.
struct FilterEditor: Equatable, Sendable {
    var pane: PaneKind
    var line: TextInput
    /// Where the cursor was before, to go back to with Esc.
    var selectionBefore: String?
}

/// One thing in full.
struct DetailView: Equatable, Sendable {
    var subject: Subject
    /// True when the row is not among the newest ones any more; the last known values stay.
    var isGone = false
    var answer: Detail?
    var failure: Problem?
    var isLoading = true
    var askedAt: Date
    /// The relation that `follow` goes to.
    var relation = 0
    var scroll = 0
    /// Numbers and addresses are shown whole, since a person asked.
    var showsWhole = false

    /// How often an open detail is asked for again.
    static let repeatSeconds = 20.0
    /// When an answer that never came is given up.
    static let patienceSeconds = 60.0
}

extension TextInput {
    /// Far beyond any useful query, so that a pasted log file cannot slow the keys down.
    static let longestQuery = 500
}

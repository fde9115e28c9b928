package import Drawing
package import FoundationEssentials
package import Model

/// Everything that the screen shows and that keys change. Only ``update(_:on:)`` changes it.
///
/// Never compared as a whole while the program runs: it holds thousands of rows. Equality is for tests.
package struct ConsoleState: Equatable, Sendable {
    // The terminal.
    package internal(set) var width: Int
    package internal(set) var height: Int
    package let glyphs: Glyphs
    /// Over a slow line: no sparklines, no seconds in the clock.
    package let isLowBandwidth: Bool

    // The world.
    package internal(set) var now: Date
    /// How far local time is ahead of UTC.
    package internal(set) var localOffsetSeconds: Int
    package internal(set) var place: Place
    package internal(set) var meter = APIMeter()
    package internal(set) var contexts: [String] = []
    package internal(set) var lambda = PaneSnapshot<LambdaFunction>.loading
    package internal(set) var queues = PaneSnapshot<Queue>.loading
    package internal(set) var alarms = PaneSnapshot<Alarm>.loading
    package internal(set) var workers = PaneSnapshot<WorkerRow>.off
    var workerOverview = WorkerOverview()
    package internal(set) var escalations = PaneSnapshot<Escalation>.off
    package internal(set) var optimizer = PaneSnapshot<OptimizerRow>.off
    package internal(set) var engine: EngineStatus?
    var relations = Relations()
    var alerts = Alerts()
    var feed = Feed()
    /// The open log and the open query. Beside the views, since they are large and changed in place.
    var logs: LogsState?
    var insights: InsightsState?
    var changes = Changes()
    var notifications = NotificationsState()
    var health = HealthState()

    // The person.
    package internal(set) var focus = PaneKind.lambda
    package internal(set) var isZoomed = false
    /// One a pane, in the order of ``PaneKind/index``.
    package internal(set) var tables = [TableState](repeating: TableState(), count: PaneKind.allCases.count)
    /// What lies over the panes, the topmost last.
    var views: [View] = []
    /// The filter that is being typed.
    var filterEditor: FilterEditor?
    var logsEditor: LogsEditor?
    /// The query that was typed last, to be typed on.
    var lastQuery = ""
    var lastRequestNumber = 0
    var pause: Pause?
    var replay: Replay?
    var seek = ReplaySeek()
    /// What was last told as opened.
    var lastOpened: OpenedView?
    /// How the practice story ended, until it can be shown.
    var storyEnd: StoryPage?
    /// Where `follow` came from, the latest last.
    var jumps: [Jump] = []
    /// One line about the last key; the next key clears it.
    package internal(set) var hint: Hint?
    var upperCaseGuard = UpperCaseGuard()
    /// The last Ctrl-c.
    var lastInterrupt: Date?
    package let keymap: Keymap
    package internal(set) var isQuitting = false

    /// The profile that is being signed in; nil when none is.
    var runningSignIn: String?
    /// The code that was last asked for and not yet given.
    var dueCode: CodeQuestion?

    /// What was last asked to be attended to, so that it is asked again only when it changes.
    var attention = Attention()

    /// - Parameter localOffsetSeconds: From the machine's time zone; the console itself knows none.
    package init(
        place: Place, now: Date, width: Int, height: Int, glyphs: Glyphs = .unicode, isLowBandwidth: Bool = false,
        localOffsetSeconds: Int = 0, keymap: Keymap = .standard
    ) {
        self.place = place
        self.now = now
        self.width = width
        self.height = height
        self.glyphs = glyphs
        self.isLowBandwidth = isLowBandwidth
        self.localOffsetSeconds = localOffsetSeconds
        self.keymap = keymap
    }

    package var isPaused: Bool { pause != nil }
}

/// One line in the foot about what the last key did, or why it did nothing.
package struct Hint: Equatable, Sendable {
    package enum Kind: Equatable, Sendable { case answer, refusal }
    package var kind: Kind
    package var text: String
}

/// Updates held back while a person reads; news that are critical still come through.
struct Pause: Equatable, Sendable {
    var since: Date
    var lambda: PaneSnapshot<LambdaFunction>?
    var queues: PaneSnapshot<Queue>?
    var alarms: PaneSnapshot<Alarm>?
    var workers: PaneSnapshot<WorkerRow>?
    var escalations: PaneSnapshot<Escalation>?
    var optimizer: PaneSnapshot<OptimizerRow>?
}

/// Where the person was before following a relation to another row.
struct Jump: Equatable, Sendable {
    var focus: PaneKind
    var isZoomed: Bool
    var selection: String?
    /// The filter of the pane jumped to, which had to go if it hid the target.
    var target: PaneKind
    var targetFilter: String
}

/// The messages that came since the program started.
struct Feed: Equatable, Sendable {
    /// Oldest first.
    private(set) var messages: [FeedMessage] = []
    private static let most = 1_000

    mutating func add(_ message: FeedMessage) {
        messages.append(message)
        // In one go for many: dropping the first of an array moves all the others.
        if messages.count > Self.most + 200 { messages.removeFirst(200) }
    }
}

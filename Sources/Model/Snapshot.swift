package import FoundationEssentials

/// Who and where: what every screen, answer and record names.
package struct Place: Sendable, Equatable, Codable {
    package var context: String
    package var region: String
    /// The twelve digits; nil until GetCallerIdentity has answered.
    package var account: String?
    package var isProduction: Bool
    package var isReadOnly: Bool
    /// True in the practice world; a chip says DRILL, always.
    package var isDrill: Bool

    package init(
        context: String, region: String, account: String? = nil, isProduction: Bool, isReadOnly: Bool = false,
        isDrill: Bool = false
    ) {
        self.context = context
        self.region = region
        self.account = account
        self.isProduction = isProduction
        self.isReadOnly = isReadOnly
        self.isDrill = isDrill
    }
}

/// What talking to AWS has cost so far in this process.
package struct APIMeter: Sendable, Equatable, Codable {
    package var calls = 0
    package var throttled = 0
    package var failed = 0
    /// An estimate from public list prices; the free tier is not counted.
    package var estimatedCostUSD = 0.0
    /// Calls in the last full minute.
    package var callsPerMinute = 0
    /// Dollars an hour at the rate of the last minutes.
    package var costUSDPerHour = 0.0

    package init() {}
}

/// A stretch of time that a figure is about. Both ends lie on full minutes.
package struct Window: Sendable, Equatable, Codable {
    package var start: Date
    package var end: Date

    package init(start: Date, end: Date) {
        self.start = start
        self.end = end
    }

    /// `end` = `now` rounded up to the minute, `start` = `end` − `length` (contract, Window).
    /// - Parameter length: Rounded up to full minutes, at least one.
    package init(endingAt now: Date, length: Duration) {
        let seconds = (now.timeIntervalSince1970 / 60).rounded(.up) * 60
        end = Date(timeIntervalSince1970: seconds)
        let minutes = max(1, (length.components.seconds + 59) / 60)
        start = end.addingTimeInterval(Double(-minutes * 60))
    }

    package var seconds: Int { Int(end.timeIntervalSince(start)) }
}

/// Everything that was known at one instant: what the screen shows and `nightdesk snapshot` prints.
package struct Snapshot: Sendable, Equatable {
    package var place: Place
    package var takenAt: Date
    package var window: Window
    package var lambda: PaneSnapshot<LambdaFunction>
    package var queues: PaneSnapshot<Queue>
    package var alarms: PaneSnapshot<Alarm>
    package var workers: PaneSnapshot<WorkerRow>
    package var escalations: PaneSnapshot<Escalation>
    package var optimizer: PaneSnapshot<OptimizerRow>
    /// Who delivers; nil where nothing is to be delivered.
    package var engine: EngineStatus?
    package var api: APIMeter

    package init(
        place: Place, takenAt: Date, window: Window, lambda: PaneSnapshot<LambdaFunction> = .loading,
        queues: PaneSnapshot<Queue> = .loading, alarms: PaneSnapshot<Alarm> = .loading,
        escalations: PaneSnapshot<Escalation> = .off, engine: EngineStatus? = nil,
        workers: PaneSnapshot<WorkerRow> = .off, optimizer: PaneSnapshot<OptimizerRow> = .off, api: APIMeter = APIMeter()
    ) {
        self.place = place
        self.takenAt = takenAt
        self.window = window
        self.lambda = lambda
        self.queues = queues
        self.alarms = alarms
        self.workers = workers
        self.escalations = escalations
        self.optimizer = optimizer
        self.engine = engine
        self.api = api
    }
}

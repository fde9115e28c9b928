package import Drawing
package import FoundationEssentials
package import Model

/// What has happened; the only thing that changes a ``ConsoleState``.
package enum Event: Sendable, Equatable {
    case input(TerminalInput)
    /// The same with the moment at which it came, for guards that tell a slip of the finger from a second key.
    case timedInput(TerminalInput, at: Date)
    /// A second has gone by: ages and the clock move on.
    case tick(Date)
    case lambda(PaneSnapshot<LambdaFunction>)
    case queues(PaneSnapshot<Queue>)
    case alarms(PaneSnapshot<Alarm>)
    /// With the figures of the day, which stand in the pane's border.
    case workers(PaneSnapshot<WorkerRow>, WorkerOverview)
    case escalations(PaneSnapshot<Escalation>)
    case optimizer(PaneSnapshot<OptimizerRow>)
    /// The source has nothing newer than what it told last: that is true at this moment too.
    case unchanged(PaneKind, at: Date)
    /// Who delivers; nil where nothing is to be delivered.
    case engine(EngineStatus?)
    /// The account is known now, or the context was switched.
    case place(Place)
    case meter(APIMeter)
    case detail(Detail)
    case detailFailed(DetailRequest, Problem)
    case message(FeedMessage)
    /// How far local time is ahead of UTC from now on: summer time may begin in the night.
    case localOffset(seconds: Int)
    /// The contexts that `c` offers, by name, in the order of the configuration.
    case contexts([String])
    /// Of the request with that number; what comes of an earlier one is passed over.
    case logs(Int, LogsNews)
    case query(Int, InsightsNews)
    case change(ChangeEvent)
    case notifications(NotificationsNews)
    /// A sign-in that the console asked for went on.
    case signIn(profile: String, SignInStep)
    /// A role asks for the code of an MFA device.
    case codeAsked(CodeQuestion, at: Date)
    /// What the recording has to show.
    case replay(ReplayAnswer)
    case health(HealthNews)
    /// What the practice story has to tell.
    case story(StoryPage)
}

/// One line of the feed: something that happened, kept until the program ends.
package struct FeedMessage: Sendable, Equatable {
    package var at: Date
    package var severity: Severity
    package var text: String

    package init(at: Date, severity: Severity, text: String) {
        self.at = at
        self.severity = severity
        self.text = text
    }
}

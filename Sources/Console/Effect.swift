package import FoundationEssentials
package import Model

/// What shall happen outside, as plain data; ``EffectRunner`` carries it out and answers with an ``Event``.
package enum Effect: Sendable, Equatable {
    /// Leave the program; the terminal is put back first.
    case quit
    /// Draw every cell again (Ctrl-l).
    case redraw
    /// Stop like any terminal program (Ctrl-z); a `.resumed` input follows.
    case suspend
    case bell
    /// Put text into the terminal's clipboard (OSC 52).
    case copy(String)
    /// Ask these sources now, ahead of their cadence.
    case refresh([PaneKind])
    /// Get what a detail view needs; repeated by the view while it is open.
    case load(DetailRequest)
    /// These rows are on screen: ask for them more often.
    case attend(PaneKind, [String])
    case switchContext(String)
    /// Follow a log; ends the one before.
    case openLogs(LogsRequest)
    case closeLogs
    /// Run a query of Logs Insights; stops the one before, on AWS's side, too.
    case runQuery(InsightsRequest)
    case stopQuery
    /// A dialog has opened: what was typed before it can be seen is no answer to it.
    case discardInput
    /// Read the events and ask for the versions that a test-invoke of this function can be chosen from.
    case prepareInvoke(String)
    /// Find out by a dry run whether this would be done, while the person reads.
    case check(Proposal)
    /// Read what there is to these processes; answered with ``ChangeEvent/orders(_:_:)`` or ``ChangeEvent/noOrders(_:_:)``.
    case prepareOrders(EscalationWish)
    /// Look at what is there; answered with ``ChangeEvent/order(_:_:)`` or ``ChangeEvent/noOrders(_:_:)``.
    case prepareResource(ResourceWish)
    /// Write the configuration of functions, queues and alarms into the state folder; a message says where it is.
    case backUp
    /// Read the small files of a new run; answered with ``ChangeEvent/run(_:_:)`` or ``ChangeEvent/noRun(_:_:)``.
    case prepareRun(Int, folder: String)
    /// Carry out what the person has said yes to.
    case submit(Proposal)
    /// Read the notifications from now on, or no more.
    case watchNotifications(Bool)
    /// Read them anew.
    case refreshNotifications
    /// Fill in the runbook for one notification.
    case loadNotification(String)
    /// Begin a sign-in; a running one is given up.
    case signIn(profile: String)
    case cancelSignIn
    case enterCode(OneTimeCode, CodeQuestion)
    /// Run a set of checks; ends the run before. Answered with ``Event/health(_:)``.
    case checkHealth(set: String, number: Int)
    /// Look into the recording; answered with ``Event/replay(_:)``.
    case replay(ReplayRequest)
    /// Write an incident note; a message says where it is.
    case writeNote(since: Date)
    /// The practice story counts which views were reached.
    case viewOpened(OpenedView)
    /// Tell the practice story's task and how it goes; answered with ``Event/story(_:)``.
    case tellStory
}

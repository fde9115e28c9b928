package import Drawing
package import FoundationEssentials

/// A signal that the console answers in its own time.
package enum TerminalSignal: Sendable, Hashable {
    /// SIGTERM.
    case terminate
    /// SIGINT or SIGQUIT from outside; the keys arrive as keys.
    case interrupt
    /// SIGHUP, or the terminal is gone.
    case hangUp
    /// SIGWINCH.
    case resized
    /// SIGTSTP from outside; Ctrl-z arrives as a key.
    case stop
    /// SIGCONT after a stop that nobody asked us for.
    case resumed
}

/// What happened while the UI thread slept, in the order in which to treat it. Nothing at all when other work on the UI
/// actor has just ended: time to paint what it changed.
package struct Wake: Sendable, Equatable {
    package var signals: [TerminalSignal] = []
    /// All keys and the like that had come, together, so that 300 keys cost one paint.
    package var inputs: [TerminalInput] = []
    /// The present, when a new second has begun.
    package var tick: Date?

    package init() {}

    package var isEmpty: Bool { signals.isEmpty && inputs.isEmpty && tick == nil }
}

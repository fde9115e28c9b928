package import Engines
package import FoundationEssentials

/// How the time that Lambda gives one invocation is spent: taking requests, delivering, and finishing what is being sent.
package struct LambdaBudget: Sendable, Equatable {
    /// From when on nothing new is started.
    package var stopAt: Date
    /// How long requests are taken.
    package var drain: Duration
    /// How long an empty queue is waited at.
    package var queueWait: Duration
    /// How long what is being sent is waited for after ``stopAt``.
    package var farewell: Duration

    /// What is kept for the answer to Lambda.
    private static let answer: Duration = .milliseconds(500)

    package init(settings: EngineSettings, now: Date, deadline: Date) {
        let left = Duration.seconds(max(0, deadline.timeIntervalSince(now)))
        farewell = min(settings.farewell, left / 3)
        let work = max(.zero, left - farewell - min(Self.answer, left / 10))
        stopAt = now.addingTimeInterval(work / .seconds(1))
        drain = min(settings.longestDrain, work / 2)
        // The queue is asked in whole seconds.
        queueWait = .seconds(min(settings.queueWait, work / 4).components.seconds)
    }

    package func apply(to settings: inout EngineSettings) {
        (settings.longestDrain, settings.queueWait, settings.farewell) = (drain, queueWait, farewell)
    }
}

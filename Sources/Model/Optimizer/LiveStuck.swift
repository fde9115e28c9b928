package import FoundationEssentials

/// Why a run of the deployment does not get on, or has not done what it says, with what to do next (optimizer.md, 6).
package struct LiveStuck: Sendable, Equatable {
    package enum Cause: String, Sendable, CaseIterable {
        case nothingFinished, leaseExpired, receivedTooOften, cleanupRetrying, cleanupGaveUp, cacheUnreachable, startRefused
        /// These three only its database knows.
        case neverRun, simsMissing, savingsLow
    }

    package var cause: Cause
    package var severity: Severity
    /// What was seen, with its figures.
    package var text: String
    package var nextStep: String
}

/// What stuck detection looks at. nil is not known: then the cause is neither claimed nor ruled out.
package struct LiveFacts: Sendable, Equatable {
    package var deployment: LiveDeployment
    package var progress: LiveProgress
    package var queues: [LiveQueue]
    /// When optimizers ended, and how long each took; oldest first.
    package var endings: [LiveLogCounts.Ending]
    /// When the cleanup ended, oldest first.
    package var cleanups: [Date]
    package var creatorRanAt: Date?
    package var cacheUnreachableAt: Date?
    package var completedAt: Date?
    /// Of the run that calls itself successful; from the database alone.
    package var neverRunQueues: Int?
    package var allQueues: Int?
    package var expectedSIMs: Int?
    package var actualSIMs: Int?
    package var savingsPercent: Double?

    package init(
        deployment: LiveDeployment, progress: LiveProgress, queues: [LiveQueue], endings: [LiveLogCounts.Ending] = [],
        cleanups: [Date] = []
    ) {
        self.deployment = deployment
        self.progress = progress
        self.queues = queues
        self.endings = endings
        self.cleanups = cleanups
    }

    func queue(_ name: String) -> LiveQueue? { queues.first { $0.name == name } }

    /// Half of the optimizers took no longer.
    package var medianSeconds: Double? {
        let sorted = endings.map(\.durationMs).sorted()
        return sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2] / 1000
    }
}

extension LiveFacts {
    /// All causes that can be seen now, the worst first.
    package func stuck(at now: Date) -> [LiveStuck] {
        let found = [
            nothingFinished(now), cleanupGaveUp(now), leaseExpired, receivedTooOften, cacheUnreachable, startRefused,
            cleanupRetrying(now), neverRun, simsMissing, savingsLow,
        ].compactMap(\.self)
        return found.filter { $0.severity == .critical } + found.filter { $0.severity != .critical }
    }

    private func nothingFinished(_ now: Date) -> LiveStuck? {
        guard progress.step == .queuesSent, let level = queue(deployment.watchQueue)?.level, level > 0,
            let last = [endings.last?.at, progress.reached[.queuesSent]].compactMap(\.self).max()
        else { return nil }
        let limit = max(180, 3 * (medianSeconds ?? 0))
        let silence = now.timeIntervalSince(last)
        guard silence > limit else { return nil }
        return LiveStuck(
            cause: .nothingFinished, severity: .critical,
            text:
                "No optimizer has ended for \(Self.span(silence)), the limit is \(Self.span(limit)); \(level) messages are not done.",
            nextStep:
                "Look into the log: nightdesk logs \(deployment.optimizer) --since 1h --filter ERROR. Timed out: raise its time-out or memory."
        )
    }

    /// The oldest message is older than a worker may keep it, and somebody has one.
    private var leaseExpired: LiveStuck? {
        let late = queues.first { queue in
            guard let age = queue.oldestAgeSeconds, let lease = queue.visibilityTimeoutSeconds, let held = queue.inFlight else {
                return false
            }
            return held > 0 && age > Double(lease)
        }
        guard let late, let age = late.oldestAgeSeconds, let lease = late.visibilityTimeoutSeconds else { return nil }
        return LiveStuck(
            cause: .leaseExpired, severity: .critical,
            text:
                "\(late.name): its oldest message is \(Self.span(age)) old, a worker may keep one \(Self.span(Double(lease))): it was taken and not finished.",
            nextStep:
                "It comes back by itself. If it always fails, its function needs more time than \(lease) s, or the message is bad: "
                + (deployment.function(reading: late.name).map { "nightdesk logs \($0)." }
                    ?? "see the log of whoever takes its messages."))
    }

    private var receivedTooOften: LiveStuck? {
        guard let queue = queues.first(where: { $0.deadLetters ?? 0 > 0 }), let count = queue.deadLetters else { return nil }
        let target = queue.deadLetterQueue ?? "its dead-letter queue"
        return LiveStuck(
            cause: .receivedTooOften, severity: .critical,
            text:
                "\(queue.name): \(count) message\(count == 1 ? " was" : "s were") taken too often without success and lie\(count == 1 ? "s" : "") in \(target).",
            nextStep: "Find the cause in the log, mend it, then move them back: nightdesk queue redrive \(target).")
    }

    private var cacheUnreachable: LiveStuck? {
        guard let at = cacheUnreachableAt, isOfThisRun(at) else { return nil }
        return LiveStuck(
            cause: .cacheUnreachable, severity: .critical,
            text:
                "The cache was not reachable at \(ISO8601.text(at)): what an optimizer has not done within its time is lost, not handed on.",
            nextStep:
                "Check the ElastiCache cluster and the security groups of \(deployment.optimizer); then send its queues again.")
    }

    /// The creator ran although the run before it is open: then the original only sends a mail.
    private var startRefused: LiveStuck? {
        guard progress.step == .queuesSent, let sent = progress.reached[.queuesSent], let ran = creatorRanAt, ran > sent else {
            return nil
        }
        return LiveStuck(
            cause: .startRefused, severity: .warning,
            text: "\(deployment.creator) ran at \(ISO8601.text(ran)) while a run is open: it starts nothing and sends a mail.",
            nextStep: "Wait for the open run, or end it if nobody works on it any more.")
    }

    // MARK: Cleanup

    /// Those of this run: the first one is no retry.
    private var cleanupsOfThisRun: [Date] {
        guard progress.isUnderWay else { return [] }
        let begin = progress.reached[.queuesSent] ?? progress.startedAt ?? .distantPast
        return cleanups.filter { $0 > max(begin, completedAt ?? .distantPast) }
    }

    private func cleanupRetrying(_ now: Date) -> LiveStuck? {
        let retries = cleanupsOfThisRun.count - 1
        guard retries >= 1, retries < LiveDeployment.cleanupRetries, let last = cleanupsOfThisRun.last else { return nil }
        let delay = LiveDeployment.cleanupDelaySeconds
        guard now.timeIntervalSince(last) <= delay.upperBound + 60 else { return nil }
        return LiveStuck(
            cause: .cleanupRetrying, severity: .warning,
            text: "The cleanup found work left and looks again: retry \(retries) of \(LiveDeployment.cleanupRetries).",
            nextStep: "The next is due between \(ISO8601.text(last.addingTimeInterval(delay.lowerBound))) and "
                + "\(ISO8601.text(last.addingTimeInterval(delay.upperBound))); see what is left in \(deployment.watchQueue).")
    }

    /// After its last retry, or when the next one did not come although work is left.
    private func cleanupGaveUp(_ now: Date) -> LiveStuck? {
        let runs = cleanupsOfThisRun
        guard let last = runs.last, completedAt.map({ $0 < last }) ?? true else { return nil }
        let isSpent = runs.count > LiveDeployment.cleanupRetries
        let isOverdue =
            now.timeIntervalSince(last) > LiveDeployment.cleanupDelaySeconds.upperBound + 60
            && queue(deployment.watchQueue)?.level ?? 0 > 0
        guard isSpent || isOverdue else { return nil }
        return LiveStuck(
            cause: .cleanupGaveUp, severity: .critical,
            text:
                "The cleanup has given up after \(runs.count) run\(runs.count == 1 ? "" : "s"), last at \(ISO8601.text(last)): the instance stays open and blocks the next start.",
            nextStep: "End the instance by hand; the calls are shown. Then the next start is taken.")
    }

    // MARK: What only the database knows

    private var neverRun: LiveStuck? {
        guard let never = neverRunQueues, let all = allQueues, never > 0 else { return nil }
        return LiveStuck(
            cause: .neverRun, severity: .warning, text: "It calls itself successful, and \(never) of \(all) queues never ran.",
            nextStep: "Send those queues again before its result is used.")
    }

    private var simsMissing: LiveStuck? {
        guard let expected = expectedSIMs, let actual = actualSIMs, expected > 0, Double(actual) < 0.95 * Double(expected) else {
            return nil
        }
        return LiveStuck(
            cause: .simsMissing, severity: .warning, text: "It has \(actual) of \(expected) SIMs, less than 95 %.",
            nextStep: "Look whether the device sync has read all pages: nightdesk logs \(deployment.sync).")
    }

    private var savingsLow: LiveStuck? {
        guard let percent = savingsPercent, percent < 5 else { return nil }
        return LiveStuck(
            cause: .savingsLow, severity: .warning, text: "It saves \((percent * 10).rounded() / 10) %, less than 5 %.",
            nextStep: "Check the rate plans and groups that it ran with.")
    }

    private func isOfThisRun(_ moment: Date) -> Bool {
        guard progress.isUnderWay else { return false }
        return moment >= progress.startedAt ?? .distantPast && moment > completedAt ?? .distantPast
    }

    private static func span(_ seconds: Double) -> String {
        seconds < 120 ? "\(Int(seconds)) s" : seconds < 7200 ? "\(Int(seconds / 60)) min" : "\(Int(seconds / 3600)) h"
    }
}

package import FoundationEssentials

/// Why a run is not as it should be, with the next step (optimizer.md, section 6).
package struct OptimizerTrouble: Sendable, Equatable {
    package enum Cause: String, Sendable, CaseIterable {
        // Stuck: nothing will move until somebody does something.
        case processGone, diesAgain, processStopped, heardNothing, noProgress, cancelIgnored, waitsForStuck
        // It goes on, or has ended, and yet.
        case failed, late, refusedStarts, noGo, cutShort, fewSIMs, smallSaving
    }

    package var cause: Cause
    package var severity: Severity
    package var message: String
    /// The next step, a sentence.
    package var hint: String

    package var isStuck: Bool {
        switch cause {
        case .processGone, .diesAgain, .processStopped, .heardNothing, .noProgress, .cancelIgnored, .waitsForStuck: true
        case .failed, .late, .refusedStarts, .noGo, .cutShort, .fewSIMs, .smallSaving: false
        }
    }

    package var problem: Problem { Problem(code: cause.rawValue, message: message, hint: hint) }

    /// All that is wrong with a run, the worst first.
    package static func all(of run: OptimizerRun, _ sight: OptimizerSight, at now: Date) -> [OptimizerTrouble] {
        let found = [
            process(run, sight), progress(run, sight, now), cancel(run, sight, now), waiting(run, sight), failure(run),
            late(run, now), refusals(run, sight), deadline(run, now), cutShort(run, sight), fewSIMs(run), saving(run),
        ].compactMap(\.self)
        // Nobody needs to be told that what stands still is late.
        let isStuck = found.contains(where: \.isStuck)
        return found.filter { !(isStuck && $0.cause == .late) }.sorted { $0.severity > $1.severity }
    }

    // MARK: Stuck

    private static func process(_ run: OptimizerRun, _ sight: OptimizerSight) -> OptimizerTrouble? {
        guard !run.state.isFinished else { return nil }
        let again = "Run it again: nightdesk optimizer requeue \(run.id). Or end it: nightdesk optimizer end \(run.id)."
        switch sight.process {
        case .working, .elsewhere: return nil
        case .stopped(let pid):
            return OptimizerTrouble(
                cause: .processStopped, severity: .critical, message: "Its process \(pid) is suspended.",
                hint: "Let it go on: kill -CONT \(pid). Or stop the run: nightdesk optimizer cancel \(run.id).")
        case .gone where sight.attempts >= 3:
            return OptimizerTrouble(
                cause: .diesAgain, severity: .critical,
                message: "\(sight.attempts) processes have died on it, the last in phase \(run.phase.rawValue).",
                hint: "Look in the system's log for what killed them (memory?) before it is run again; "
                    + "nightdesk optimizer end \(run.id) lets others start.")
        case .gone:
            return OptimizerTrouble(
                cause: .processGone, severity: .critical, message: "The process that ran it is gone; its best so far is kept.",
                hint: again)
        }
    }

    /// Three times what a group usually takes, and three minutes at least.
    package static func patience(groupSeconds: [Double]) -> Double {
        let sorted = groupSeconds.sorted()
        return max(180, sorted.isEmpty ? 0 : 3 * sorted[sorted.count / 2])
    }

    private static func progress(_ run: OptimizerRun, _ sight: OptimizerSight, _ now: Date) -> OptimizerTrouble? {
        guard run.state == .running, let last = run.lastProgressAt ?? run.startedAt else { return nil }
        let silence = now.timeIntervalSince(last)
        guard silence > patience(groupSeconds: sight.groupSeconds) else { return nil }
        let minutes = "\(Int(silence / 60)) min"
        if case .elsewhere(let host) = sight.process {
            return OptimizerTrouble(
                cause: .heardNothing, severity: .critical,
                message: "It runs on \(host), which cannot be looked at from here, and nothing was heard of it for \(minutes).",
                hint: "Look at its process there. When it is gone: nightdesk optimizer end \(run.id).")
        }
        guard sight.process == .working else { return nil }
        return OptimizerTrouble(
            cause: .noProgress, severity: .critical,
            message: "Nothing was finished for \(minutes), in phase \(run.phase.rawValue).",
            hint: "Stop it, its best so far is written: nightdesk optimizer cancel \(run.id).")
    }

    private static let cancelPatience = 60.0

    private static func cancel(_ run: OptimizerRun, _ sight: OptimizerSight, _ now: Date) -> OptimizerTrouble? {
        guard run.state == .cancelling, sight.process != .gone, let asked = sight.cancelRequestedAt else { return nil }
        let seconds = now.timeIntervalSince(asked)
        guard seconds > cancelPatience else { return nil }
        return OptimizerTrouble(
            cause: .cancelIgnored, severity: .critical,
            message: "It was asked to stop \(Int(seconds)) s ago and goes on, in phase \(run.phase.rawValue).",
            hint: "End its process by hand; then nightdesk optimizer end \(run.id).")
    }

    private static func waiting(_ run: OptimizerRun, _ sight: OptimizerSight) -> OptimizerTrouble? {
        guard run.state == .queued, let other = sight.waitsForStuck else { return nil }
        return OptimizerTrouble(
            cause: .waitsForStuck, severity: .critical, message: "It waits for run \(other), which is stuck.",
            hint: "See to that one first: nightdesk optimizer status \(other).")
    }

    // MARK: Not as it should be

    private static func failure(_ run: OptimizerRun) -> OptimizerTrouble? {
        guard run.state == .failed else { return nil }
        return OptimizerTrouble(
            cause: .failed, severity: .critical, message: run.problem?.message ?? "It failed.",
            hint: run.problem?.hint ?? "Run it again: nightdesk optimizer requeue \(run.id).")
    }

    /// Below this an estimate is passed for nothing.
    private static let shortEstimate = 15.0

    /// The estimate was passed twice.
    private static func late(_ run: OptimizerRun, _ now: Date) -> OptimizerTrouble? {
        guard run.state == .running, let eta = run.etaSeconds, let told = run.lastProgressAt else { return nil }
        let passed = now.timeIntervalSince(told)
        guard passed > 2 * max(eta, shortEstimate) else { return nil }
        return OptimizerTrouble(
            cause: .late, severity: .warning, message: "Late: \(Int(eta)) s were left \(Int(passed)) s ago.",
            hint: "Wait, or stop it with its best so far: nightdesk optimizer cancel \(run.id).")
    }

    private static func refusals(_ run: OptimizerRun, _ sight: OptimizerSight) -> OptimizerTrouble? {
        guard !run.state.isFinished, sight.refusedStarts > 0 else { return nil }
        let starts = sight.refusedStarts == 1 ? "A start was" : "\(sight.refusedStarts) starts were"
        return OptimizerTrouble(
            cause: .refusedStarts, severity: .warning, message: "\(starts) refused because it is open.",
            hint: "Let it end, or stop it: nightdesk optimizer cancel \(run.id).")
    }

    private static func deadline(_ run: OptimizerRun, _ now: Date) -> OptimizerTrouble? {
        guard !run.state.isFinished, let deadline = OptimizerDeadline(of: run, at: now), !deadline.isGo else { return nil }
        let message =
            deadline.secondsLeft < 0
            ? "The billing cycle is over: what it finds counts for the next one."
            : "No-go: \(Int(deadline.secondsLeft / 60)) min are left of the billing cycle, too few to change plans."
        return OptimizerTrouble(
            cause: .noGo, severity: .warning, message: message,
            hint: "Change plans in the next cycle, with its billing_period.csv.")
    }

    private static func cutShort(_ run: OptimizerRun, _ sight: OptimizerSight) -> OptimizerTrouble? {
        guard run.state.isFinished, run.state != .failed, sight.groupsCutShort > 0 else { return nil }
        return OptimizerTrouble(
            cause: .cutShort, severity: .warning,
            message:
                "\(sight.groupsCutShort) of \(run.queuesTotal ?? sight.groupsCutShort) groups were not searched to their end.",
            hint: "Run the same files again without a time limit.")
    }

    private static func fewSIMs(_ run: OptimizerRun) -> OptimizerTrouble? {
        guard let devices = run.devices, let rejected = run.rejected, devices + rejected > 0,
            Double(devices) < 0.95 * Double(devices + rejected)
        else { return nil }
        return OptimizerTrouble(
            cause: .fewSIMs, severity: .warning,
            message: "\(devices) of \(devices + rejected) SIMs: \(rejected) rows were rejected.",
            hint: "nightdesk optimizer report \(run.id) says why.")
    }

    private static func saving(_ run: OptimizerRun) -> OptimizerTrouble? {
        guard run.state == .completed, let saving = run.savingsPercent, saving < 5 else { return nil }
        return OptimizerTrouble(
            cause: .smallSaving, severity: .warning, message: "It saves less than 5 %.",
            hint: "The present plans fit already, or the usages are not those of this cycle.")
    }
}

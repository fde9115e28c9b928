import FoundationEssentials
package import Model

/// Runs a set of checks side by side, each with a time limit of its own.
package struct HealthRunner: Sendable {
    private let sources: HealthSources

    package init(sources: HealthSources) { self.sources = sources }

    /// - Parameter progress: Told each result as it comes.
    package func run(
        _ checks: [HealthCheck], set: String, context: String,
        progress: @escaping @Sendable (HealthResult) async -> Void = { _ in }
    ) async -> HealthReport {
        let start = sources.clock.now
        // All at once: what AWS wants slower, the client slows down.
        let results = await checks.concurrentMap(limit: max(1, checks.count)) { check in
            let result = await self.result(of: check)
            await progress(result)
            return result
        }
        return HealthReport(
            set: set, context: context, takenAt: start, durationMs: milliseconds(since: start), checks: results)
    }

    private func result(of check: HealthCheck) async -> HealthResult {
        let start = sources.clock.now
        let examiner = HealthExaminer(check: check, sources: sources)
        let finding = await TimeLimit.run(check.timeout, clock: sources.clock) { await examiner.examine() }
        let shown = finding ?? .unknown("No answer within \(DurationText.text(check.timeout)).")
        return HealthResult(
            name: check.name, kind: check.question.kind, target: check.question.target, verdict: shown.verdict,
            value: shown.value,
            unit: shown.unit, warn: shown.limits.warn, crit: shown.limits.crit, evidence: Masker.masked(shown.evidence),
            durationMs: milliseconds(since: start), runbook: check.runbook)
    }

    private func milliseconds(since start: Date) -> Double {
        (max(0, sources.clock.now.timeIntervalSince(start)) * 10_000).rounded() / 10
    }
}

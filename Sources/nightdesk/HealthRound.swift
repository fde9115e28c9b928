import ArgumentParser
import Assembly
import Drawing
import Engines
import FoundationEssentials
import Model
import Synchronization

/// Runs checks once or for a while, prints what comes of them, and ends with the code of the worst verdict seen.
struct HealthRound: Sendable {
    let desk: HealthDesk
    let clock: any WallClock
    let checks: [HealthCheck]
    let set: String?
    let format: HealthForm.Format
    let watch: Duration?
    let every: Duration
    let before: HealthReport?
    let isDryRun: Bool

    /// - Throws: ``CommandFailure`` 65 for a file to compare with that is none.
    init(
        desk: HealthDesk, machine: Machine, checks: [HealthCheck], set: String?, form: HealthForm, globals: GlobalFlags
    ) throws {
        self.desk = desk
        self.checks = checks
        self.set = set
        clock = machine.clock
        format = globals.others.json ? .json : form.format
        watch = form.watch?.duration
        every = form.every.duration
        before = try form.compare.map(Self.report)
        isDryRun = globals.others.dryRun
    }

    private static func report(_ file: String) throws -> HealthReport {
        let data = try InputFile.read(file)
        do throws(Problem) {
            return try HealthReport(json: data)
        } catch {
            throw CommandFailure(.badInput, code: error.code, message: "\(file): \(error.message)", hint: error.hint)
        }
    }

    func run() async throws {
        if isDryRun { return Output.print(HealthText.plan(checks)) }
        let worst = if let watch { try await follow(for: watch) } else { await once() }
        throw ExitCode(worst.healthExitCode)
    }

    private func once() async -> Severity {
        let report = await look()
        Output.print(text(of: report))
        return report.verdict
    }

    /// One line a round, or one JSON document a line; at the end the report of the worst round.
    private func follow(for length: Duration) async throws -> Severity {
        let end = clock.now.addingTimeInterval(length / .seconds(1))
        var worst: HealthReport?
        var last = before
        while !Task.isCancelled {
            let start = clock.now
            let report = await look()
            // What was broken off half-way says nothing.
            guard !Task.isCancelled else { break }
            Output.print(format == .json ? report.json() : HealthText.line(report, since: last))
            if report.verdict > worst?.verdict ?? .ok || worst == nil { worst = report }
            last = report
            let next = start.addingTimeInterval(every / .seconds(1))
            guard next < end, (try? await clock.sleep(until: next)) != nil else { break }
        }
        guard let worst else { return .unknown }
        if format != .json { Output.print("\n" + text(of: worst)) }
        return worst.verdict
    }

    private func look() async -> HealthReport {
        guard Output.isTerminal, format == .text else { return await desk.run(checks, set: set) }
        let bar = HealthProgress(total: checks.count)
        let report = await desk.run(checks, set: set) { _ in bar.step() }
        Output.showProgress("")
        return report
    }

    private func text(of report: HealthReport) -> String {
        let comparison = before.map { HealthComparison(before: $0, after: report) }
        switch format {
        case .text: return HealthText.text(report, comparison)
        case .json: return report.json(comparison: comparison)
        case .markdown: return report.markdown(comparison: comparison)
        }
    }
}

/// How far a run is, on a terminal.
private final class HealthProgress: Sendable {
    private let total: Int
    private let done = Mutex(0)

    init(total: Int) { self.total = total }

    func step() {
        done.withLock { done in
            done += 1
            let filled = 20 * done / max(1, total)
            Output.showProgress(
                "[\(String(repeating: "#", count: filled))\(String(repeating: " ", count: 20 - filled))] \(done) of \(total)")
        }
    }
}

/// A report as plain text. Its first line stands for the whole, since that is what monitors show.
enum HealthText {
    static func text(_ report: HealthReport, _ comparison: HealthComparison?) -> String {
        let table = TextTable(
            columns: ["verdict", "check", "value", "took", "evidence"],
            rows: report.checks.map { check in
                [
                    check.verdict.rawValue, check.name, check.valueText ?? "–", "\(Int(check.durationMs.rounded())) ms",
                    HarmlessText.line(check.evidence),
                ]
            })
        let runbooks = report.checks.filter { $0.verdict != .ok }.compactMap { check in
            check.runbook.map { "runbook of \(check.name): \($0)" }
        }
        var parts = [headline(report), table.text] + (runbooks.isEmpty ? [] : [runbooks.joined(separator: "\n")])
        if let comparison {
            let lines = comparison.lines.isEmpty ? ["nothing has changed"] : comparison.lines
            parts.append(
                "since \(ISO8601.text(comparison.since)):\n" + lines.map { "  \(SafeText.of($0))" }.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }

    /// `WARNING: 7 checks: 1 warning; errors: 45,102 errors in 24h …`
    private static func headline(_ report: HealthReport) -> String {
        let worst = report.checks.first { $0.verdict == report.verdict && $0.verdict != .ok }
        let reason = worst.map { "; \($0.name): \(HarmlessText.line($0.evidence))" } ?? ""
        return "\(report.verdict.rawValue.uppercased()): \(report.summary)\(SafeText.of(reason))"
    }

    /// One round of a watch, with what has changed since the one before.
    static func line(_ report: HealthReport, since before: HealthReport?) -> String {
        let news = before.map { HealthComparison(before: $0, after: report).changes } ?? []
        let turned = news.filter { [.worse, .better].contains($0.kind) }.map {
            "\($0.name) is \($0.after?.verdict.rawValue ?? "gone")"
        }
        let bad = report.checks.filter { $0.verdict != .ok }.map(\.name).joined(separator: ", ")
        return ISO8601.text(report.takenAt) + " \(report.verdict.rawValue)" + (bad.isEmpty ? "" : "  \(SafeText.of(bad))")
            + (turned.isEmpty ? "" : "  (\(SafeText.of(turned.joined(separator: ", "))))")
    }

    /// What would be asked.
    static func plan(_ checks: [HealthCheck]) -> String {
        TextTable(
            columns: ["check", "kind", "target", "timeout"],
            rows: checks.map { [$0.name, $0.question.kind, $0.question.target, DurationText.text($0.timeout)] }
        ).text
    }
}

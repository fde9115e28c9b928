import Drawing
import FoundationEssentials
import Model

/// The last health report, and the check that runs.
struct HealthState: Equatable, Sendable {
    struct Run: Equatable, Sendable {
        var number: Int
        var set: String
        var startedAt: Date
        /// Empty until it has begun.
        var checks: [String] = []
        /// Those that have answered, by name.
        var results: [String: HealthResult] = [:]
    }

    var sets: [String] = []
    var run: Run?
    var report: HealthReport?
    /// The one before, to say what has changed.
    var before: HealthReport?
    var failure: Problem?
    var cursor = 0
    private(set) var lastNumber = 0

    /// A line of the view.
    struct Row: Equatable, Sendable {
        var name: String
        /// nil while it has not answered.
        var result: HealthResult?
    }

    /// While they answer as they are declared, so that none jumps; then the worst first, as in every pane.
    var rows: [Row] {
        if let run { return run.checks.map { Row(name: $0, result: run.results[$0]) } }
        return (report?.worstFirst ?? []).map { Row(name: $0.name, result: $0) }
    }

    var selected: Row? { rows.indices.contains(cursor) ? rows[cursor] : nil }

    mutating func begin(set: String, at now: Date) -> Int {
        lastNumber += 1
        run = Run(number: lastNumber, set: set, startedAt: now)
        failure = nil
        cursor = 0
        return lastNumber
    }

    /// - Returns: The report of a run that has ended.
    mutating func take(_ news: HealthNews) -> HealthReport? {
        switch news {
        case .sets(let sets): self.sets = sets
        case .began(let number, let checks) where number == run?.number: run?.checks = checks
        case .result(let number, let result) where number == run?.number: run?.results[result.name] = result
        case .ended(let number, let new) where number == run?.number:
            before = report?.set == new.set ? report : nil
            // Whoever has not moved wants to see the worst.
            let name = cursor > 0 ? selected?.name : nil
            (report, run) = (new, nil)
            cursor = rows.firstIndex { $0.name == name } ?? 0
            return new
        case .failed(let number, let problem) where number == run?.number: (failure, run) = (problem, nil)
        case .began, .result, .ended, .failed: break
        }
        return nil
    }
}

extension ConsoleState {
    /// Runs a set of checks and shows how they go.
    mutating func checkHealth(_ set: String) -> [Effect] {
        if !views.contains(.health) { views.append(.health) }
        let number = health.begin(set: set, at: now)
        return [.checkHealth(set: set, number: number)]
    }

    mutating func take(_ news: HealthNews) {
        guard let report = health.take(news) else { return }
        feed.add(
            FeedMessage(
                at: now, severity: report.verdict,
                text: "health check \(report.set) is \(report.verdict.rawValue): \(report.news)"))
    }

    /// The set that is shown, or else the daily one.
    var healthSet: String { health.run?.set ?? health.report?.set ?? "daily" }

    mutating func moveInHealth(_ movement: Movement) {
        health.cursor = movement.applied(to: health.cursor, last: health.rows.count - 1, page: layout.body.height - 6)
    }

    var healthMenu: MenuView {
        let items = health.sets.map { name in
            MenuView.Item(label: name, note: name == healthSet ? "this one" : nil, choice: .healthSet(name))
        }
        return MenuView(
            title: "Run which checks", items: items, cursor: health.sets.firstIndex(of: healthSet) ?? 0,
            emptyText: "This context has no sets of checks.")
    }

    /// Everything about one check.
    func healthText(_ row: HealthState.Row) -> TextView {
        guard let result = row.result else { return TextView(title: row.name, paragraphs: ["It has not answered yet."]) }
        var paragraphs = ["\(result.verdict.glyph(glyphs)) \(result.verdict.rawValue): \(result.evidence)"]
        paragraphs.append("Looks at \(result.target) (\(result.kind)).")
        if let figure = result.figure { paragraphs.append("Value \(figure).") }
        if let limits = result.limitText(result.number) { paragraphs.append("Limits: \(limits).") }
        paragraphs.append("Took \(Figures.duration(milliseconds: result.durationMs)).")
        if let runbook = result.runbook { paragraphs.append("Runbook: \(runbook)") }
        return TextView(title: result.name, paragraphs: paragraphs)
    }
}

extension HealthResult {
    /// `45.1k errors`, `31 s`; nil where there is no figure.
    var figure: String? {
        value.map { number($0) + (unit == "ms" ? "" : spokenUnit.map { " \($0)" } ?? "") }
    }

    /// The value or a limit; milliseconds bring their unit along.
    func number(_ value: Double) -> String {
        unit == "ms" ? Figures.duration(milliseconds: value) : Figures.number(value)
    }
}

extension HealthReport {
    /// Those that are alike as they were declared.
    var worstFirst: [HealthResult] {
        checks.enumerated().sorted { ($1.element.verdict, $0.offset) < ($0.element.verdict, $1.offset) }.map(\.element)
    }

    /// `access keys (8 checks: 1 warning)`; of what is well the summary alone.
    var news: String {
        guard verdict != .ok, let worst = worstFirst.first else { return summary }
        return "\(worst.name) (\(summary))"
    }
}

extension Figures {
    /// One digit behind the point where a small figure has one: `1.5`, `42`, `45.1k`.
    static func number(_ value: Double) -> String {
        let tenths = (value * 10).rounded() / 10
        guard tenths.magnitude < 100, tenths != tenths.rounded() else { return count(value) }
        return String(tenths)
    }
}

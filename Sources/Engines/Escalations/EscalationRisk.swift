import FoundationEssentials
import Model

/// What the pane of escalations has to say beyond its rows: what does not happen now, and whom that concerns.
struct EscalationRisk {
    private let rows: [Escalation]
    private let engine: EngineStatus
    private let counts: EngineCounts?
    private let now: Date

    /// - Parameter sight: The newest that is known; its rows may be old.
    init(_ sight: EscalationsPoller.Sight, at now: Date) {
        rows = sight.pane.rows
        engine = sight.engine
        counts = sight.counts
        self.now = now
    }

    var warnings: [Problem] {
        var warnings: [Problem] = []
        if engine == .none, !due.isEmpty {
            warnings.append(
                Problem(
                    code: "NobodyDelivers", message: "Nobody is delivering, and something is due. \(atRisk)",
                    hint: "Start an engine: nightdesk engine run."))
        }
        if let trouble = counts?.trouble {
            warnings.append(
                Problem(
                    code: "EngineTrouble", message: "The engine cannot work: \(trouble) \(atRisk)",
                    hint: "Nothing is acknowledged to the request queue that was not stored."))
        }
        if let skipped { warnings.append(Problem(code: "Refused", message: skipped)) }
        return warnings
    }

    /// For a store that cannot be read: what was in it when it was last read.
    func named(in problem: Problem) -> Problem {
        var problem = problem
        problem.message = Self.sentence(problem.message) + " " + atRisk
        return problem
    }

    // MARK: Words

    private var waiting: [Escalation] { rows.filter { $0.endedAt == nil && $0.nextAt != nil } }
    /// The start of a process that only the original's table holds is not known: the original looks at it at its own pace, and is late only
    /// when the row itself is.
    private var due: [Escalation] {
        rows.filter { row in
            row.startedAt == nil ? row.isOverdue(at: now) : (row.overdueSeconds(at: now) ?? 0) > 0
        }
    }

    /// `At risk: 3 processes, 1 due now, next at 2024-01-15T12:34:56.000Z.`
    private var atRisk: String {
        guard !waiting.isEmpty else { return "At risk: requests that have not been taken; no process is known to wait." }
        var words = [waiting.count == 1 ? "1 process" : "\(waiting.count) processes"]
        if !due.isEmpty { words.append("\(due.count) due now") }
        let next = waiting.compactMap(\.nextAt).filter { EpochMoment.date($0) > now }.min()
        if let next { words.append("next at \(ISO8601.text(EpochMoment.date(next)))") }
        return "At risk: \(words.joined(separator: ", "))."
    }

    private var skipped: String? {
        guard let counts, counts.refused + counts.ignored > 0 else { return nil }
        var words: [String] = []
        if counts.refused > 0 { words.append("\(Wording.count(counts.refused, "request")) skipped") }
        if counts.ignored > 0 { words.append("\(counts.ignored) without effect") }
        return "\(words.joined(separator: ", ")). \(counts.lastRefusal ?? "")"
    }

    private static func sentence(_ text: String) -> String { text.hasSuffix(".") ? text : text + "." }
}

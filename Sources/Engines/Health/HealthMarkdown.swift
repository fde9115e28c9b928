import FoundationEssentials
package import Model

extension HealthReport {
    /// The report for a ticket or a wiki.
    package func markdown(comparison: HealthComparison? = nil) -> String {
        var lines = [
            "# Health check: \(MarkdownText.inline(set)) is \(verdict.rawValue)", "",
            "- **Context**: \(MarkdownText.inline(context))",
            "- **Taken**: \(ISO8601.text(takenAt).prefix(19).replacing("T", with: " ")) UTC, in \(Wording.duration(milliseconds: durationMs))",
            "- **Result**: \(summary)", "",
            "| Verdict | Check | Value | Evidence | Took |", "| --- | --- | ---: | --- | ---: |",
        ]
        lines += checks.map { check in
            let cells = [
                check.verdict.rawValue, MarkdownText.inline(check.name), MarkdownText.inline(check.valueText ?? "–"),
                MarkdownText.inline(check.evidence), Wording.duration(milliseconds: check.durationMs),
            ]
            return "| " + cells.joined(separator: " | ") + " |"
        }
        lines += runbooks
        if let comparison { lines += [""] + comparison.markdown }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Only of what needs one now.
    private var runbooks: [String] {
        let wanted = checks.filter { $0.verdict != .ok }.compactMap { check in
            check.runbook.map { "- \(MarkdownText.inline(check.name)): \(MarkdownText.inline($0))" }
        }
        return wanted.isEmpty ? [] : ["", "## Runbooks", ""] + wanted
    }
}

extension HealthResult {
    /// `45,102 errors`, with what it is measured by: `45,102 errors (> 13,000)`; nil where there is no figure.
    package var valueText: String? {
        guard let value else { return nil }
        let unit = spokenUnit.map { " \($0)" } ?? ""
        let limit: Double? =
            switch verdict {
            case .critical: crit ?? warn
            case .warning: warn
            case .ok, .unknown: nil
            }
        guard let limit else { return "\(Wording.number(value))\(unit)" }
        return "\(Wording.number(value))\(unit) (\(value < limit ? "<" : ">") \(Wording.number(limit)))"
    }
}

extension HealthComparison {
    fileprivate var markdown: [String] {
        let head = ["## Changes since \(ISO8601.text(since).prefix(19).replacing("T", with: " ")) UTC", ""]
        return head + (lines.isEmpty ? ["Nothing has changed."] : lines.map { "- \(MarkdownText.inline($0))" })
    }

    /// One sentence a change: `worse: errors, ok → warning (3 errors → 40 errors)`.
    package var lines: [String] {
        changes.map { change in
            switch change.kind {
            case .new: return "new: \(change.name), \(change.after?.verdict.rawValue ?? "unknown")"
            case .gone: return "gone: \(change.name), was \(change.before?.verdict.rawValue ?? "unknown")"
            case .value: return "\(change.name): \(change.values)"
            case .worse, .better:
                let verdicts = "\(change.before?.verdict.rawValue ?? "unknown") → \(change.after?.verdict.rawValue ?? "unknown")"
                return "\(change.kind.rawValue): \(change.name), \(verdicts) (\(change.values))"
            }
        }
    }
}

extension HealthComparison.Change {
    fileprivate var values: String {
        func text(_ result: HealthResult?) -> String {
            guard let value = result?.value else { return "–" }
            return Wording.number(value) + (result?.unit.map { " \($0)" } ?? "")
        }
        return "\(text(before)) → \(text(after))"
    }
}

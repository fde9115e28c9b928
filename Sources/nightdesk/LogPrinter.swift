import FoundationEssentials
import Model

/// Prints lines of logs as they come: text that no terminal obeys, or one JSON object a line. What must be said about them goes
/// to standard error.
actor LogPrinter {
    private let filter: LogFilter
    private let showsGroup: Bool
    private let isJSON: Bool
    private var lastProblem: Problem?
    private var knownGaps: Set<Int> = []

    init(filter: LogFilter, showsGroup: Bool, isJSON: Bool) {
        self.filter = filter
        self.showsGroup = showsGroup
        self.isJSON = isJSON
    }

    func print(_ batch: LogBatch) {
        for gap in batch.gaps { say(gap) }
        if let problem = batch.status.problem, problem != lastProblem {
            Output.error("nightdesk: \(HarmlessText.line(problem.message)) \(HarmlessText.line(problem.hint))")
        }
        lastProblem = batch.status.problem
        print(batch.events)
        Output.endIfNobodyReads()
    }

    func print(_ events: [LogEvent]) {
        var text = ""
        for event in events where filter.matches(event) {
            text += isJSON ? JSONText.object(of: event) : event.line(withGroup: showsGroup)
            text += "\n"
        }
        if !text.isEmpty { Output.print(text) }
    }

    private func say(_ gap: LogGap) {
        let span = "\(ISO8601.text(gap.from)) to \(ISO8601.text(gap.to))"
        if gap.isFilled {
            guard knownGaps.remove(gap.id) != nil else { return }
            Output.error("nightdesk: the gap from \(span) has been filled.")
        } else if knownGaps.insert(gap.id).inserted {
            Output.error("nightdesk: gap from \(span): \(gap.reasonText).")
        }
    }
}

extension JSONText {
    fileprivate static func object(of event: LogEvent) -> String {
        var json = JSONText()
        event.write(to: &json)
        return json.text
    }
}

/// What a query of Logs Insights has found, as text.
enum InsightsText {
    static func line(of progress: InsightsProgress) -> String {
        let (matched, scanned) = (whole(progress.recordsMatched), whole(progress.recordsScanned))
        let cost = (progress.costUSD * 10_000).rounded(.up) / 10_000
        return "\(matched) of \(scanned) records match, \(whole(progress.bytesScanned)) bytes scanned, about $\(cost)"
    }

    private static func whole(_ value: Double) -> String { Int64(exactly: value.rounded()).map { String($0) } ?? "–" }

    /// `{ status, groups, statistics:{ recordsMatched, recordsScanned, bytesScanned, estimatedCostUSD }, total, rows:[{ field: value }] }`
    static func json(of answer: InsightsAnswer, groups: [String]) -> String {
        JSONText.object { json in
            json.member("status", answer.progress.status)
            json.key("groups")
            json.array(groups) { $0.string($1) }
            json.key("statistics")
            json.object { json in
                json.member("recordsMatched", answer.progress.recordsMatched)
                json.member("recordsScanned", answer.progress.recordsScanned)
                json.member("bytesScanned", answer.progress.bytesScanned)
                json.member("estimatedCostUSD", answer.progress.costUSD)
            }
            json.member("total", answer.rows.count)
            json.key("rows")
            json.array(answer.rows) { json, row in
                json.object { json in
                    for (column, value) in zip(answer.columns, row) { json.member(column, value) }
                }
            }
        }
    }
}

import FoundationEssentials
import Model

/// The running deployment as text, and the calls for it.
extension OptimizerText {
    static func text(_ row: OptimizerRow, _ sight: LiveSight) -> String {
        let step = sight.progress.step.map { "\($0.rawValue) %, \($0.words)" } ?? "no run was seen to begin"
        let parts = [
            ["Live deployment: \(row.severity.rawValue); \(step)."] + row.reasons,
            [queues(sight).text], [functions(sight).text], [table(sight.figures).text],
            sight.missing.map { "missing: \($0.message) (\($0.code)) \($0.hint)" },
        ]
        return parts.filter { !$0.isEmpty }.map { $0.map(lines).joined(separator: "\n") }.joined(separator: "\n\n")
    }

    /// Harmless, and with its own line ends.
    private static func lines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { HarmlessText.line(String($0)) }.joined(
            separator: "\n")
    }

    private static func queues(_ sight: LiveSight) -> TextTable {
        TextTable(
            columns: ["queue", "waiting", "in flight", "delayed", "oldest", "dead letters"],
            rows: sight.queues.map { queue in
                [
                    queue.name, TextTable.number(queue.visible), TextTable.number(queue.inFlight),
                    TextTable.number(queue.delayed), queue.oldestAgeSeconds.map { "\(Int($0)) s" } ?? "–",
                    queue.deadLetterQueue.map { "\(TextTable.number(queue.deadLetters)) in \($0)" } ?? "–",
                ]
            })
    }

    private static func functions(_ sight: LiveSight) -> TextTable {
        let patterns = LiveLogCounts.Pattern.allCases
        return TextTable(
            columns: ["function", "calls", "errors", "p95"] + patterns.map(\.rawValue),
            rows: sight.functions.map { function in
                [
                    function.name, TextTable.number(function.invocations.map { Int($0) }),
                    TextTable.number(function.errors.map { Int($0) }),
                    function.durationP95Ms.map { "\(Int($0)) ms" } ?? "–",
                ] + patterns.map { TextTable.number(function.log?[$0]) }
            })
    }

    static func text(_ calls: [LiveCalls]) -> String {
        calls.map { calls in
            let redrive = calls.order.map { "# Nightdesk does the first itself: \($0.title)\n" } ?? ""
            return "# \(calls.title)\n\(redrive)" + calls.lines.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    static func json(_ calls: [LiveCalls]) -> String {
        JSONText.object { json in
            json.key("calls")
            json.array(calls) { json, calls in
                json.object { json in
                    json.member("title", calls.title)
                    json.key("lines")
                    json.array(calls.lines) { $0.string($1) }
                    json.member("order", calls.order?.title)
                }
            }
        }
    }
}

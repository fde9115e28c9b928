package import FoundationEssentials

extension HealthReport {
    /// The contract's Health answer.
    /// - Parameter comparison: Added as `comparison` where there is one.
    package func json(comparison: HealthComparison? = nil) -> String {
        JSONText.object { json in
            json.member("verdict", verdict.rawValue)
            json.member("set", set)
            json.member("context", context)
            json.member("takenAt", takenAt)
            json.member("durationMs", durationMs)
            json.key("checks")
            json.array(checks) { json, check in check.write(to: &json) }
            if let comparison {
                json.key("comparison")
                comparison.write(to: &json)
            }
        }
    }

    /// Reads what ``json(comparison:)`` has written; keys that are not known are passed over.
    /// - Throws: ``Problem`` that says what was expected.
    package init(json data: Data) throws(Problem) {
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: data)
        } catch DecodingError.keyNotFound(let key, _) {
            throw Self.misfit("\"\(key.stringValue)\" is missing")
        } catch DecodingError.typeMismatch(let type, let context), DecodingError.valueNotFound(let type, let context) {
            throw Self.misfit("\(context.codingPath.map(\.stringValue).joined(separator: ".")) is no \(type)")
        } catch {
            throw Self.misfit("it is not JSON")
        }
        guard let takenAt = ISO8601.parse(document.takenAt) else { throw Self.misfit("takenAt is no moment in ISO 8601") }
        self.init(
            set: document.set ?? "daily", context: document.context ?? "", takenAt: takenAt, durationMs: document.durationMs ?? 0,
            checks: document.checks.map(\.result))
    }

    private static func misfit(_ reason: String) -> Problem {
        Problem(
            code: "BadInput", message: "This is no health report: \(reason).",
            hint: "Write one with \"nightdesk health --json > before.json\".")
    }

    private struct Document: Decodable {
        var set: String?
        var context: String?
        var takenAt: String
        var durationMs: Double?
        var checks: [Check]
    }

    private struct Check: Decodable {
        var name: String
        var kind: String?
        var target: String?
        var verdict: Severity
        var value: Double?
        var unit: String?
        var warn: Double?
        var crit: Double?
        var evidence: String?
        var durationMs: Double?
        var runbook: String?

        var result: HealthResult {
            HealthResult(
                name: name, kind: kind ?? "", target: target ?? "", verdict: verdict, value: value, unit: unit, warn: warn,
                crit: crit, evidence: evidence ?? "", durationMs: durationMs ?? 0, runbook: runbook)
        }
    }
}

extension HealthResult {
    fileprivate func write(to json: inout JSONText) {
        json.object { json in
            json.member("name", name)
            json.member("kind", kind)
            json.member("target", target)
            json.member("verdict", verdict.rawValue)
            json.member("value", value)
            json.member("unit", unit)
            json.member("warn", warn)
            json.member("crit", crit)
            json.member("evidence", evidence)
            json.member("durationMs", durationMs)
            json.member("runbook", runbook)
        }
    }
}

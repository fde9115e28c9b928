import AWS
import Model

extension HealthExaminer {
    /// Whether the rules that start something are there and switched on.
    func rule(prefix: String) async throws -> HealthFinding {
        let rules = try await client().all(ListRules.self, .init(namePrefix: prefix)) { $0.rules ?? [] }
        guard !rules.isEmpty else { return HealthFinding(.critical, 0, "rules on", "No rule begins with \(prefix).") }
        let off = rules.filter { !$0.isEnabled }
        let on = rules.count - off.count
        let verdict: Severity = off.isEmpty ? .ok : on == 0 ? .critical : .warning
        let names = off.prefix(5).map { "\($0.name) is \($0.state ?? "not switched on")" }
        let schedule = rules.first?.scheduleExpression.map { ", \(rules[0].name) \($0)" } ?? ""
        let good = "\(Wording.count(on, "rule")) ENABLED\(schedule)"
        return HealthFinding(verdict, Double(on), "rules on", off.isEmpty ? "\(good)." : names.joined(separator: "; ") + ".")
    }
}

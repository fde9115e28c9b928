import AWS
import Model

extension HealthExaminer {
    /// Alarms in ALARM: any is critical unless limits say otherwise. Of one system, alarms that all lack data tell nothing; of a whole
    /// account only those in ALARM are asked for, as there may be thousands.
    func alarms(prefix: String) async throws -> HealthFinding {
        let input = DescribeAlarms.Input(
            alarmNamePrefix: prefix.isEmpty ? nil : prefix, stateValue: prefix.isEmpty ? "ALARM" : nil)
        let states = try await client().all(DescribeAlarms.self, input) { page in
            page.metricAlarms.map(\.state) + page.compositeAlarms.map(\.state)
        }
        let firing = states.filter { $0.stateValue == "ALARM" }.map(\.alarmName)
        let blind = states.count { $0.stateValue == "INSUFFICIENT_DATA" }
        let isBlind = !states.isEmpty && blind == states.count
        return judged(
            Double(firing.count), "in ALARM", crit: 0, least: isBlind ? .unknown : .ok,
            Self.evidence(firing, of: prefix.isEmpty ? nil : states.count, blind: blind))
    }

    /// - Parameter count: All alarms that were looked at; nil where only firing ones were asked for.
    private static func evidence(_ firing: [String], of count: Int?, blind: Int) -> String {
        guard firing.isEmpty else {
            let more = firing.count > 5 ? " and \(firing.count - 5) more" : ""
            return "In ALARM: \(firing.prefix(5).joined(separator: ", "))\(more)."
        }
        guard let count else { return "No alarm is in ALARM." }
        return "None of \(Wording.count(count, "alarm")) is in ALARM\(blind > 0 ? "; \(blind) without data" : "")."
    }
}

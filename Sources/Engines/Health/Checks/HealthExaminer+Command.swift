import AWS
import FoundationEssentials
import Model

extension HealthExaminer {
    /// Runs a program and takes its exit code: 0 ok, 1 warning, 2 critical, anything else unknown. Source: Monitoring Plugins Development
    /// Guidelines, "Plugin Return Codes".
    func command(_ words: [String]) async throws -> HealthFinding {
        guard !words.isEmpty else { return .unknown("There is no program to run.") }
        do {
            let (status, output) = try await ChildProcess.runPlugin(
                words, variables: sources.environment, timeout: check.timeout)
            let verdict: Severity =
                switch status {
                case 0: .ok
                case 1: .warning
                case 2: .critical
                default: .unknown
                }
            let first = String(decoding: output.prefix(4096), as: UTF8.self).split(separator: "\n").first ?? ""
            // What follows the bar are figures for graphs.
            let line = first.prefix { $0 != "|" }
            return HealthFinding(verdict, line.isEmpty ? "Ended with status \(status)." : HarmlessText.line(line))
        } catch let problem as ProcessProblem {
            return .unknown(problem.text)
        }
    }
}

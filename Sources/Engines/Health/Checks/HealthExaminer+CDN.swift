import AWS
import Model

extension HealthExaminer {
    /// Whether a distribution is deployed everywhere and switched on.
    func cdn(_ id: String) async throws -> HealthFinding {
        do {
            let distribution = try await client().call(GetDistribution.self, .init(id: id))
            let name = distribution.domainName.map { " (\($0))" } ?? ""
            if distribution.isEnabled == false { return HealthFinding(.critical, "\(id)\(name) is switched off.") }
            let verdict: Severity =
                switch distribution.status {
                case "Deployed": .ok
                case "InProgress": .warning
                default: .unknown
                }
            return HealthFinding(verdict, "\(distribution.status)\(name).")
        } catch let error as AWSError where error.kind == .notFound {
            return HealthFinding(.critical, "There is no distribution \(id).")
        }
    }
}

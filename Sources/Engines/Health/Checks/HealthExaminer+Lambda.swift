import AWS
import Model

extension HealthExaminer {
    /// The state of each function and of its last update. Source: Lambda API Reference, FunctionConfiguration.
    func lambda(_ functions: [String], state wanted: String?) async throws -> HealthFinding {
        let client = try client()
        let parts = await functions.concurrentMap(limit: 10) { name in
            switch await client.attempt(GetFunctionConfiguration.self, .init(functionName: name)) {
            case .success(let function): Self.part(function, wanted: wanted)
            case .failure(let error): Self.part(name, error)
            }
        }
        let count = Wording.count(functions.count, "function")
        let good = "\(count): \(wanted ?? "Active"), last update Successful."
        return HealthFinding(parts.verdict, parts.badCount, "not ok", parts.evidence(whenOK: good))
    }

    static func part(_ function: FunctionConfiguration, wanted: String?) -> HealthPart {
        let (name, state, update) = (function.functionName, function.state ?? "Active", function.lastUpdateStatus)
        if let wanted, state != wanted { return HealthPart(.critical, "\(name) is \(state), not \(wanted)") }
        if state == "Failed" { return HealthPart(.critical, "\(name) is Failed\(reason(function.stateReason))") }
        switch update {
        case "Failed": return HealthPart(.critical, "last update of \(name) Failed\(reason(function.lastUpdateStatusReason))")
        case "InProgress": return HealthPart(.warning, "update of \(name) InProgress")
        case "Successful", nil: break
        case let other?: return HealthPart(.unknown, "last update of \(name): \(other)")
        }
        return state == "Pending" ? HealthPart(.warning, "\(name) is Pending") : HealthPart(.ok, "\(name) is \(state)")
    }

    private static func reason(_ text: String?) -> String { text.map { ": \($0)" } ?? "" }
}

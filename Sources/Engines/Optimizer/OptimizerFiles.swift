import Model
import Optimization
import Store

/// Reads the files of a run; what is wrong with one names it.
enum OptimizerFiles {
    /// Everything but the devices.
    struct Small: Sendable {
        var plans: [RatePlan]
        var groups: [CommunicationGroup]
        var allowsEveryPlan: Bool
        var period: BillingPeriod
        var warnings: [String]
    }

    static func small(_ input: OptimizerInput) throws -> Small {
        // Named first: nobody wants to wait for the plans to learn that the devices are missing.
        _ = try InputFile(input.devices)
        let plans = try named(input.plans) { try RatePlanFile.read($0) }
        let groups = try input.groups.map { path in try named(path) { try GroupFile.read($0, plans: plans) } }
        let periods = try input.period.map { path in try named(path) { try BillingPeriodFile.read($0) } }
        var warnings = periods.map(BillingPeriodFile.warnings) ?? ["No billing period is given: nothing is prorated."]
        if groups == nil {
            warnings.append("No groups are given: all SIMs form one group, and every plan is allowed.")
            guard plans.count <= GroupProblem.planLimit else {
                throw failure(
                    FileProblem(
                        .tooLarge, "\(plans.count) rate plans; a group may have \(GroupProblem.planLimit).",
                        hint: "Say with --groups which plans are allowed."), in: input.plans)
            }
        }
        return Small(
            plans: plans,
            groups: groups ?? [
                CommunicationGroup(name: GroupFile.everything, plans: Array(plans.indices), communicationPlans: [])
            ],
            allowsEveryPlan: groups == nil, period: periods.map(BillingPeriodFile.current) ?? .unknown, warnings: warnings)
    }

    static func named<Result>(_ path: String, _ body: (consuming CSVReader) throws -> Result) throws -> Result {
        let file = try InputFile(path)
        do {
            return try body(file.reader())
        } catch let problem as FileProblem {
            throw failure(problem, in: path)
        }
    }

    static func failure(_ problem: FileProblem, in path: String) -> OptimizerFailure {
        OptimizerFailure(
            .badInput, Problem(code: problem.code.rawValue, message: "\(path): \(problem.message)", hint: problem.hint))
    }
}

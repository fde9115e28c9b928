extension PracticeFleet {
    /// The groups as problems to solve, in the order of their names' first appearance, and the bill of the present plans.
    package func problems() -> [GroupProblem] {
        var names: [String] = []
        for plan in communicationPlans where !names.contains(plan.group) { names.append(plan.group) }
        let homes = communicationPlans.map { plan in names.firstIndex(of: plan.group) ?? 0 }
        var problems = names.map { name in
            let allowed = communicationPlans.first { $0.group == name }?.plans ?? []
            return GroupProblem(
                plans: allowed.map { plans[$0] }, cycleDays: Self.cycleDays, usage: [], days: [], sms: [], start: [])
        }
        for number in 0..<count {
            let device = device(number)
            let group = homes[device.communicationPlan]
            let allowed = communicationPlans[device.communicationPlan].plans
            problems[group].usage.append(device.usage)
            problems[group].days.append(UInt16(device.days ?? Self.cycleDays))
            problems[group].sms.append(Int32(device.sms ?? 0))
            problems[group].start.append(allowed.firstIndex(of: device.currentPlan).map(UInt8.init) ?? GroupProblem.noPlan)
        }
        return problems
    }
}

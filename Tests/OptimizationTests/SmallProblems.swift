import Optimization

/// Problems that are small enough to try every assignment.
enum SmallProblems {
    /// The cheapest assignment by trying them all.
    static func leastTicks(_ problem: GroupProblem) -> Int64 {
        var assignment = [UInt8](repeating: 0, count: problem.count)
        var least = Int64.max
        while true {
            least = min(least, ticksFromTheText(problem, assignment))
            guard let place = assignment.indices.first(where: { Int(assignment[$0]) + 1 < problem.plans.count }) else {
                return least
            }
            assignment[place] += 1
            for earlier in 0..<place { assignment[earlier] = 0 }
        }
    }

    /// The bill as the text of the problem says it, without any of the solver's tables.
    static func ticksFromTheText(_ problem: GroupProblem, _ assignment: [UInt8]) -> Int64 {
        let length = Int64(problem.cycleDays)
        var total: Int64 = 0
        var used = [Int64](repeating: 0, count: problem.plans.count)
        var included = used
        func units(_ excess: Int64, _ plan: RatePlan) -> Int64 { (max(0, excess) + plan.overageUnit - 1) / plan.overageUnit }
        for sim in problem.usage.indices {
            let number = Int(assignment[sim])
            let plan = problem.plans[number]
            let days = Int64(problem.days[sim])
            total += (plan.baseTicks * days + length / 2) / length + plan.feeTicks + plan.smsTicks * Int64(problem.sms[sim])
            if plan.isPooled {
                used[number] += problem.usage[sim]
                included[number] += plan.allowance * days / length
            } else {
                total += plan.overageTicks * units(problem.usage[sim] - plan.allowance * days / length, plan)
            }
        }
        for (number, plan) in problem.plans.enumerated() where plan.isPooled {
            total += plan.overageTicks * units(used[number] - included[number], plan)
        }
        return total
    }

    /// The bound from the printed prices alone: what anyone would compute who has the files.
    static func boundTicks(_ problem: GroupProblem, prices: [String]) -> Int64 {
        let scale = Int128(100_000_000_000)
        let length = Int64(problem.cycleDays)
        var sum: Int128 = 0
        let exact = prices.map { text in Int128(text.filter { $0 != "." }) ?? 0 }
        for sim in problem.usage.indices {
            let costs = problem.plans.indices.map { number in
                let plan = problem.plans[number]
                let days = Int64(problem.days[sim])
                let weight = problem.usage[sim] - plan.allowance * days / length
                var fixed =
                    (plan.baseTicks * days + length / 2) / length + plan.feeTicks + plan.smsTicks * Int64(problem.sms[sim])
                if !plan.isPooled { fixed += plan.overageTicks * ((max(0, weight) + plan.overageUnit - 1) / plan.overageUnit) }
                return Int128(fixed) * scale + (plan.isPooled ? exact[number] * Int128(weight) : 0)
            }
            sum += costs.min() ?? 0
        }
        let (quotient, remainder) = sum.quotientAndRemainder(dividingBy: scale)
        return Int64(remainder < 0 ? quotient - 1 : quotient)
    }

    /// Two or three plans out of a few that have every kind of trap: pooled or not, tiny and huge units, fees, message rates, no allowance.
    static let plans: [RatePlan] = [
        RatePlan(code: "none", baseTicks: 70, allowance: 0, overageUnit: 10, overageTicks: 9, isPooled: true),
        RatePlan(code: "some", baseTicks: 100, allowance: 50, overageUnit: 7, overageTicks: 10, isPooled: true, smsTicks: 3),
        RatePlan(code: "much", baseTicks: 333, allowance: 400, overageUnit: 100, overageTicks: 95, isPooled: true, feeTicks: 11),
        RatePlan(code: "alone", baseTicks: 90, allowance: 40, overageUnit: 20, overageTicks: 17, isPooled: false),
        RatePlan(code: "lump", baseTicks: 60, allowance: 20, overageUnit: 1000, overageTicks: 500, isPooled: true),
    ]
}

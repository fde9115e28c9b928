/// The usual rule: each SIM gets the plan that is cheapest for it alone, as if it paid its own overage. Kept to be measured against.
package enum CheapestPlan {
    package static func assignment(_ problem: GroupProblem) -> [UInt8] {
        let table = PlanTable(plans: problem.plans, cycleDays: problem.cycleDays)
        return problem.usage.indices.map { sim in
            var best = 0
            var least = Int64.max
            for plan in problem.plans.indices {
                let days = Int(problem.days[sim])
                var ticks = table.ticks(plan: plan, usage: problem.usage[sim], days: days, sms: Int64(problem.sms[sim]))
                let excess = table.weight(plan: plan, usage: problem.usage[sim], days: days)
                if problem.plans[plan].isPooled { ticks += problem.plans[plan].overageTicks(of: excess) }
                if ticks < least { (least, best) = (ticks, plan) }
            }
            return UInt8(best)
        }
    }
}

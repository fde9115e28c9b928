/// What the plans of a group cost and include, by active days, so that no pass over the SIMs divides.
struct PlanTable: Sendable {
    let plans: [RatePlan]
    let cycleDays: Int
    /// Base prorated half up, plus fee: `[day * plans.count + plan]`.
    let fixed: [Int64]
    /// Allowance prorated down: `[day * plans.count + plan]`.
    let included: [Int64]
    /// Indices of the pooled plans; a row of the linear program each.
    let pooled: [Int]
    let alone: [Int]

    init(plans: [RatePlan], cycleDays: Int) {
        self.plans = plans
        self.cycleDays = cycleDays
        let length = Int64(cycleDays)
        var fixed: [Int64] = []
        var included: [Int64] = []
        for day in 0...length {
            for plan in plans {
                fixed.append((plan.baseTicks * day + length / 2) / length + plan.feeTicks)
                included.append(plan.allowance * day / length)
            }
        }
        self.fixed = fixed
        self.included = included
        pooled = plans.indices.filter { plans[$0].isPooled }
        alone = plans.indices.filter { !plans[$0].isPooled }
    }

    /// What a SIM on a plan costs, without the overage of a pool.
    func ticks(plan: Int, usage: Int64, days: Int, sms: Int64) -> Int64 {
        let cell = days * plans.count + plan
        let own = fixed[cell] + plans[plan].smsTicks * sms
        return plans[plan].isPooled ? own : own + plans[plan].overageTicks(of: usage - included[cell])
    }

    /// What a SIM takes out of its pool (negative: gives to it), in 1/1,000 MB; 0 where nothing is pooled.
    func weight(plan: Int, usage: Int64, days: Int) -> Int64 {
        plans[plan].isPooled ? usage - included[days * plans.count + plan] : 0
    }
}

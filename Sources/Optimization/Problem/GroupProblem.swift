/// One group: its SIMs, and the plans that each of them may have. Groups do not influence each other.
package struct GroupProblem: Sendable {
    /// `start` of a SIM that has no allowed plan to start from.
    package static let noPlan = UInt8.max
    /// Plans of a group, at most: a SIM's plan is kept in one byte.
    package static let planLimit = 250
    /// No bill and no sum of megabytes may reach this, so that nothing overflows: 2^60 ticks, 115 million million currency units.
    package static let sumLimit = Int64(1) << 60

    package var plans: [RatePlan]
    /// Length of the billing cycle, 1...400.
    package var cycleDays: Int
    /// Projected usage of each SIM in 1/1,000 MB; not negative.
    package var usage: [Int64]
    /// Active days of each SIM, 1...cycleDays.
    package var days: [UInt16]
    /// Messages of each SIM; not negative.
    package var sms: [Int32]
    /// The present plan of each SIM as an index of `plans`, or ``noPlan``.
    package var start: [UInt8]

    package init(plans: [RatePlan], cycleDays: Int, usage: [Int64], days: [UInt16], sms: [Int32], start: [UInt8]) {
        self.plans = plans
        self.cycleDays = cycleDays
        self.usage = usage
        self.days = days
        self.sms = sms
        self.start = start
    }

    package var count: Int { usage.count }

    /// Whether every assignment's bill, and every sum on the way to it, stays below ``sumLimit``.
    package var isWithinLimits: Bool {
        let total = usage.reduce(Int128(0)) { $0 + Int128($1) }
        let messages = sms.reduce(Int128(0)) { $0 + Int128($1) }
        return Self.fits(plans, cycleDays: cycleDays, sims: count, usage: total, messages: messages)
    }

    /// No assignment's bill is above the sum of every SIM's bill on every plan, without any allowance.
    static func fits(_ plans: [RatePlan], cycleDays: Int, sims: Int, usage: Int128, messages: Int128) -> Bool {
        let limit = Int128(sumLimit)
        guard usage < limit, messages < limit else { return false }
        var bill: Int128 = 0
        for plan in plans {
            let perSIM = Int128(plan.baseTicks) + Int128(plan.feeTicks) + Int128(plan.overageTicks)
            let units = usage / Int128(plan.overageUnit)
            bill += perSIM * Int128(sims) + units * Int128(plan.overageTicks) + messages * Int128(plan.smsTicks)
            guard Int128(plan.allowance) * Int128(max(sims, 1)) < limit, Int128(plan.baseTicks) * Int128(cycleDays) < limit,
                Int128(plan.allowance) * Int128(cycleDays) < limit
            else { return false }
        }
        return bill < limit
    }
}

/// The accepted SIMs of a run in flat arrays, in the order of the file, and what they may have.
package struct Fleet: Sendable {
    /// SIMs at most: a file that is longer was given by mistake.
    package static let limit = 1 << 24

    package let plans: [RatePlan]
    package let groups: [CommunicationGroup]
    package let period: BillingPeriod

    /// Every ICCID seen, also of rejected rows.
    package internal(set) var iccids = ByteInterner()
    /// Number of the ICCID.
    package internal(set) var identities: [UInt32] = []
    /// In 1/1,000 MB.
    package internal(set) var usage: [Int64] = []
    package internal(set) var days: [UInt16] = []
    package internal(set) var sms: [Int32] = []
    package internal(set) var group: [UInt16] = []
    package internal(set) var currentPlan: [UInt16] = []
    /// Rows by why they were left out.
    package internal(set) var rejected: [RejectReason: Int] = [:]

    /// - Throws: ``FileProblem`` when there are more plans or groups than numbers for them.
    package init(plans: [RatePlan], groups: [CommunicationGroup], period: BillingPeriod) throws(FileProblem) {
        guard plans.count < Int(UInt16.max), groups.count < Int(UInt16.max) else {
            throw FileProblem(
                .tooLarge, "\(plans.count) rate plans and \(groups.count) groups; at most 65,534 of each.", hint: "Split the run."
            )
        }
        self.plans = plans
        self.groups = groups
        self.period = period
    }

    package var count: Int { usage.count }
    package var rejectedCount: Int { rejected.values.reduce(0, +) }
}

extension Fleet {
    /// What one group's SIMs are, and where they stand in the fleet.
    package struct Part: Sendable {
        package var problem: GroupProblem
        /// Positions of the SIMs in the fleet, ascending.
        package var members: [UInt32]
        /// Bill of the present plans, also those that the group does not allow.
        package var baselineTicks: Int64
    }

    /// - Throws: ``FileProblem`` `.tooLarge` when some bill could overflow.
    package func part(_ number: Int, members: [UInt32]) throws(FileProblem) -> Part {
        let allowed = groups[number].plans
        var indices = [UInt8](repeating: GroupProblem.noPlan, count: plans.count)
        for (index, plan) in allowed.enumerated() { indices[plan] = UInt8(index) }
        let problem = GroupProblem(
            plans: allowed.map { plans[$0] }, cycleDays: period.cycleDays, usage: members.map { usage[Int($0)] },
            days: members.map { days[Int($0)] }, sms: members.map { sms[Int($0)] },
            start: members.map { indices[Int(currentPlan[Int($0)])] })
        guard problem.isWithinLimits, baselineFits(members) else {
            throw FileProblem(
                .tooLarge, "group \"\(groups[number].name)\": a bill could reach 2^60 ticks, more than can be counted.",
                hint: "Check the prices and allowances of the rate plans, or split the group.")
        }
        return Part(problem: problem, members: members, baselineTicks: baseline(members))
    }

    /// The SIMs of each group.
    package func membersByGroup() -> [[UInt32]] {
        var counts = [Int](repeating: 0, count: groups.count)
        for number in group { counts[Int(number)] += 1 }
        var members = counts.map { count in
            var list: [UInt32] = []
            list.reserveCapacity(count)
            return list
        }
        for (sim, number) in group.enumerated() { members[Int(number)].append(UInt32(sim)) }
        return members
    }

    private func baselineFits(_ members: [UInt32]) -> Bool {
        var used = Set<UInt16>()
        for sim in members { used.insert(currentPlan[Int(sim)]) }
        let total = members.reduce(Int128(0)) { $0 + Int128(usage[Int($1)]) }
        let messages = members.reduce(Int128(0)) { $0 + Int128(sms[Int($1)]) }
        return GroupProblem.fits(
            used.map { plans[Int($0)] }, cycleDays: period.cycleDays, sims: members.count, usage: total, messages: messages)
    }

    private func baseline(_ members: [UInt32]) -> Int64 {
        let table = PlanTable(plans: plans, cycleDays: period.cycleDays)
        var own: Int64 = 0
        var pools = [Int64](repeating: 0, count: plans.count)
        for member in members {
            let sim = Int(member)
            let plan = Int(currentPlan[sim])
            own += table.ticks(plan: plan, usage: usage[sim], days: Int(days[sim]), sms: Int64(sms[sim]))
            pools[plan] += table.weight(plan: plan, usage: usage[sim], days: Int(days[sim]))
        }
        return plans.indices.reduce(own) { sum, plan in
            plans[plan].isPooled ? sum + plans[plan].overageTicks(of: pools[plan]) : sum
        }
    }
}

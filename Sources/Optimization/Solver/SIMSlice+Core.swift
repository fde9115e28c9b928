extension SIMSlice {
    /// All SIMs with their plans in order of regret, SIMs that are alike beside each other; those with most to lose come first.
    /// - Parameter prices: Ticks for 1/1,000 MB, of each of the group's plans.
    func core(prices: [Double]) -> (order: [Int], options: [[CoreSearch.Option]], isTwin: [Bool]) {
        let options = usage.indices.map { self.options($0, prices) }
        func loss(_ sim: Int) -> Double { options[sim].count > 1 ? options[sim][1].regret : .infinity }
        let order = usage.indices.sorted { one, other in
            if loss(one) != loss(other) { return loss(one) > loss(other) }
            return (usage[one], days[one], sms[one], one) < (usage[other], days[other], sms[other], other)
        }
        let isTwin = order.indices.map { index in
            guard index > 0 else { return false }
            let (one, other) = (order[index - 1], order[index])
            return usage[one] == usage[other] && days[one] == days[other] && sms[one] == sms[other]
        }
        return (order, order.map { options[$0] }, isTwin)
    }

    private func options(_ sim: Int, _ prices: [Double]) -> [CoreSearch.Option] {
        var columns = table.pooled
        if alonePlan[sim] != GroupProblem.noPlan { columns.append(Int(alonePlan[sim])) }
        var options = columns.map { plan in
            let ticks = table.ticks(plan: plan, usage: usage[sim], days: Int(days[sim]), sms: Int64(sms[sim]))
            let weight = table.weight(plan: plan, usage: usage[sim], days: Int(days[sim]))
            return CoreSearch.Option(
                plan: UInt8(plan), ticks: ticks, weight: weight, regret: Double(ticks) + prices[plan] * Double(weight))
        }
        options.sort { ($0.regret, $0.plan) < ($1.regret, $1.plan) }
        let least = options.first?.regret ?? 0
        for index in options.indices { options[index].regret -= least }
        return options
    }

    func take(_ assignment: [UInt8], order: [Int]) {
        for (place, sim) in order.enumerated() { trial[sim] = assignment[place] }
    }
}

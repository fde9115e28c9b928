extension SIMSlice {
    /// The bound of this slice, exactly: the sum of the cheapest price-adjusted costs, in 1/``PoolPrice/scale`` ticks.
    /// - Parameter prices: Of each of the group's plans; 0 for those without a pool.
    func exactBound(prices: [Int64]) -> Int128 {
        var total: Int128 = 0
        for sim in usage.indices {
            var least = aloneTicks[sim] == .max ? Int128.max : Int128(aloneTicks[sim]) * PoolPrice.scale
            let cell = Int(days[sim]) * table.plans.count
            for plan in table.pooled {
                let own = table.fixed[cell + plan] + table.plans[plan].smsTicks * Int64(sms[sim])
                let weight = usage[sim] - table.included[cell + plan]
                least = min(least, Int128(own) * PoolPrice.scale + Int128(prices[plan]) * Int128(weight))
            }
            total += least
        }
        return total
    }
}

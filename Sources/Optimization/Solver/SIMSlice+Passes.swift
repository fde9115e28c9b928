/// Prices laid out for one pass: what each plan costs by active days with its allowance already credited.
struct PricedTable: Sendable {
    let rows: Int
    /// Ticks for 1/1,000 MB, of each row.
    let prices: [Double]
    let smsTicks: [Double]
    /// `[day * rows + row]`: fixed ticks minus price times allowance.
    let offsets: [Double]

    init(_ table: PlanTable, prices: [Double]) {
        rows = table.pooled.count
        self.prices = prices
        smsTicks = table.pooled.map { Double(table.plans[$0].smsTicks) }
        var offsets: [Double] = []
        offsets.reserveCapacity((table.cycleDays + 1) * rows)
        for day in 0...table.cycleDays {
            for (row, plan) in table.pooled.enumerated() {
                let cell = day * table.plans.count + plan
                offsets.append(Double(table.fixed[cell]) - prices[row] * Double(table.included[cell]))
            }
        }
        self.offsets = offsets
    }
}

/// What a pass at given prices finds.
struct PricedPass: Sendable {
    /// Sum of the cheapest price-adjusted costs: a lower bound of every bill, but for rounding.
    var value = 0.0
    /// `[chunk * (rows + 1) + choice]`: SIMs.
    var counts: [Int32]
}

extension SIMSlice {
    /// Lets every SIM choose its cheapest column at the prices.
    func choose(_ priced: PricedTable, chunkCount: Int) -> PricedPass {
        let rows = priced.rows
        var pass = PricedPass(counts: [Int32](repeating: 0, count: chunkCount * (rows + 1)))
        var value = 0.0
        priced.prices.withUnsafeBufferPointer { prices in
            priced.smsTicks.withUnsafeBufferPointer { smsTicks in
                priced.offsets.withUnsafeBufferPointer { offsets in
                    pass.counts.withUnsafeMutableBufferPointer { counts in
                        for sim in 0..<usage.count {
                            let used = Double(usage[sim])
                            let messages = Double(sms[sim])
                            let cell = Int(days[sim]) * rows
                            var least = aloneTicks[sim] == .max ? Double.infinity : Double(aloneTicks[sim])
                            var column = rows
                            for row in 0..<rows {
                                let cost = offsets[cell + row] + smsTicks[row] * messages + prices[row] * used
                                if cost < least {
                                    least = cost
                                    column = row
                                }
                            }
                            value += least
                            choice[sim] = UInt8(column)
                            counts[Int(chunk[sim]) * (rows + 1) + column] += 1
                        }
                    }
                }
            }
        }
        pass.value = value
        return pass
    }

    /// Moves the SIMs that disagree with their chunk into new chunks.
    /// - Parameter targets: `[chunk * (rows + 1) + choice]`: the chunk from now on.
    /// - Returns: The sums of the chunks from `first` on.
    func split(_ targets: [Int32], first: Int, count: Int) -> ChunkSums {
        let width = table.pooled.count + 1
        var sums = ChunkSums(rows: width - 1, chunks: count)
        for sim in usage.indices {
            let target = targets[Int(chunk[sim]) * width + Int(choice[sim])]
            guard target != chunk[sim] else { continue }
            chunk[sim] = target
            if Int(target) >= first { add(sim, to: Int(target) - first, of: &sums) }
        }
        return sums
    }

    /// The sums of all chunks.
    func sums(chunkCount: Int) -> ChunkSums {
        var sums = ChunkSums(rows: table.pooled.count, chunks: chunkCount)
        for sim in usage.indices { add(sim, to: Int(chunk[sim]), of: &sums) }
        return sums
    }

    private func add(_ sim: Int, to chunk: Int, of sums: inout ChunkSums) {
        sums.counts[chunk] += 1
        if aloneTicks[sim] != .max { sums.aloneTicks[chunk] += aloneTicks[sim] }
        let cell = Int(days[sim]) * table.plans.count
        let first = chunk * sums.rows
        for row in 0..<sums.rows {
            let plan = table.pooled[row]
            sums.ticks[first + row] += table.fixed[cell + plan] + table.plans[plan].smsTicks * Int64(sms[sim])
            sums.weights[first + row] += usage[sim] - table.included[cell + plan]
        }
    }

    /// Puts every SIM on its chunk's column and the members of mixed chunks on theirs by turns.
    /// - Parameter columns: Of each chunk.
    /// - Parameter mixed: Shares of the columns, of chunks that are split between several.
    /// - Returns: The bill of the trial.
    func tryColumns(_ columns: [UInt8], mixed: [Int: [Double]]) -> Bill {
        var debts: [Int: [Double]] = [:]
        for sim in usage.indices {
            let home = Int(chunk[sim])
            var column = Int(columns[home])
            if let shares = mixed[home] { column = Self.turn(shares, &debts[home, default: shares.map { $0 / 2 }]) }
            trial[sim] = column == table.pooled.count ? alonePlan[sim] : UInt8(table.pooled[column])
        }
        return trialBill()
    }

    /// Whoever is owed most is next.
    private static func turn(_ shares: [Double], _ debts: inout [Double]) -> Int {
        for column in shares.indices { debts[column] += shares[column] }
        var next = 0
        for column in shares.indices where debts[column] > debts[next] { next = column }
        debts[next] -= 1
        return next
    }

    /// Puts every SIM on its choice of the last pass.
    func tryChoices() -> Bill {
        for sim in usage.indices {
            let column = Int(choice[sim])
            trial[sim] = column == table.pooled.count ? alonePlan[sim] : UInt8(table.pooled[column])
        }
        return trialBill()
    }

    /// Puts every SIM on its present plan.
    /// - Returns: nil when one has none of the group's plans.
    func tryStart() -> Bill? {
        guard !best.contains(GroupProblem.noPlan) else { return nil }
        trial = best
        return trialBill()
    }

    func trialBill() -> Bill {
        var bill = Bill(planCount: table.plans.count)
        for sim in usage.indices {
            let plan = Int(trial[sim])
            bill.ownTicks += table.ticks(plan: plan, usage: usage[sim], days: Int(days[sim]), sms: Int64(sms[sim]))
            bill.pools[plan] += table.weight(plan: plan, usage: usage[sim], days: Int(days[sim]))
            bill.counts[plan] += 1
        }
        return bill
    }
}

/// Improves an assignment by moving one SIM, or two at once, at what pools truly charge: every started unit.
///
/// At prices p the bill of any assignment is the bound, plus each SIM's regret (what its plan costs more than its best one at these
/// prices), plus each pool's rounding and unused allowance. Nothing on the right is negative, so no move pays whose regret is above the gap.
struct Repair {
    let plans: [RatePlan]
    /// The bound at the prices of the moves' regrets, in ticks.
    let bound: Double
    var pools: [Int64]
    var ticks: Int64
    /// Moves made, in order.
    private(set) var made: [Move] = []
    private var moved: Set<Int64> = []

    init(plans: [RatePlan], bill: Bill, bound: Double) {
        self.plans = plans
        self.bound = bound
        pools = bill.pools
        ticks = bill.ticks(plans)
    }

    /// Makes the best moves there are, singly and in pairs, until none pays.
    /// - Parameter pairLimit: Pairs to look at in all.
    mutating func improve(_ candidates: [Move], pairLimit: Int) {
        let sorted = candidates.sorted { ($0.regret, $0.slice, $0.sim, $0.to) < ($1.regret, $1.slice, $1.sim, $1.to) }
        var budget = pairLimit
        while budget > 0 {
            if makeBestSingle(sorted) { continue }
            if !makeFirstPair(sorted, &budget) { return }
        }
    }

    private mutating func makeBestSingle(_ moves: [Move]) -> Bool {
        var best: Move?
        var least: Int64 = 0
        for move in moves {
            guard move.regret < Double(ticks) - bound else { break }
            guard !moved.contains(move.identity) else { continue }
            let change = change(move)
            if change < least { (least, best) = (change, move) }
        }
        guard let best else { return false }
        make(best)
        return true
    }

    private mutating func makeFirstPair(_ moves: [Move], _ budget: inout Int) -> Bool {
        let gap = Double(ticks) - bound
        for (index, first) in moves.enumerated() {
            guard first.regret + (moves.first?.regret ?? 0) < gap else { break }
            guard !moved.contains(first.identity) else { continue }
            let own = change(first)
            shift(first, by: 1)
            var found: Move?
            for second in moves[(index + 1)...] {
                guard first.regret + second.regret < gap else { break }
                budget -= 1
                if second.identity != first.identity, !moved.contains(second.identity), own + change(second) < 0 {
                    found = second
                    break
                }
            }
            shift(first, by: -1)
            if let found {
                make(first)
                make(found)
                return true
            }
            if budget <= 0 { return false }
        }
        return false
    }

    private func change(_ move: Move) -> Int64 {
        let (from, to) = (Int(move.from), Int(move.to))
        return move.ticks + difference(from, -move.fromWeight) + difference(to, move.toWeight)
    }

    private func difference(_ plan: Int, _ weight: Int64) -> Int64 {
        guard plans[plan].isPooled else { return 0 }
        return plans[plan].overageTicks(of: pools[plan] + weight) - plans[plan].overageTicks(of: pools[plan])
    }

    private mutating func shift(_ move: Move, by sign: Int64) {
        pools[Int(move.from)] -= sign * move.fromWeight
        pools[Int(move.to)] += sign * move.toWeight
    }

    private mutating func make(_ move: Move) {
        ticks += change(move)
        shift(move, by: 1)
        moved.insert(move.identity)
        made.append(move)
    }
}

extension Move {
    /// Of the SIM that moves.
    var identity: Int64 { Int64(slice) << 32 | Int64(sim) }
}

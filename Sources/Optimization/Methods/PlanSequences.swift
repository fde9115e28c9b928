/// The original's idea: plans in every order, SIMs by usage; each SIM goes to the first plan of the order whose pool still has room for
/// it, else to the one that is cheapest for it alone. The best order wins. Kept to be measured against.
package struct PlanSequences {
    package struct Result: Sendable {
        package var assignment: [UInt8]
        package var ticks: Int64
        package var tried: Int
        package var isComplete: Bool
    }

    private let problem: GroupProblem
    private let table: PlanTable
    private let fallback: [UInt8]

    package init(_ problem: GroupProblem) {
        self.problem = problem
        table = PlanTable(plans: problem.plans, cycleDays: problem.cycleDays)
        fallback = CheapestPlan.assignment(problem)
    }

    /// - Parameter shouldStop: Asked after each order; the original stops at 180 s.
    package func search(shouldStop: () -> Bool) -> Result {
        let ascending = problem.usage.indices.sorted { (problem.usage[$0], $0) < (problem.usage[$1], $1) }
        var best = Result(assignment: fallback, ticks: problem.ticks(of: fallback), tried: 0, isComplete: false)
        var sequence = Array(problem.plans.indices)
        repeat {
            for sims in [ascending.reversed(), ascending] {
                let assignment = fill(sequence, sims)
                let ticks = problem.ticks(of: assignment)
                best.tried += 1
                if ticks < best.ticks { (best.assignment, best.ticks) = (assignment, ticks) }
                if shouldStop() { return best }
            }
        } while Self.advance(&sequence)
        best.isComplete = true
        return best
    }

    private func fill(_ sequence: [Int], _ sims: [Int]) -> [UInt8] {
        var room = [Int64](repeating: 0, count: problem.plans.count)
        var assignment = fallback
        for sim in sims {
            let days = Int(problem.days[sim])
            for plan in sequence {
                let weight = problem.usage[sim] - table.included[days * problem.plans.count + plan]
                guard problem.plans[plan].isPooled ? room[plan] + weight <= 0 : weight <= 0 else { continue }
                room[plan] += problem.plans[plan].isPooled ? weight : 0
                assignment[sim] = UInt8(plan)
                break
            }
        }
        return assignment
    }

    /// The next order, in lexical order.
    static func advance(_ sequence: inout [Int]) -> Bool {
        guard let pivot = sequence.indices.dropLast().last(where: { sequence[$0] < sequence[$0 + 1] }),
            let successor = sequence.indices.last(where: { sequence[$0] > sequence[pivot] })
        else { return false }
        sequence.swapAt(pivot, successor)
        sequence[(pivot + 1)...].reverse()
        return true
    }
}

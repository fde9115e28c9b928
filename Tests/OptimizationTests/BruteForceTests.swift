import Optimization
import Testing

/// Every group of one to three SIMs over few usages, days and message counts, and every set of one to three plans.
@Suite struct BruteForceTests {
    private struct SIM {
        var usage: Int64
        var days: UInt16
        var sms: Int32
    }

    private static let sims: [SIM] = [0, 1, 39, 55, 410].flatMap { usage in
        [SIM(usage: usage, days: 30, sms: 0), SIM(usage: usage, days: 11, sms: 2)]
    }

    private static var planSets: [[RatePlan]] {
        let plans = SmallProblems.plans
        var sets: [[RatePlan]] = []
        for mask in 1..<(1 << plans.count) where mask.nonzeroBitCount <= 3 {
            sets.append(plans.indices.filter { mask & (1 << $0) != 0 }.map { plans[$0] })
        }
        return sets
    }

    private static func problem(_ sims: [SIM], _ plans: [RatePlan]) -> GroupProblem {
        GroupProblem(
            plans: plans, cycleDays: 30, usage: sims.map(\.usage), days: sims.map(\.days), sms: sims.map(\.sms),
            start: sims.map { _ in GroupProblem.noPlan })
    }

    @Test(arguments: planSets)
    func findsTheCheapestAssignment_OfEverySmallGroup(plans: [RatePlan]) async {
        let sims = Self.sims
        var groups = sims.map { [$0] }
        for first in sims.indices {
            for second in first..<sims.count {
                groups.append([sims[first], sims[second]])
                for third in stride(from: second, to: sims.count, by: 3) {
                    groups.append([sims[first], sims[second], sims[third]])
                }
            }
        }
        for group in groups {
            let problem = Self.problem(group, plans)
            let solution = await GroupSolver(problem).solve()
            let least = SmallProblems.leastTicks(problem)
            #expect(solution.ticks == least, "\(group) on \(plans.map(\.code))")
            #expect(solution.ticks == SmallProblems.ticksFromTheText(problem, solution.assignment))
            #expect(solution.boundTicks <= least)
            #expect(SmallProblems.boundTicks(problem, prices: solution.prices.map(PoolPrice.text)) == solution.boundTicks)
        }
    }

    @Test func findsTheCheapestAssignment_OfSeededGroupsOfUpToEightSIMs() async {
        var random = SeededRandom(seed: 77)
        for _ in 0..<120 {
            let count = 4 + random.below(5)
            let plans = SmallProblems.plans.filter { _ in random.below(5) < 3 }
            guard !plans.isEmpty else { continue }
            let sims = (0..<count).map { _ in
                SIM(usage: Int64(random.below(500)), days: UInt16(1 + random.below(30)), sms: Int32(random.below(4)))
            }
            let problem = Self.problem(sims, plans.count > 4 ? Array(plans.prefix(4)) : plans)
            let solution = await GroupSolver(problem).solve()
            #expect(solution.ticks == SmallProblems.leastTicks(problem), "\(sims) on \(problem.plans.map(\.code))")
        }
    }

    @Test func solvesAGroupWithoutSIMs() async {
        let solution = await GroupSolver(Self.problem([], SmallProblems.plans)).solve()
        #expect(solution.assignment.isEmpty && solution.ticks == 0 && solution.boundTicks == 0)
    }
}

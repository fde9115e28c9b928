import Optimization
import Synchronization
import Testing

@Suite struct GroupSolverTests {
    private final class Rounds: Sendable {
        private let all = Mutex<[GroupProgress]>([])
        func add(_ progress: GroupProgress) { all.withLock { $0.append(progress) } }
        var list: [GroupProgress] { all.withLock { $0 } }
    }

    @Test(arguments: [UInt64(1), 2])
    func neverRaisesTheCost_NorLowersTheBound(seed: UInt64) async {
        // What holds for a short search of the whole group holds for a long one; in a debug build that takes its time.
        var effort = GroupSolver.Effort()
        effort.coreSteps = 2000
        for problem in PracticeFleet(count: 3600, seed: seed).problems() {
            let rounds = Rounds()
            let solution = await GroupSolver(problem, effort: effort).solve { rounds.add($0) }
            let list = rounds.list
            #expect(!list.isEmpty)
            for (one, next) in zip(list, list.dropFirst()) {
                #expect(next.ticks <= one.ticks)
                #expect(next.boundTicks >= one.boundTicks)
                #expect(next.round >= one.round)
            }
            #expect(list.allSatisfy { $0.boundTicks <= $0.ticks })
            #expect(solution.ticks <= list.last?.ticks ?? 0)
            #expect(solution.ticks == problem.ticks(of: solution.assignment))
            #expect(solution.ticks == SmallProblems.ticksFromTheText(problem, solution.assignment))
        }
    }

    @Test(arguments: [UInt64(5)])
    func provesItsBound_ToAnyoneWhoHasThePrices(seed: UInt64) async {
        for problem in PracticeFleet(count: 1500, seed: seed).problems() {
            let solution = await GroupSolver(problem).solve()
            #expect(SmallProblems.boundTicks(problem, prices: solution.prices.map(PoolPrice.text)) == solution.boundTicks)
            for (price, plan) in zip(solution.prices, problem.plans) { #expect((0...PoolPrice.ceiling(plan)).contains(price)) }
            let gap = Double(solution.ticks - solution.boundTicks) / Double(solution.ticks)
            #expect(gap < 0.01)
            #expect(solution.ticks <= problem.ticks(of: problem.start))
        }
    }

    @Test func givesTheSameResult_OnAnyNumberOfCores_AndAgain() async {
        let problem = PracticeFleet(count: 9000, seed: 9).problems()[0]
        var effort = GroupSolver.Effort()
        effort.sliceLength = 100
        effort.singles = 200
        let one = await GroupSolver(problem, effort: effort, lanes: 1).solve()
        #expect(problem.count > 500 && one.rounds > 1)
        #expect(one == (await GroupSolver(problem, effort: effort, lanes: 2).solve()))
        #expect(one == (await GroupSolver(problem, effort: effort, lanes: 2).solve()))
    }

    @Test func leavesAFeasibleAssignmentWithItsBound_WheneverItIsStopped() async {
        let problem = PracticeFleet(count: 2000, seed: 11).problems()[0]
        // Stopped at the first question, at the second, and so on until nobody asks any more.
        for allowed in 0... {
            let asked = Mutex(0)
            let solution = await GroupSolver(
                problem,
                shouldStop: {
                    asked.withLock { count in
                        count += 1
                        return count > allowed
                    }
                }
            ).solve()
            #expect(solution.ticks == SmallProblems.ticksFromTheText(problem, solution.assignment))
            #expect(solution.boundTicks <= solution.ticks)
            #expect(SmallProblems.boundTicks(problem, prices: solution.prices.map(PoolPrice.text)) == solution.boundTicks)
            #expect(solution.isFinished == (asked.withLock { $0 } <= allowed))
            if solution.isFinished {
                #expect(allowed >= 3)
                break
            }
        }
    }

    @Test func startsFromEarlierPrices_WithTheirBound() async {
        let problem = PracticeFleet(count: 8000, seed: 12).problems()[0]
        let cold = await GroupSolver(problem).solve()
        var changed = problem
        for sim in stride(from: 0, to: changed.count, by: 100) { changed.usage[sim] += 1500 }
        let stopped = await GroupSolver(changed, shouldStop: { true }).solve(warm: cold.prices)
        let gap = Double(stopped.ticks - stopped.boundTicks) / Double(stopped.ticks)
        let finished = await GroupSolver(changed).solve(warm: cold.prices)
        #expect(Double(finished.boundTicks) * 0.9999 <= Double(stopped.boundTicks))
        #expect(gap < 0.2)
        #expect(finished.isFinished)
    }

    @Test func neverCountsBeyondItsLimits() async {
        let largest = GroupProblem.sumLimit
        let dear = RatePlan(code: "dear", baseTicks: largest / 31, allowance: 0, overageUnit: 1, overageTicks: 1, isPooled: true)
        func problem(_ plan: RatePlan, usage: Int64) -> GroupProblem {
            GroupProblem(plans: [plan], cycleDays: 30, usage: [usage], days: [30], sms: [0], start: [0])
        }
        // Just below the limit everything is exact; the next larger is refused.
        #expect(problem(dear, usage: 1_000_000).isWithinLimits)
        let solution = await GroupSolver(problem(dear, usage: 1_000_000)).solve()
        #expect(solution.ticks == largest / 31 + 1_000_000)
        var dearer = dear
        dearer.baseTicks = largest / 29
        #expect(!problem(dearer, usage: 0).isWithinLimits)
        let steep = RatePlan(code: "steep", baseTicks: 0, allowance: 0, overageUnit: 1, overageTicks: 1_000_000, isPooled: false)
        #expect(problem(steep, usage: 1_000_000_000_000).isWithinLimits)
        #expect((await GroupSolver(problem(steep, usage: 1_000_000_000_000)).solve()).ticks == 1_000_000_000_000_000_000)
        var steeper = steep
        steeper.overageTicks = 1_200_000
        #expect(!problem(steeper, usage: 1_000_000_000_000).isWithinLimits)
        let wide = RatePlan(code: "wide", baseTicks: 0, allowance: largest / 29, overageUnit: 1, overageTicks: 1, isPooled: true)
        #expect(!problem(wide, usage: 0).isWithinLimits)
    }

    @Test func printsPricesExactly() {
        #expect(PoolPrice.text(0) == "0.000000000000")
        #expect(PoolPrice.text(1) == "0.000000000001")
        #expect(PoolPrice.text(12_000_000_000_345) == "12.000000000345")
        // 0.25 for each started megabyte is 0.25 a megabyte.
        let plan = RatePlan(code: "p", baseTicks: 0, allowance: 0, overageUnit: 1000, overageTicks: 2500, isPooled: true)
        #expect(PoolPrice.text(PoolPrice.ceiling(plan)) == "0.250000000000")
    }
}

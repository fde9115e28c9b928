import Optimization
import Testing

@Suite struct MethodTests {
    @Test func isNeverBeatenByTheUsualMethods() async {
        var effort = GroupSolver.Effort()
        effort.coreSteps = 2000
        for problem in PracticeFleet(count: 2000, seed: 21).problems() {
            let solution = await GroupSolver(problem, effort: effort).solve()
            let cheapest = problem.ticks(of: CheapestPlan.assignment(problem))
            var left = 40
            let sequences = PlanSequences(problem).search {
                left -= 1
                return left == 0
            }
            #expect(solution.ticks <= cheapest)
            #expect(solution.ticks <= sequences.ticks)
            #expect(sequences.ticks <= cheapest)
            #expect(sequences.ticks == problem.ticks(of: sequences.assignment))
        }
    }

    @Test func triesEverySequence_OfFewPlans() {
        var problem = PracticeFleet(count: 1000, seed: 22).problems()[0]
        problem.plans = Array(problem.plans.prefix(4))
        problem.start = problem.start.map { _ in GroupProblem.noPlan }
        let result = PlanSequences(problem).search { false }
        #expect(result.isComplete)
        #expect(result.tried == 24 * 2)
    }
}

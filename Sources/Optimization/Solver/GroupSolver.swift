/// Finds a group's cheapest assignment by prices for pooled megabytes, and proves how close it is: see docs/optimizer.md.
package struct GroupSolver: Sendable {
    package struct Effort: Sendable {
        /// Rounds of prices at most; five or six are enough for a million SIMs.
        package var rounds = 12
        /// Usage quantiles that the first round moves as one.
        package var quantiles = 600
        /// Up to this many SIMs each is a chunk of its own, and one round solves the program.
        package var singles = 1024
        /// Relative difference of bill and bound of the linear program at which it counts as solved.
        package var precision = 2e-8
        /// SIMs of a slice; slices are worked on at the same time. Depends on nothing but the group, or results would.
        package var sliceLength = 65_536
        /// Steps of the search of the whole of a small group.
        package var coreSteps = 200_000
        package init() {}
    }

    let problem: GroupProblem
    let effort: Effort
    let lanes: Lanes
    let shouldStop: @Sendable () -> Bool

    /// - Parameter lanes: Slices of SIMs that are worked on at the same time; the result does not depend on it.
    /// - Parameter shouldStop: Asked between passes; true ends the search with the best so far.
    package init(
        _ problem: GroupProblem, effort: Effort = Effort(), lanes: Int = 2, shouldStop: @escaping @Sendable () -> Bool = { false }
    ) {
        self.problem = problem
        self.effort = effort
        self.lanes = Lanes(count: max(1, lanes))
        self.shouldStop = shouldStop
    }

    /// - Parameter warm: Prices of an earlier search of nearly the same group, of each plan.
    /// - Parameter report: Called after every round.
    package func solve(
        warm: [Int64]? = nil, report: @escaping @Sendable (GroupProgress) async -> Void = { _ in }
    ) async -> GroupSolution {
        var search = await GroupSearch(self, report: report)
        await search.run(warm: warm)
        return await search.solution()
    }
}

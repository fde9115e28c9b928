/// Solves all groups of a run: long ones one after the other on all cores, short ones side by side.
package struct FleetSolver: Sendable {
    package var effort = GroupSolver.Effort()
    package var lanes = 2
    let shouldStop: @Sendable () -> Bool

    package init(lanes: Int = 2, shouldStop: @escaping @Sendable () -> Bool) {
        self.lanes = max(1, lanes)
        self.shouldStop = shouldStop
    }

    /// - Parameter warm: Prices of an earlier run, by the group's number.
    /// - Parameter report: Called after each round with the group's number.
    /// - Parameter finish: Called with each group's solution.
    /// - Returns: The solutions in the order of the problems.
    package func solve(
        _ problems: [GroupProblem], warm: [Int: [Int64]] = [:],
        report: @escaping @Sendable (Int, GroupProgress) async -> Void,
        finish: @escaping @Sendable (Int, GroupSolution) async -> Void
    ) async -> [GroupSolution] {
        let order = problems.indices.sorted { (problems[$1].count, $0) < (problems[$0].count, $1) }
        let long = order.filter { problems[$0].count > effort.sliceLength }
        var solutions: [Int: GroupSolution] = [:]
        for number in long {
            solutions[number] = await solve(problems[number], number, lanes, warm[number], report, finish)
        }
        let short = order.dropFirst(long.count)
        await withTaskGroup(of: (Int, GroupSolution).self) { group in
            var waiting = short.makeIterator()
            func startNext() {
                guard let number = waiting.next() else { return }
                group.addTask { (number, await solve(problems[number], number, 1, warm[number], report, finish)) }
            }
            for _ in 0..<lanes { startNext() }
            for await (number, solution) in group {
                solutions[number] = solution
                startNext()
            }
        }
        // Every number was solved above, long or short.
        return problems.indices.compactMap { solutions[$0] }
    }

    private func solve(
        _ problem: GroupProblem, _ number: Int, _ lanes: Int, _ warm: [Int64]?,
        _ report: @escaping @Sendable (Int, GroupProgress) async -> Void,
        _ finish: @escaping @Sendable (Int, GroupSolution) async -> Void
    ) async -> GroupSolution {
        let fitting = warm.flatMap { $0.count == problem.plans.count ? $0 : nil }
        let solution = await GroupSolver(problem, effort: effort, lanes: lanes, shouldStop: shouldStop)
            .solve(warm: fitting) { await report(number, $0) }
        await finish(number, solution)
        return solution
    }
}

/// Runs a pass over slices, a few at a time. What a pass returns is in the order of the slices, whoever was first.
struct Lanes: Sendable {
    /// Slices that run at the same time.
    let count: Int

    func each<Result: Sendable>(
        _ slices: [SIMSlice], _ work: @escaping @Sendable (SIMSlice, Int) async -> Result
    ) async -> [Result] {
        if slices.count == 1 { return [await work(slices[0], 0)] }
        return await withTaskGroup(of: [(Int, Result)].self) { group in
            for lane in 0..<min(count, slices.count) {
                group.addTask { [count] in
                    var results: [(Int, Result)] = []
                    for index in stride(from: lane, to: slices.count, by: count) {
                        results.append((index, await work(slices[index], index)))
                    }
                    return results
                }
            }
            var all: [(Int, Result)] = []
            for await results in group { all += results }
            return all.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    func bill(_ slices: [SIMSlice], planCount: Int, _ work: @escaping @Sendable (SIMSlice) async -> Bill) async -> Bill {
        var total = Bill(planCount: planCount)
        for bill in await each(slices, { slice, _ in await work(slice) }) { total.add(bill) }
        return total
    }
}

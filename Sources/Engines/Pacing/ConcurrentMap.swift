extension Collection where Element: Sendable {
    /// The results in the order of the elements, with at most `limit` of them in work at the same time.
    func concurrentMap<Result: Sendable>(
        limit: Int, _ body: @escaping @Sendable (Element) async -> Result
    ) async -> [Result] {
        await withTaskGroup(of: (Int, Result).self) { group in
            var results = [Result?](repeating: nil, count: count)
            var waiting = enumerated().makeIterator()
            func start(_ next: (offset: Int, element: Element)?) {
                guard let next else { return }
                group.addTask { (next.offset, await body(next.element)) }
            }
            for _ in 0..<limit { start(waiting.next()) }
            while let (offset, result) = await group.next() {
                results[offset] = result
                start(waiting.next())
            }
            return results.compactMap { $0 }
        }
    }
}

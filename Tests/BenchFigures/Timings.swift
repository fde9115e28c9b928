package import Model

/// How long something took, each time, in milliseconds.
package struct Timings: Sendable {
    package private(set) var milliseconds: [Double] = []

    package init() {}

    package mutating func add(_ duration: Duration) { milliseconds.append(duration / .milliseconds(1)) }

    package mutating func measure(_ work: () -> Void) { add(ContinuousClock().measure(work)) }

    package static func measure(_ count: Int, _ work: (Int) async -> Void) async -> Timings {
        var timings = Timings()
        for turn in 0..<count {
            let start = ContinuousClock.now
            await work(turn)
            timings.add(ContinuousClock.now - start)
        }
        return timings
    }

    package func rank(_ share: Double) -> Double? {
        let sorted = milliseconds.sorted()
        return sorted.isEmpty ? nil : Self.rounded(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))])
    }

    package static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

    /// - Parameter tail: The percentile that stands between the median and the worst.
    package func write(to json: inout JSONText, tail: Int = 95) {
        json.member("count", milliseconds.count)
        json.member("p50Ms", rank(0.5))
        json.member("p\(tail)Ms", rank(Double(tail) / 100))
        json.member("maxMs", rank(1))
    }
}

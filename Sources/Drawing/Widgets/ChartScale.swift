/// The values that the bottom and the top of a chart stand for.
struct ChartScale: Equatable {
    let low: Double
    let high: Double

    /// From 0 (or the least value below it) to a round figure above the largest value. A limit widens the scale as long as
    /// that leaves the values at least a quarter of the height; a farther one would press their shape flat.
    init(values: [Float?], limits: [Double]) {
        let known = values.compactMap { $0.flatMap { $0.isFinite ? Double($0) : nil } }
        let most = max(0, known.max() ?? 0)
        var top = most
        for limit in limits where limit.isFinite && limit > top && (limit <= most * 4 || most == 0) { top = limit }
        let least = min(0, known.min() ?? 0)
        low = least < 0 ? -ChartScale.roundedUp(-least) : 0
        high = top > 0 ? ChartScale.roundedUp(top) : least < 0 ? 0 : 1
    }

    /// 0 at the bottom, 1 at the top, cut at both.
    func share(of value: Double) -> Double { max(0, min(1, (value - low) / (high - low))) }

    /// The row from the top that a value lies in; nil outside the scale.
    func row(of value: Double, rows: Int) -> Int? {
        guard rows > 0, value >= low, value <= high else { return nil }
        return min(rows - 1, Int((1 - share(of: value)) * Double(rows)))
    }

    /// The next of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 × 10ⁿ.
    static func roundedUp(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return 1 }
        var power = 1.0
        while power * 10 <= value { power *= 10 }
        while power > value { power /= 10 }
        let steps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
        return (steps.first { $0 * power >= value } ?? 10) * power
    }
}

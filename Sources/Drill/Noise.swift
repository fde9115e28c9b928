/// Chance without memory: the same seed, thing and minute always give the same number, in any order and any process.
struct Noise: Sendable {
    let seed: UInt64

    /// A number in 0..<1.
    func unit(_ thing: Int, _ figure: Int, _ minute: Int) -> Double {
        var bits = seed
        for part in [thing, figure, minute] { bits = Self.mix(bits ^ UInt64(bitPattern: Int64(part))) }
        return Double(bits >> 11) * 0x1p-53
    }

    /// A number in -1..<1.
    func swing(_ thing: Int, _ figure: Int, _ minute: Int) -> Double { unit(thing, figure, minute) * 2 - 1 }

    /// `expected` as a whole count that comes out right on average.
    func count(_ expected: Double, _ thing: Int, _ figure: Int, _ minute: Int) -> Double {
        let whole = expected.rounded(.down)
        return whole + (unit(thing, figure, minute) < expected - whole ? 1 : 0)
    }

    /// The finaliser of SplitMix64.
    private static func mix(_ value: UInt64) -> UInt64 {
        var bits = value &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}

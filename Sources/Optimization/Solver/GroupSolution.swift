/// The best assignment found for a group, and the proof of how good it is.
package struct GroupSolution: Sendable, Equatable {
    /// An index of the group's plans for each SIM.
    package var assignment: [UInt8]
    package var bill: Bill
    package var ticks: Int64
    /// Of each plan, see ``PoolPrice``; with these anyone recomputes the bound.
    package var prices: [Int64]
    /// No assignment costs less than this many 1/``PoolPrice/scale`` ticks.
    package var exactBound: Int128
    /// Rounds of prices until the linear program was solved or the search was stopped.
    package var rounds: Int
    /// False when the search was stopped before its end.
    package var isFinished: Bool

    /// ``exactBound`` in ticks, rounded down.
    package var boundTicks: Int64 { PoolPrice.floorTicks(exactBound) }
}

extension PoolPrice {
    /// Rounded down, also below zero.
    package static func floorTicks(_ scaled: Int128) -> Int64 {
        let (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: scale)
        return Int64(remainder < 0 ? quotient - 1 : quotient)
    }
}

/// What a group's search knows after a round. The best cost never rises, the bound never falls.
package struct GroupProgress: Sendable, Equatable {
    package var ticks: Int64
    package var boundTicks: Int64
    package var round: Int
    /// Whether prices are found and only rounding is left to be mended.
    package var isRepaired = false
    /// Of each plan; a later search starts from here.
    package var prices: [Int64]
}

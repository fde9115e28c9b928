/// A carrier's rate plan in whole numbers: money in ticks (1/10,000 of the currency unit), data in thousandths of a megabyte.
package struct RatePlan: Sendable, Equatable {
    package var code: String
    /// For a whole billing cycle; prorated by active days.
    package var baseTicks: Int64
    /// Data included in a whole billing cycle, in 1/1,000 MB; prorated by active days.
    package var allowance: Int64
    /// Overage is sold in started units of this size, in 1/1,000 MB; above 0.
    package var overageUnit: Int64
    /// Price of one started unit; above 0.
    package var overageTicks: Int64
    /// Whether the SIMs of one group on this plan share their allowances.
    package var isPooled: Bool
    /// For each message.
    package var smsTicks: Int64
    /// For each SIM and cycle, not prorated.
    package var feeTicks: Int64

    package init(
        code: String, baseTicks: Int64, allowance: Int64, overageUnit: Int64, overageTicks: Int64, isPooled: Bool,
        smsTicks: Int64 = 0, feeTicks: Int64 = 0
    ) {
        self.code = code
        self.baseTicks = baseTicks
        self.allowance = allowance
        self.overageUnit = overageUnit
        self.overageTicks = overageTicks
        self.isPooled = isPooled
        self.smsTicks = smsTicks
        self.feeTicks = feeTicks
    }

    /// What usage beyond the allowance costs: every started unit.
    /// - Parameter excess: Usage minus allowance, in 1/1,000 MB; nothing is charged at or below 0.
    package func overageTicks(of excess: Int64) -> Int64 {
        guard excess > 0 else { return 0 }
        return overageTicks * ((excess - 1) / overageUnit + 1)
    }
}

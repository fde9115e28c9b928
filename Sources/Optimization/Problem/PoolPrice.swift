/// The price of a pool's megabyte, exactly as the certificate prints it: whole numbers of 10^-12 currency units.
///
/// A SIM's price-adjusted cost in ticks is `cost + price * weight / scale`, with the weight in 1/1,000 MB.
package enum PoolPrice {
    /// 10^-12 currency units per MB are 10^-11 ticks per 1/1,000 MB.
    package static let scale = Int128(100_000_000_000)

    /// The dearest price that still gives a bound: that of overage bought without rounding up.
    package static func ceiling(_ plan: RatePlan) -> Int64 {
        guard plan.isPooled else { return 0 }
        return Int64(min(Int128(plan.overageTicks) * scale / Int128(plan.overageUnit), Int128(Int64.max / 4)))
    }

    /// `12.000000000345`, in currency units per MB.
    package static func text(_ price: Int64) -> String {
        let unit: Int64 = 1_000_000_000_000
        let digits = String(price % unit)
        return "\(price / unit)." + String(repeating: "0", count: 12 - digits.count) + digits
    }

    static func ticksPerThousandth(_ price: Int64) -> Double { Double(price) / 1e11 }

    static func nearest(_ ticksPerThousandth: Double, for plan: RatePlan) -> Int64 {
        let ceiling = ceiling(plan)
        let wanted = (ticksPerThousandth * 1e11).rounded()
        guard wanted.isFinite, wanted > 0 else { return 0 }
        return wanted >= Double(ceiling) ? ceiling : min(Int64(wanted), ceiling)
    }
}

/// Believable SIMs, plans and groups from a seed: what `optimizer generate` writes and `make bench` measures.
///
/// A tenth of the SIMs is silent, most use a few megabytes, few use gigabytes; some joined during the cycle; present plans fit last
/// month's usage more or less, as such plans do.
package struct PracticeFleet: Sendable {
    package struct Device: Sendable {
        package var iccid: String
        package var msisdn: String
        /// Index of ``communicationPlans``.
        package var communicationPlan: Int
        /// Index of ``plans``.
        package var currentPlan: Int
        /// In 1/1,000 MB.
        package var usage: Int64
        /// nil: the whole cycle.
        package var days: Int?
        package var sms: Int?
    }

    package struct CommunicationPlan: Sendable {
        package var name: String
        package var group: String
        /// Indices of ``plans``.
        package var plans: [Int]
    }

    package static let cycleDays = 30
    package let count: Int
    package let plans: [RatePlan]
    package let communicationPlans: [CommunicationPlan]
    private let seed: UInt64

    /// - Parameter groups: As many as their size suggests, unless told.
    package init(count: Int, seed: UInt64, groups: Int? = nil) {
        self.count = count
        self.seed = seed
        plans = Self.catalogue
        var random = SeededRandom(seed: seed ^ 0x5EED)
        let groups = groups ?? max(2, min(12, count / 500 + 2))
        communicationPlans = (0..<groups * 2).map { index in
            let group = index / 2
            return CommunicationPlan(name: "CP-\(1000 + index)", group: "G\(group + 1)", plans: Self.choice(group, &random))
        }
        // The second communication plan of a group allows what the first does.
        .enumerated().reduce(into: []) { all, entry in
            var plan = entry.element
            if entry.offset % 2 == 1 { plan.plans = all[entry.offset - 1].plans }
            all.append(plan)
        }
    }

    /// The SIM with this number, 0..<count; the same for the same seed.
    package func device(_ number: Int) -> Device {
        var random = SeededRandom(seed: seed &+ UInt64(number) &* 0xD1B5_4A32_D192_ED03)
        let home = random.below(communicationPlans.count)
        let allowed = communicationPlans[home].plans
        let usage = Self.usage(&random)
        let lastMonth = usage / 4 + Int64(random.below(Int(min(usage * 3 / 2 + 1000, 1 << 40))))
        var fitting = allowed.filter { plans[$0].allowance >= lastMonth }
        if fitting.isEmpty { fitting = allowed.suffix(1) }
        let current = random.below(20) == 0 ? allowed[random.below(allowed.count)] : fitting[0]
        return Device(
            iccid: Self.iccid(number), msisdn: "+1555" + Self.padded(number, 7), communicationPlan: home, currentPlan: current,
            usage: usage, days: random.below(8) == 0 ? 1 + random.below(Self.cycleDays) : nil,
            sms: random.below(4) == 0 ? random.below(40) : nil)
    }

    /// Zero, or a power of two times a fraction: evenly spread over orders of magnitude, few of them large.
    private static func usage(_ random: inout SeededRandom) -> Int64 {
        if random.below(10) == 0 { return 0 }
        let magnitude = 4 + (random.below(10) + random.below(9) + random.below(2)) * 9 / 10
        return (Int64(1) << magnitude) + Int64(random.below(1 << magnitude)) + Int64(random.below(7))
    }

    private static func iccid(_ number: Int) -> String { "8901" + padded(number, 15) }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Four to nine plans of the catalogue, neighbours in size.
    private static func choice(_ group: Int, _ random: inout SeededRandom) -> [Int] {
        let count = 4 + random.below(6)
        let first = random.below(catalogue.count - count + 1)
        return Array(first..<first + count)
    }

    /// Small plans first; a megabyte is cheaper in larger plans, and the largest are not pooled.
    private static let catalogue: [RatePlan] = [
        plan("PAYG", 0.75, mb: 0, unit: 1, rate: 0.35, pooled: false),
        plan("IOT-1", 1.05, mb: 1, unit: 1, rate: 0.25, sms: 0.02),
        plan("IOT-3", 1.30, mb: 3, unit: 1, rate: 0.22, sms: 0.02),
        plan("IOT-10", 1.95, mb: 10, unit: 5, rate: 0.80, sms: 0.015),
        plan("IOT-25", 3.10, mb: 25, unit: 5, rate: 0.60),
        plan("M2M-50", 4.60, mb: 50, unit: 10, rate: 1.10),
        plan("M2M-100", 7.20, mb: 100, unit: 10, rate: 0.90, fee: 0.20),
        plan("M2M-250", 13.50, mb: 250, unit: 25, rate: 1.75, fee: 0.20),
        plan("M2M-500", 21.00, mb: 500, unit: 50, rate: 3.00, fee: 0.20),
        plan("FLEX-300", 15.90, mb: 300, unit: 100, rate: 5.00, pooled: false, fee: 0.20),
        plan("PRO-1000", 34.00, mb: 1000, unit: 100, rate: 4.50, fee: 0.35),
        plan("PRO-3000", 79.00, mb: 3000, unit: 1000, rate: 30.00, fee: 0.35),
    ]

    private static func plan(
        _ code: String, _ base: Double, mb: Int64, unit: Int64, rate: Double, pooled: Bool = true, sms: Double = 0,
        fee: Double = 0
    ) -> RatePlan {
        RatePlan(
            code: code, baseTicks: ticks(base), allowance: mb * 1000, overageUnit: unit * 1000, overageTicks: ticks(rate),
            isPooled: pooled, smsTicks: ticks(sms), feeTicks: ticks(fee))
    }

    private static func ticks(_ units: Double) -> Int64 { Int64((units * 10_000).rounded()) }
}

package import FoundationEssentials
import Glibc
import Model
import Optimization

/// Writes what ``PracticeFleet`` makes up as the files that a run reads.
package enum PracticeFiles {
    /// - Parameter folder: Absolute; made where it is missing.
    /// - Parameter cycleEnd: Of the billing cycle; nil for one that is always the same.
    /// - Returns: The paths written.
    @discardableResult
    package static func write(
        sims: Int, seed: UInt64, groups: Int? = nil, cycleEnd: Date? = nil, folder: String
    ) throws(OptimizerFailure) -> [String] {
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
            throw OptimizerFailure(
                .failed,
                Problem(
                    code: "UnwritableFile", message: "\(folder) cannot be made: \(String(cString: strerror(errno))).",
                    hint: "Name a folder in one that exists."))
        }
        let fleet = PracticeFleet(count: sims, seed: seed, groups: groups)
        let small = [
            ("rate_plans.csv", fleet.ratePlansCSV), ("comm_groups.csv", fleet.groupsCSV),
            ("billing_period.csv", cycleEnd.map(Self.period) ?? fleet.periodCSV),
        ]
        for (name, text) in small {
            let file = try AsideFile("\(folder)/\(name)")
            try file.write(text)
            try file.commit()
        }
        let devices = try AsideFile("\(folder)/devices.csv")
        try devices.write(PracticeFleet.devicesHeader)
        for number in 0..<sims { try devices.write(fleet.deviceCSV(number)) }
        try devices.commit()
        return (small.map(\.0) + ["devices.csv"]).map { "\(folder)/\($0)" }
    }

    /// One cycle that ends at the beginning of a day.
    private static func period(until end: Date) -> String {
        let days = [end.addingTimeInterval(-Double(PracticeFleet.cycleDays) * 86_400), end].map { ISO8601.text($0).prefix(10) }
        return "service_provider,period_start,period_end,days_in_cycle,uses_proration\n"
            + "Practice Wireless,\(days[0]),\(days[1]),\(PracticeFleet.cycleDays),true\n"
    }
}

import Glibc
import Model
import Optimization

/// Writes what ``PracticeFleet`` makes up as the files that a run reads.
package enum PracticeFiles {
    /// - Parameter folder: Absolute; made where it is missing.
    /// - Returns: The paths written.
    package static func write(sims: Int, seed: UInt64, folder: String) throws(OptimizerFailure) -> [String] {
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
            throw OptimizerFailure(
                .failed,
                Problem(
                    code: "UnwritableFile", message: "\(folder) cannot be made: \(String(cString: strerror(errno))).",
                    hint: "Name a folder in one that exists."))
        }
        let fleet = PracticeFleet(count: sims, seed: seed)
        let small = [
            ("rate_plans.csv", fleet.ratePlansCSV), ("comm_groups.csv", fleet.groupsCSV), ("billing_period.csv", fleet.periodCSV),
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
}

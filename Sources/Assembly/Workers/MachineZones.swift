import FoundationEssentials
import Model

/// The time zones that this machine knows.
enum MachineZones {
    private static let folder = "/usr/share/zoneinfo/"

    /// - Parameter name: `Europe/London`; nothing that leaves the folder is looked at.
    static func rule(named name: String) -> ZoneRule? {
        let isPlain = name.utf8.allSatisfy { byte in
            Unicode.Scalar(byte).properties.isAlphabetic || (48...57).contains(byte) || "/_+-".utf8.contains(byte)
        }
        guard !name.isEmpty, isPlain, !name.hasPrefix("/") else { return nil }
        return (try? Data(contentsOf: URL(filePath: folder + name))).flatMap { ZoneRule(file: $0) }
    }
}

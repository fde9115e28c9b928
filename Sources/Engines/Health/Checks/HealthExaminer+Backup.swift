import AWS
import FoundationEssentials
import Model

extension HealthExaminer {
    /// Whether a table has a finished backup that is young enough. One that is being made, or point-in-time recovery alone, is a warning.
    func backup(of table: String, youngerThan age: Duration) async throws -> HealthFinding {
        let client = try client()
        let now = clock.now
        let oldest = now.addingTimeInterval(-(age / .seconds(1)))
        async let recovery = client.attempt(DescribeContinuousBackups.self, .init(tableName: table))
        let all = try await client.all(ListBackups.self, .init(tableName: table, after: oldest)) { $0.backupSummaries ?? [] }
        // Emulators pass over the bound.
        let young = all.filter { $0.createdAt > oldest && $0.backupStatus != "DELETED" }.sorted { $0.createdAt > $1.createdAt }
        let limits = HealthLimits(crit: age / .seconds(3600))
        if let newest = young.first(where: { $0.backupStatus ?? "AVAILABLE" == "AVAILABLE" }) {
            let hours = (now.timeIntervalSince(newest.createdAt) / 360).rounded() / 10
            return judged(
                hours, "h", crit: limits.crit,
                "\(newest.backupName), \(Wording.duration(seconds: now.timeIntervalSince(newest.createdAt))) old.")
        }
        if let making = young.first {
            return HealthFinding(
                .warning, nil, "h", limits: limits, "\(making.backupName) is \(making.backupStatus ?? "not finished").")
        }
        return Self.withoutBackup(limits, await recovery, DurationText.text(age))
    }

    private static func withoutBackup(
        _ limits: HealthLimits, _ recovery: Result<DescribeContinuousBackups.Output, AWSError>, _ age: String
    ) -> HealthFinding {
        let none = "No backup is younger than \(age)"
        let isContinuous =
            (try? recovery.get())?.continuousBackupsDescription.pointInTimeRecoveryDescription?.isEnabled == true
        guard isContinuous else { return HealthFinding(.critical, nil, "h", limits: limits, "\(none).") }
        return HealthFinding(.warning, nil, "h", limits: limits, "\(none), but point-in-time recovery is on.")
    }
}

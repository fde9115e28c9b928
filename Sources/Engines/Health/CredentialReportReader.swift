import AWS
import FoundationEssentials
import Model
import Synchronization

/// Gets the credential report once for all checks of a run, having it written first where there is none.
final class CredentialReportReader: Sendable {
    private let reading = Mutex<Task<CredentialReport, any Error>?>(nil)

    /// - Throws: ``AWSError``, or ``Problem`` for a report that cannot be read.
    func report(_ client: AWSClient, clock: any WallClock) async throws -> CredentialReport {
        let task = reading.withLock { task in
            if let task { return task }
            let new = Task { try await Self.read(client, clock: clock) }
            task = new
            return new
        }
        return try await task.value
    }

    private static func read(_ client: AWSClient, clock: any WallClock) async throws -> CredentialReport {
        while true {
            do throws(AWSError) {
                let answer = try await client.call(GetCredentialReport.self, .init())
                guard let report = CredentialReport(csv: answer.content) else {
                    throw AWSError(.unreadable, code: "UnreadableReport", message: "IAM's credential report cannot be read.")
                }
                return report
            } catch {
                guard GetCredentialReport.missingCodes.contains(error.code) else { throw error }
                _ = try await client.call(GenerateCredentialReport.self, .init())
            }
            try await clock.sleep(until: clock.now.addingTimeInterval(pause))
        }
    }

    /// The report of a small account is written within seconds.
    private static let pause: TimeInterval = 2
}

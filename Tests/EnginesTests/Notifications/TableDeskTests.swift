import AWS
import Drill
import FoundationEssentials
import Model
import Store
import Support
import Testing

@testable import Engines

@Suite(.timeLimit(.minutes(2))) struct TableDeskTests {
    let folder: TemporaryFolder
    let practice: Practice
    let desk: TableDesk

    init() throws {
        folder = try TemporaryFolder()
        let clock = ManualClock()
        practice = Practice(clock: clock, transport: DrillTransport(table: PracticeTable(openedAt: clock.now), clock: clock))
        desk = TableDesk(
            client: practice.client,
            desk: ChangeDesk(audit: AuditLog(folder: folder.path), author: Author(user: "ana", host: "d"), clock: clock),
            place: Place(context: "drill", region: "us-east-1", isProduction: false, isDrill: true), clock: clock)
    }

    private var target: String { TableDesk.target(of: PracticeTable.name) }

    /// Of the problem that is thrown; nil when none is.
    private func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? Problem)?.code ?? "\(error)"
        }
    }

    @Test func backsUp_AndTheNewestIsTested() async throws {
        let (proposal, name) = desk.backupProposal(of: PracticeTable.name)
        #expect(await desk.backUp(PracticeTable.name, named: name, proposal).kind == .confirmed)
        #expect(try await desk.backups(of: PracticeTable.name).map(\.name) == [name, "nightly"])
        let (backup, test) = try await desk.restorePlan(of: PracticeTable.name)
        #expect(backup.name == name && test.danger == .typeName(target))
        let desk = desk
        let (outcome, result) = await practice.drive {
            await desk.restoreTest(of: PracticeTable.name, from: backup, test, patience: .seconds(60))
        }
        #expect(outcome.kind == .confirmed && result?.isGood == true && result?.items == 146 && result?.isDeleted == true)
        #expect(try await desk.list().map(\.name) == [PracticeTable.name])
    }

    @Test func aTableThatThisRunHasNotRestored_IsLeftAlone() async throws {
        let (backup, test) = try await desk.restorePlan(of: PracticeTable.name)
        let input = RestoreTableFromBackup.Input(targetTableName: target, backupArn: backup.arn)
        _ = try await practice.client.call(RestoreTableFromBackup.self, input)
        #expect(await code { _ = try await self.desk.restorePlan(of: PracticeTable.name) } == "NothingDone")
        practice.far.forgetCalls()
        let desk = desk
        let (outcome, result) = await practice.drive {
            await desk.restoreTest(of: PracticeTable.name, from: backup, test, patience: .seconds(60))
        }
        #expect(outcome.kind == .failed && result?.isDeleted == nil)
        #expect(practice.far.calls["DeleteTable"] == nil)
        #expect(try await desk.list().map(\.name).contains(target))
    }

    @Test func aDoubtfulRestore_DeletesNothing() async throws {
        let (backup, test) = try await desk.restorePlan(of: PracticeTable.name)
        practice.far.set(.lateAnswer, for: "RestoreTableFromBackup")
        let desk = desk
        let (outcome, _) = await practice.drive {
            await desk.restoreTest(of: PracticeTable.name, from: backup, test, patience: .seconds(60))
        }
        #expect(outcome.kind == .unknown && practice.far.calls["DeleteTable"] == nil)
    }
}

package import AWS
import FoundationEssentials
package import Model
import Synchronization

/// Backups of tables: what there is, making one, and the monthly test that one can be restored.
package struct TableDesk: Sendable {
    private let client: AWSClient
    private let desk: ChangeDesk
    private let clock: any WallClock
    private let place: Place
    /// Capacity units that counting may consume in a second.
    private let unitsPerSecond: Double

    /// Between two looks at a table that is being restored.
    private static let interval: TimeInterval = 5

    package init(
        client: AWSClient, desk: ChangeDesk, place: Place, unitsPerSecond: Double = 100, clock: any WallClock = SystemClock()
    ) {
        self.client = client
        self.desk = desk
        self.place = place
        self.unitsPerSecond = unitsPerSecond
        self.clock = clock
    }

    // MARK: Looking

    package func list() async throws(AWSError) -> [TableFacts] {
        let names = try await client.all(ListTables.self, ListTables.Input()) { $0.tableNames ?? [] }
        var facts: [TableFacts] = []
        for name in names.sorted() {
            switch await client.attempt(DescribeTable.self, DescribeTable.Input(tableName: name)) {
            case .success(let output):
                let table = output.table
                facts.append(
                    TableFacts(name: name, status: table.tableStatus, items: table.itemCount, bytes: table.tableSizeBytes))
            case .failure(let error):
                if error.kind == .cancelled { throw error }
                facts.append(TableFacts(name: name, status: nil, items: nil, bytes: nil))
            }
        }
        return facts
    }

    /// Newest first.
    package func backups(of table: String) async throws(AWSError) -> [TableBackup] {
        let all = try await client.all(ListBackups.self, ListBackups.Input(tableName: table)) { $0.backupSummaries ?? [] }
        return all.filter { $0.tableName == nil || $0.tableName == table }.compactMap { summary in
            summary.backupArn.map {
                TableBackup(
                    name: summary.backupName, arn: $0, createdAt: summary.createdAt, status: summary.backupStatus,
                    bytes: summary.backupSizeBytes)
            }
        }.sorted { $1.createdAt < $0.createdAt }
    }

    // MARK: Backup

    /// - Parameter name: nil for the table's name with the moment.
    package func backupProposal(of table: String, named name: String? = nil) -> (proposal: Proposal, name: String) {
        let stamp = ISO8601.text(clock.now).prefix(19).filter { $0 != ":" && $0 != "-" }
        let name = name ?? "nightdesk-\(stamp)"
        let change = Change(
            action: "table.backup", targets: [table], permission: .mutate, place: place,
            summary: [
                "context \(place.context)\(place.isProduction ? " (production)" : ""), region \(place.region)",
                "CreateBackup \(table) as \(name)", "A backup is charged by the gigabyte and month until it is deleted.",
            ], whatToCheck: "Look at the backups: nightdesk table backups \(table).")
        return (Proposal(id: 1, title: "Back up table \(table)", change: change, call: .command), name)
    }

    package func backUp(_ table: String, named name: String, _ proposal: Proposal) async -> Outcome {
        await desk.submit(proposal.change) {
            do throws(AWSError) {
                let output = try await client.call(
                    CreateBackup.self, CreateBackup.Input(tableName: table, backupName: name))
                return Outcome(.confirmed, note: "\(name): \(output.backupDetails?.backupStatus ?? "begun")")
            } catch {
                return Outcome(error.outcomeIsUnknown ? .unknown(Problem(error)) : .failed(Problem(error)))
            }
        }
    }

    // MARK: Restore test

    package static func target(of table: String) -> String { table + "-test-restore" }

    /// The newest backup that is ready, and whether the test's name is free.
    /// - Throws: ``Problem`` where the test cannot be made; nothing was changed.
    package func restorePlan(of table: String) async throws(Problem) -> (backup: TableBackup, proposal: Proposal) {
        let target = Self.target(of: table)
        let found: [TableBackup]
        do throws(AWSError) { found = try await backups(of: table) } catch { throw Problem(error) }
        guard let backup = found.first(where: { $0.status == nil || $0.status == "AVAILABLE" }) else {
            throw Problem(
                code: "NothingDone", message: "Table \(table) has no backup that is ready.",
                hint: "Make one first: nightdesk table backup \(table).")
        }
        switch await client.attempt(DescribeTable.self, DescribeTable.Input(tableName: target)) {
        case .success: throw .isThere(target)
        case .failure(let error): if error.kind != .notFound { throw Problem(error) }
        }
        let change = Change(
            action: "table.restore-test", targets: [table, target], permission: .mutate, place: place,
            summary: [
                "context \(place.context)\(place.isProduction ? " (production)" : ""), region \(place.region)",
                "RestoreTableFromBackup \(backup.name) of \(ISO8601.text(backup.createdAt)) into \(target)",
                "Scan COUNT of \(target) and of \(table), within the capacity budget",
                "DeleteTable \(target): only the table that this run has restored",
            ], whatToCheck: "Look whether \(target) is still there: nightdesk table list. It costs until it is deleted.")
        let proposal = Proposal(id: 1, title: "Test-restore table \(table)", change: change, call: .command, typedName: target)
        return (backup, proposal)
    }

    /// Restores, counts, and deletes what it has restored.
    /// - Parameters:
    ///   - patience: For the restore.
    ///   - tell: What is being done.
    package func restoreTest(
        of table: String, from backup: TableBackup, _ proposal: Proposal, patience: Duration,
        tell: @escaping @Sendable (String) async -> Void = { _ in }
    ) async -> (outcome: Outcome, test: RestoreTest?) {
        let result = ResultBox()
        let outcome = await desk.submit(proposal.change) {
            let test = await carryOut(table, backup, patience, tell)
            result.put(test)
            if let problem = test.problem { return Outcome(test.isDeleted == false ? .unknown(problem) : .failed(problem)) }
            let note = "\(test.items ?? 0) items restored, \(test.itemsOfTable ?? 0) in the table, \(test.target) deleted"
            guard test.isGood else { return Outcome(.failed(.nothingRestored(test)), note: note) }
            return Outcome(.confirmed, note: note)
        }
        return (outcome, result.test)
    }

    private func carryOut(
        _ table: String, _ backup: TableBackup, _ patience: Duration, _ tell: @Sendable (String) async -> Void
    ) async -> RestoreTest {
        let target = Self.target(of: table)
        var test = RestoreTest(table: table, target: target, backup: backup)
        await tell("Restoring \(backup.name) into \(target)")
        let id: String?
        do throws(AWSError) {
            let input = RestoreTableFromBackup.Input(targetTableName: target, backupArn: backup.arn)
            id = try await client.call(RestoreTableFromBackup.self, input).tableDescription?.tableId
        } catch {
            test.problem = error.code == RestoreTableFromBackup.alreadyExists ? .isThere(target) : Problem(error)
            // Whether the table is there now nobody knows; what is not known to be ours is not deleted.
            if error.outcomeIsUnknown { test.isDeleted = false }
            return test
        }
        do throws(Problem) {
            try await waitUntilReady(target, id, patience, tell)
            await tell("Counting \(target)")
            test.items = try await count(target)
            test.itemsOfTable = try await count(table)
        } catch {
            test.problem = error
        }
        await tell("Deleting \(target)")
        do throws(Problem) {
            try await delete(target, id: id, backup)
            test.isDeleted = true
        } catch {
            test.isDeleted = false
            test.problem = test.problem ?? error
        }
        return test
    }

    private func waitUntilReady(
        _ target: String, _ id: String?, _ patience: Duration, _ tell: @Sendable (String) async -> Void
    ) async throws(Problem) {
        let start = clock.now
        let deadline = start.addingTimeInterval(patience / .seconds(1))
        while true {
            let table = try await describe(target)
            if table.tableStatus == "ACTIVE" { return }
            guard clock.now < deadline else { throw .tooSlow(target, patience) }
            await tell("\(target) is \(table.tableStatus) since \(Int(clock.now.timeIntervalSince(start))) s")
            do { try await clock.sleep(until: clock.now.addingTimeInterval(Self.interval)) } catch { throw .cancelled }
        }
    }

    private func describe(_ target: String) async throws(Problem) -> DescribeRestoredTable.Output.Table {
        do throws(AWSError) {
            return try await client.call(DescribeRestoredTable.self, DescribeTable.Input(tableName: target)).table
        } catch {
            throw Problem(error)
        }
    }

    /// Items of a table, at the pace of the capacity budget.
    private func count(_ table: String) async throws(Problem) -> Int {
        var budget = CapacityBudget(unitsPerSecond: unitsPerSecond, at: clock.now)
        var input: ReadItemsInput? = ReadItemsInput(tableName: table, countsOnly: true)
        var count = 0
        while var next = input {
            budget.refill(at: clock.now)
            if budget.nextAt > clock.now {
                do { try await clock.sleep(until: budget.nextAt) } catch { throw .cancelled }
                budget.refill(at: clock.now)
            }
            next.limit = budget.limit
            do throws(AWSError) {
                let page = try await client.call(Scan.self, next)
                budget.spend(page.units ?? 0, records: page.scannedCount)
                count += page.count
                input = Scan.next(after: page, of: next)
            } catch {
                throw Problem(error)
            }
        }
        return count
    }

    /// - Parameter id: Of the table that was restored; somebody may have put another one under its name.
    private func delete(_ target: String, id: String?, _ backup: TableBackup) async throws(Problem) {
        let table = try await describe(target)
        let isAnother = id != nil && table.tableId != nil && id != table.tableId
        if isAnother || (table.restoreSummary?.sourceBackupArn ?? backup.arn) != backup.arn { throw .isThere(target) }
        do throws(AWSError) {
            _ = try await client.call(DeleteTable.self, DeleteTable.Input(tableName: target))
        } catch {
            throw Problem(error)
        }
    }
}

/// Carries the test out of the closure that the desk runs.
private final class ResultBox: Sendable {
    private let kept = Mutex<RestoreTest?>(nil)
    func put(_ test: RestoreTest) { kept.withLock { $0 = test } }
    var test: RestoreTest? { kept.withLock { $0 } }
}

extension Problem {
    fileprivate static func isThere(_ target: String) -> Problem {
        Problem(
            code: "NothingDone", message: "Table \(target) is there, and this run has not restored it: it is left alone.",
            hint: "Look what it is; delete it yourself if it is left over from a test.")
    }

    fileprivate static func tooSlow(_ target: String, _ patience: Duration) -> Problem {
        Problem(
            code: "Timeout", message: "\(target) was not ready after \(patience.components.seconds) s.",
            hint: "Give it longer with --wait.")
    }

    fileprivate static func nothingRestored(_ test: RestoreTest) -> Problem {
        Problem(
            code: "NothingRestored",
            message:
                "The backup \(test.backup.name) has given \(test.items ?? 0) items; table \(test.table) has \(test.itemsOfTable ?? 0).",
            hint: "Make a new backup and test that: nightdesk table backup \(test.table).")
    }
}

import FoundationEssentials
import GRDB
import Glibc
import Model
import Testing

@testable import Store

/// The console is killed at any moment; the disk fills; others hold the files.
@Suite struct AuditInterruptionTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func link(_ sequence: Int) throws -> ChainLink {
        var chain = AuditChain()
        for body in try AuditSample.bodies(in: folder).prefix(sequence) { chain.append(body) }
        return chain.end
    }

    /// Killed after the commit and before the head was settled: the announced row is the end.
    @Test func provesARowWhoseHeadWasNotSettled() async throws {
        let log = try await AuditSample.log(in: folder, changes: 2)
        try AuditHead(link: try link(4), before: try link(3)).write(folder: folder.path, synced: false)
        #expect(try await log.verify() == AuditVerdict(isOK: true, rows: 4, firstBad: nil, reason: nil))
        _ = try await log.open(AuditSample.change(), by: AuditSample.author, at: AuditSample.start)
        #expect(try await log.verify().isOK)
    }

    /// Killed before the commit: the row never was, and nothing was sent for it.
    @Test func acceptsThatTheAnnouncedRowNeverCame() async throws {
        let log = try await AuditSample.log(in: folder, changes: 2)
        let coming = ChainLink(sequence: 5, hash: [UInt8](repeating: 7, count: 32))
        try AuditHead(link: coming, before: try link(4)).write(folder: folder.path, synced: false)
        let verdict = try await log.verify()
        #expect(verdict.isOK)
        #expect(verdict.reason == "The writing of row 5 was interrupted; nothing was sent for it.")
        _ = try await log.open(AuditSample.change(), by: AuditSample.author, at: AuditSample.start)
        #expect(try await log.verify() == AuditVerdict(isOK: true, rows: 5, firstBad: nil, reason: nil))
    }

    /// An unsettled head proves one row and no other: neither a cut before it nor a forged one in its place.
    @Test func provesNothingElseWithAnUnsettledHead() async throws {
        let log = try await AuditSample.log(in: folder, changes: 2)
        try AuditHead(link: try link(4), before: try link(3)).write(folder: folder.path, synced: false)
        var bodies = try AuditSample.bodies(in: folder)
        bodies[3] = bodies[3].replacing("r-1", with: "r-2")
        try AuditSample.forge(bodies, in: folder)
        #expect(try await log.verify().firstBad == 4)
        try AuditSample.run("DELETE FROM audit_entry WHERE sequence > 2", in: folder)
        #expect(try await log.verify().firstBad == 3)
    }

    /// The panes' connection and the audit's are two of one process: opening the second must not cost the first its locks, or
    /// the next process to leave deletes the write-ahead log under both.
    @Test func keepsEveryRow_WhenAnotherProcessComesAndGoes() async throws {
        let panes = try StateDatabase(folder: folder.path)
        _ = try await panes.queue.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM audit_entry") }
        let log = try await AuditSample.log(in: folder, changes: 1)
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            do {
                let other = AuditLog(folder: path)
                _ = try await other.open(AuditSample.change(), by: AuditSample.author, at: AuditSample.start)
            }
            exit(0)
        }
        _ = try await log.open(AuditSample.change(), by: AuditSample.author, at: AuditSample.start)
        #expect(try await AuditLog(folder: folder.path).verify() == AuditVerdict(isOK: true, rows: 4, firstBad: nil, reason: nil))
        panes.close()
    }

    /// Ends of a process at moments that differ by fractions of a millisecond, so that they fall on every step of an append.
    @Test(arguments: stride(from: 4000, through: 10_000, by: 300).map { $0 })
    func staysWholeWhenAProcessIsKilled(afterMicroseconds delay: Int) async throws {
        _ = try await AuditSample.log(in: folder, changes: 1)
        await #expect(processExitsWith: .signal(SIGALRM)) { [path = folder.path as String, delay = delay as Int] in
            let log = AuditLog(folder: path)
            _ = try await log.list()
            var limit = itimerval()
            limit.it_value.tv_usec = suseconds_t(delay)
            setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &limit, nil)
            while true {
                let entry = try await log.open(AuditSample.change(), by: AuditSample.author, at: AuditSample.start)
                try await log.close(entry, with: Outcome(.confirmed), at: AuditSample.start)
            }
        }
        let log = AuditLog(folder: folder.path)
        let verdict = try await log.verify()
        #expect(verdict.isOK, "\(verdict)")
        let settled = try await log.settleOrphans(host: AuditSample.author.host, at: AuditSample.start)
        #expect(settled.count <= 1)
        #expect(try await log.verify().isOK)
        let rows = try await log.list()
        #expect(rows.filter { $0.event == .opened }.count == rows.filter { $0.event == .closed }.count)
    }

    @Test func callsUnknownWhatAKilledProcessLeftOpen() async throws {
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String] in
            let log = AuditLog(folder: path)
            _ = try await log.open(AuditSample.change(), by: AuditSample.author, at: AuditSample.start)
            kill(getpid(), SIGKILL)
        }
        let log = AuditLog(folder: folder.path)
        let own = try await log.open(AuditSample.change("other"), by: AuditSample.author, at: AuditSample.start)

        let settled = try await log.settleOrphans(host: AuditSample.author.host, at: AuditSample.start.addingTimeInterval(60))
        #expect(settled.map(\.opens) == [1], "ours is still running")
        #expect(settled.first?.outcome == .unknown)
        #expect(
            settled.first?.note == "The program ended before the answer came. Look into /aws/lambda/CheckFunction.")
        #expect(try await log.settleOrphans(host: AuditSample.author.host, at: AuditSample.start).isEmpty, "only once")
        try await log.close(own, with: Outcome(.confirmed), at: AuditSample.start)
        #expect(try await log.list().map(\.outcome) == [nil, nil, .unknown, .confirmed])
        #expect(try await log.verify().isOK)
    }

    @Test func leavesAnotherMachinesRowsAnHour() async throws {
        let log = AuditLog(folder: folder.path)
        _ = try await log.open(AuditSample.change(), by: AuditSample.author, at: AuditSample.start)
        let soon = AuditSample.start.addingTimeInterval(3599)
        #expect(try await log.settleOrphans(host: "desk-2", at: soon).isEmpty)
        #expect(try await log.settleOrphans(host: "desk-2", at: AuditSample.start.addingTimeInterval(3601)).count == 1)
    }

    @Test func writesOneChainFromManyProcesses() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<3 {
                group.addTask { [path = folder.path] in
                    await #expect(processExitsWith: .success) { [path = path as String] in
                        let log = AuditLog(folder: path, patience: .seconds(60))
                        for _ in 0..<20 {
                            let entry = try await log.open(
                                AuditSample.change(), by: AuditSample.author, at: AuditSample.start)
                            try await log.close(entry, with: Outcome(.confirmed), at: AuditSample.start)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let log = AuditLog(folder: folder.path)
        #expect(try await log.verify() == AuditVerdict(isOK: true, rows: 120, firstBad: nil, reason: nil))
        let closed = try await log.list().compactMap(\.opens)
        #expect(Set(closed).count == 60, "every row is closed once")
    }

    @Test func findsTheChainWholeWhileOthersWrite() async throws {
        let log = try await AuditSample.log(in: folder, changes: 1)
        async let writing: Void = {
            let other = AuditLog(folder: folder.path)
            for _ in 0..<20 { _ = try await other.open(AuditSample.change(), by: AuditSample.author, at: AuditSample.start) }
        }()
        for _ in 0..<20 { #expect(try await log.verify().isOK) }
        try await writing
    }
}

import FoundationEssentials
import GRDB
import Glibc
import Model
import Testing

@testable import Store

/// Where a row cannot be written, `open` says so, and the caller sends nothing.
@Suite struct AuditRefusalTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func openingFails(_ log: AuditLog) async -> StoreError? {
        await #expect(throws: StoreError.self) {
            try await log.open(AuditSample.change(), by: AuditSample.author, at: AuditSample.start)
        }
    }

    @Test func saysThatTheDatabaseIsLocked() async throws {
        let log = AuditLog(folder: folder.path, patience: .milliseconds(50))
        _ = try await log.list()
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: folder.file(StateDatabase.fileName), configuration: configuration)
        try await other.writeWithoutTransaction { db in try db.beginTransaction(.exclusive) }
        #expect(await openingFails(log)?.code == .busy)
        try await other.writeWithoutTransaction { db in try db.rollback() }
        _ = try await log.open(AuditSample.change(), by: AuditSample.author, at: AuditSample.start)
    }

    @Test func saysThatAnotherProcessHoldsTheLock() async throws {
        let log = AuditLog(folder: folder.path, patience: .milliseconds(50))
        let descriptor = open(folder.file("audit.lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        #expect(flock(descriptor, LOCK_EX) == 0)
        #expect(await openingFails(log)?.code == .busy)
        close(descriptor)
        _ = try await log.open(AuditSample.change(), by: AuditSample.author, at: AuditSample.start)
    }

    /// Folders in the place of files, since permissions do not stop root, who runs tests in containers.
    @Test(arguments: ["state.sqlite", "audit.lock", "audit.head"])
    func saysWhichFileCannotBeWritten(name: String) async throws {
        try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
        let error = await openingFails(AuditLog(folder: folder.path))
        #expect(error?.message.contains(name) == true)
        #expect(error?.hint.isEmpty == false)
    }

    @Test func goesOnOnceTheFileCanBeWritten() async throws {
        let obstacle = folder.file("audit.lock")
        try FileManager.default.createDirectory(atPath: obstacle, withIntermediateDirectories: true)
        let log = AuditLog(folder: folder.path)
        _ = await openingFails(log)
        try FileManager.default.removeItem(atPath: obstacle)
        _ = try await log.open(AuditSample.change(), by: AuditSample.author, at: AuditSample.start)
        #expect(try await log.verify() == AuditVerdict(isOK: true, rows: 1, firstBad: nil, reason: nil))
    }

    /// A limit on the size of files stands for a full disk: no privileges are needed to set it.
    @Test func sendsNothingMore_OnceTheDiskTakesNothing() async throws {
        _ = try await AuditSample.log(in: folder, changes: 1)
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            let log = AuditLog(folder: path)
            _ = try await log.list()
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 100_000, rlim_max: 100_000)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            var opened = 0
            do {
                while opened < 10_000 {
                    _ = try await log.open(AuditSample.change(), by: AuditSample.author, at: AuditSample.start)
                    opened += 1
                }
            } catch {
                #expect(error is StoreError)
            }
            #expect(opened > 0 && opened < 10_000)
            let verdict = try await log.verify()
            #expect(verdict.isOK && verdict.rows == opened + 2, "\(verdict)")
        }
    }
}

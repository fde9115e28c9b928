import FoundationEssentials
import GRDB
import Glibc
import Model
import Testing

@testable import Store

@Suite struct AuditLogTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func writesARowBeforeAndARowAfter() async throws {
        let log = AuditLog(folder: folder.path)
        let entry = try await log.open(AuditSample.change(), by: AuditSample.author, at: AuditSample.start)
        try await log.close(
            entry, with: Outcome(.failed(Problem(code: "x", message: "It broke.", requestID: "r-1")), note: "Twice."),
            at: AuditSample.start.addingTimeInterval(2))

        let rows = try await log.list()
        #expect(rows.map(\.sequence) == [1, 2])
        #expect(rows.map(\.event) == [.opened, .closed])
        #expect(rows.map(\.opens) == [nil, 1])
        #expect(rows.map(\.outcome) == [nil, .failed])
        #expect(rows[1].requestID == "r-1")
        #expect(rows[1].note == "It broke. Twice.")
        #expect(rows[1].at.timeIntervalSince(rows[0].at) == 2)
        #expect(rows.allSatisfy { $0.user == "ana" && $0.context == "prod" && $0.targets == ["CheckFunction"] })
        #expect(try await log.verify() == AuditVerdict(isOK: true, rows: 2, firstBad: nil, reason: nil))
    }

    @Test func keepsWhatWasThereBefore_InTheOpenedRow() async throws {
        let log = AuditLog(folder: folder.path)
        let before = [Fact("reserved concurrency", "5"), Fact("alias", nil)]
        _ = try await log.open(AuditSample.change(before: before), by: AuditSample.author, at: AuditSample.start)
        #expect(try await log.list().first?.note == "Before: reserved concurrency 5; alias not set")
    }

    @Test func cutsPhoneNumbersToThreeDigits() async throws {
        let log = AuditLog(folder: folder.path)
        let entry = try await log.open(AuditSample.change("+44 7700 900123"), by: AuditSample.author, at: AuditSample.start)
        try await log.close(entry, with: Outcome(.confirmed, note: "Called +447700900456."), at: AuditSample.start)
        let text = try AuditSample.bodies(in: folder).joined()
        #expect(text.contains("…123") && text.contains("…456"))
        #expect(!text.contains("7700"))
    }

    @Test func recordsARefusalAsAPair() async throws {
        let log = AuditLog(folder: folder.path)
        let refusal = Outcome(.refused(Problem(code: "readOnly", message: "Read-only.")))
        try await log.refuse(AuditSample.change(), by: AuditSample.author, with: refusal, at: AuditSample.start)
        let rows = try await log.list()
        #expect(rows.map(\.outcome) == [nil, .refused])
        #expect(rows.last?.opens == 1)
        #expect(try await log.settleOrphans(host: "desk-1", at: AuditSample.start).isEmpty)
    }

    @Test func listsTheNewestRowsOldestFirst() async throws {
        let log = try await AuditSample.log(in: folder, changes: 5)
        #expect(try await log.list(limit: 3).map(\.sequence) == [8, 9, 10])
        let since = AuditSample.start.addingTimeInterval(3.2)
        #expect(try await log.list(since: since).map(\.sequence) == [8, 9, 10])
        #expect(try await log.list(since: AuditSample.start.addingTimeInterval(99)).isEmpty)
    }

    /// The hash of a row can be had with a shell: the hash before, then the stored text.
    @Test func chainsHashesOverTheStoredText() async throws {
        let log = try await AuditSample.log(in: folder, changes: 1)
        let bodies = try AuditSample.bodies(in: folder)
        var chain = AuditChain()
        for (row, body) in zip(try await log.list(), bodies) {
            chain.append(body)
            #expect(row.hash == HashText.text(chain.end.hash))
            #expect(row.content == body)
        }
        let head = try String(contentsOfFile: folder.file("audit.head"), encoding: .utf8)
        #expect(head.hasPrefix("{\"sequence\":2,\"hash\":\"\(HashText.text(chain.end.hash))\",\"before\":null} "))
        #expect(head.utf8.count == 260 && head.hasSuffix(" \n"))
    }

    @Test func leavesFilesThatOnlyTheOwnerReads() async throws {
        _ = try await AuditSample.log(in: folder, changes: 1)
        for name in ["audit.head", "audit.lock", "state.sqlite"] {
            var status = stat()
            #expect(stat(folder.file(name), &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
    }

    @Test func findsAnEmptyAuditWhole() async throws {
        #expect(
            try await AuditLog(folder: folder.path).verify() == AuditVerdict(isOK: true, rows: 0, firstBad: nil, reason: nil))
    }

    @Test func answersVerifyInTheContractsWords() {
        let verdict = AuditVerdict(isOK: false, rows: 4, firstBad: 3, reason: "Row 3 is missing.")
        #expect(verdict.json == #"{"ok":false,"rows":4,"firstBad":3,"reason":"Row 3 is missing."}"#)
    }
}

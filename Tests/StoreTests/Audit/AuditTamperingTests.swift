import FoundationEssentials
import GRDB
import Model
import Testing

@testable import Store

/// Every row of a small chain, changed in every way.
@Suite struct AuditTamperingTests {
    static let rows = 1...6
    let folder: TemporaryFolder
    let log: AuditLog

    init() async throws {
        folder = try TemporaryFolder()
        log = try await AuditSample.log(in: folder, changes: 3)
    }

    private func expectBroken(at row: Int, _ comment: Comment? = nil) async throws {
        let verdict = try await log.verify()
        #expect(!verdict.isOK, comment)
        #expect(verdict.firstBad == row, comment)
        #expect(verdict.reason != nil, comment)
    }

    @Test(arguments: rows) func findsEveryChangedLetter(row: Int) async throws {
        let body = Array(try AuditSample.bodies(in: folder)[row - 1].utf8)
        for index in body.indices {
            var changed = body
            changed[index] ^= 1
            try AuditSample.run(
                "UPDATE audit_entry SET body = CAST(? AS TEXT) WHERE sequence = ?", [Data(changed), row], in: folder)
            try await expectBroken(at: row, "letter \(index)")
        }
        try AuditSample.run(
            "UPDATE audit_entry SET body = CAST(? AS TEXT) WHERE sequence = ?", [Data(body), row], in: folder)
        #expect(try await log.verify().isOK)
    }

    @Test(arguments: rows) func findsAChangedHash(row: Int) async throws {
        try AuditSample.run("UPDATE audit_entry SET hash = zeroblob(32) WHERE sequence = ?", [row], in: folder)
        try await expectBroken(at: row)
        try AuditSample.run("UPDATE audit_entry SET hash = 'x' WHERE sequence = ?", [row], in: folder)
        try await expectBroken(at: row)
    }

    @Test(arguments: rows) func findsARemovedRow(row: Int) async throws {
        try AuditSample.run("DELETE FROM audit_entry WHERE sequence = ?", [row], in: folder)
        try await expectBroken(at: row)
    }

    @Test(arguments: rows) func findsARemovedRow_WhoseSuccessorsMovedUp(row: Int) async throws {
        try AuditSample.run("DELETE FROM audit_entry WHERE sequence = ?", [row], in: folder)
        for later in row..<6 {
            try AuditSample.run("UPDATE audit_entry SET sequence = ? WHERE sequence = ?", [later, later + 1], in: folder)
        }
        try await expectBroken(at: row)
    }

    @Test(arguments: rows) func findsACutTail(first: Int) async throws {
        try AuditSample.run("DELETE FROM audit_entry WHERE sequence >= ?", [first], in: folder)
        try await expectBroken(at: first)
    }

    @Test(arguments: rows, rows) func findsSwappedRows(left: Int, right: Int) async throws {
        guard left < right else { return }
        for columns in ["body", "body, hash"] {
            let swap = """
                UPDATE audit_entry SET (\(columns)) = (SELECT \(columns) FROM audit_entry AS other
                    WHERE other.sequence = CASE audit_entry.sequence WHEN ?1 THEN ?2 ELSE ?1 END)
                """
            // SQLite reads rows that it has already updated, so the swap goes through a copy.
            try AuditSample.run("CREATE TABLE copy AS SELECT * FROM audit_entry", in: folder)
            try AuditSample.run(
                swap.replacing("audit_entry AS other", with: "copy AS other") + " WHERE sequence IN (?1, ?2)", [left, right],
                in: folder)
            try await expectBroken(at: left, "swapped \(columns)")
            try AuditSample.run(
                "UPDATE audit_entry SET (body, hash) = (SELECT body, hash FROM copy WHERE sequence = audit_entry.sequence)",
                in: folder)
            try AuditSample.run("DROP TABLE copy", in: folder)
            #expect(try await log.verify().isOK)
        }
    }

    @Test(arguments: 1...7) func findsAnInsertedRow(place: Int) async throws {
        for row in (place..<7).reversed() {
            try AuditSample.run("UPDATE audit_entry SET sequence = ? WHERE sequence = ?", [row + 1, row], in: folder)
        }
        let other = place == 1 ? 3 : 1
        try AuditSample.run(
            "INSERT INTO audit_entry SELECT ?, body, hash FROM audit_entry WHERE sequence = ?", [place, other], in: folder)
        try await expectBroken(at: place)
    }

    @Test(arguments: [-5, 0]) func findsARowBeforeTheFirst(sequence: Int) async throws {
        try AuditSample.run(
            "INSERT INTO audit_entry SELECT ?, body, hash FROM audit_entry WHERE sequence = 1", [sequence], in: folder)
        try await expectBroken(at: sequence)
    }

    /// Somebody who knows the chain can make the rows fit together, but not the head.
    @Test(arguments: rows) func findsForgedRows_WhoseHashesFit(row: Int) async throws {
        var bodies = try AuditSample.bodies(in: folder)
        bodies[row - 1] = bodies[row - 1].replacing("ana", with: "bob")
        try AuditSample.forge(bodies, in: folder)
        try await expectBroken(at: 6)
    }

    @Test func findsAForgedRowAtTheEnd_WhoseHashFits() async throws {
        let bodies = try AuditSample.bodies(in: folder)
        try AuditSample.forge(bodies + [bodies[5].replacing("\"sequence\":6", with: "\"sequence\":7")], in: folder)
        try await expectBroken(at: 7)
    }

    @Test func findsAnEmptiedTable() async throws {
        try AuditSample.run("DELETE FROM audit_entry", in: folder)
        try await expectBroken(at: 1)
    }

    @Test func findsAMissingHead() async throws {
        try Data().write(to: URL(filePath: folder.file("audit.head")))
        try await expectBroken(at: 7)
        try FileManager.default.removeItem(atPath: folder.file("audit.head"))
        try await expectBroken(at: 7)
    }

    @Test(arguments: ["{}", "{\"sequence\":6}", "{\"sequence\":6,\"hash\":\"00\",\"before\":null}", "\u{0}"])
    func findsAnOverwrittenHead(text: String) async throws {
        try text.write(toFile: folder.file("audit.head"), atomically: false, encoding: .utf8)
        await #expect(throws: StoreError.self) { try await log.verify() }
    }

    @Test func refusesToGoOnBehindACutTail() async throws {
        try AuditSample.run("DELETE FROM audit_entry WHERE sequence = 6", in: folder)
        let error = await #expect(throws: StoreError.self) {
            try await log.open(AuditSample.change(), by: AuditSample.author, at: AuditSample.start)
        }
        #expect(error?.code == .tampered)
        try await expectBroken(at: 6, "the evidence is still there")
    }

    @Test func doesNotCrashOnRowsOfAnotherKind() async throws {
        try AuditSample.run("UPDATE audit_entry SET body = x'ff00', hash = 7 WHERE sequence = 6", in: folder)
        try await expectBroken(at: 6)
        let error = await #expect(throws: StoreError.self) { try await log.list() }
        #expect(error?.code == .tampered)
    }
}

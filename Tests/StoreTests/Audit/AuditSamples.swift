import FoundationEssentials
import GRDB
import Model

@testable import Store

/// Changes and audits to try things on.
enum AuditSample {
    static let author = Author(user: "ana", host: "desk-1")
    static let start = Date(timeIntervalSince1970: 1_784_000_000)

    static func change(_ target: String = "CheckFunction", before: [Fact] = []) -> Change {
        Change(
            action: "lambda.invoke", targets: [target], permission: .execute,
            place: Place(context: "prod", region: "eu-west-1", account: "123456789012", isProduction: true),
            summary: ["Invoke \(target)"], oldValues: before, whatToCheck: "Look into /aws/lambda/\(target).")
    }

    /// An audit of `changes` confirmed changes: two rows each.
    static func log(in folder: TemporaryFolder, changes: Int) async throws -> AuditLog {
        let log = AuditLog(folder: folder.path)
        for number in 0..<changes {
            let now = start.addingTimeInterval(Double(number))
            let entry = try await log.open(change("function-\(number)"), by: author, at: now)
            try await log.close(entry, with: Outcome(.confirmed, requestID: "r-\(number)"), at: now.addingTimeInterval(0.5))
        }
        return log
    }

    static func run(_ sql: String, _ arguments: StatementArguments = [], in folder: TemporaryFolder) throws {
        let queue = try DatabaseQueue(path: folder.file(StateDatabase.fileName))
        try queue.write { db in try db.execute(sql: sql, arguments: arguments) }
        try queue.close()
    }

    static func bodies(in folder: TemporaryFolder) throws -> [String] {
        let queue = try DatabaseQueue(path: folder.file(StateDatabase.fileName))
        defer { try? queue.close() }
        return try queue.read { db in try String.fetchAll(db, sql: "SELECT body FROM audit_entry ORDER BY sequence") }
    }

    /// Writes the rows anew with hashes that fit together, as somebody would who knows how the chain is made.
    static func forge(_ bodies: [String], in folder: TemporaryFolder) throws {
        var chain = AuditChain()
        try run("DELETE FROM audit_entry", in: folder)
        for body in bodies {
            chain.append(body)
            try run(
                "INSERT INTO audit_entry VALUES (?, ?, ?)", [chain.end.sequence, body, Data(chain.end.hash)], in: folder)
        }
    }
}

extension TemporaryFolder {
    func file(_ name: String) -> String { path + "/" + name }
}

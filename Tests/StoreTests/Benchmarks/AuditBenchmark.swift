import FoundationEssentials
import GRDB
import Glibc
import Model
import Testing

@testable import Store

/// Figures of issue "Acting and reading", Reach. Off unless `NIGHTDESK_BENCHMARK` is set; meant for
/// `swift test -c release -Xswiftc -enable-testing --filter Benchmark`.
enum Benchmark {
    static let isWanted = getenv("NIGHTDESK_BENCHMARK") != nil

    static func report(_ what: String, _ duration: Duration) {
        print("BENCHMARK \(what): \(duration)")
    }
}

@Suite(.enabled(if: Benchmark.isWanted), .serialized) struct AuditBenchmark {
    @Test func verifiesAMillionRows_InTwoSeconds() async throws {
        let folder = try TemporaryFolder()
        try await write(rows: 1_000_000, in: folder)
        let log = AuditLog(folder: folder.path)
        let clock = ContinuousClock()
        for _ in 0..<3 {
            let start = clock.now
            let verdict = try await log.verify()
            let taken = clock.now - start
            Benchmark.report("verify 1,000,000 rows", taken)
            #expect(verdict.isOK && verdict.rows == 1_000_000)
            #expect(taken < .seconds(2))
        }
    }

    @Test func opensAndClosesAChange_WithinTheTwentyMilliseconds() async throws {
        let folder = try TemporaryFolder()
        let log = try await AuditSample.log(in: folder, changes: 1)
        let taken = try await ContinuousClock().measure {
            for _ in 0..<100 {
                let entry = try await log.open(AuditSample.change(), by: AuditSample.author, at: AuditSample.start)
                try await log.close(entry, with: Outcome(.confirmed), at: AuditSample.start)
            }
        }
        Benchmark.report("open and close a change", taken / 100)
        #expect(taken / 100 < .milliseconds(10))
    }

    private func write(rows: Int, in folder: TemporaryFolder) async throws {
        let database = try StateDatabase(folder: folder.path)
        let end = try await database.queue.write { db in
            let insert = try db.makeStatement(sql: "INSERT INTO audit_entry VALUES (?, ?, ?)")
            var chain = AuditChain()
            var row = AuditRow(opening: AuditSample.change(), by: AuditSample.author, at: AuditSample.start)
            for sequence in 1...rows {
                row.sequence = sequence
                let body = row.content
                chain.append(body)
                try insert.execute(arguments: [sequence, body, Data(chain.end.hash)])
            }
            return chain.end
        }
        try AuditHead(link: end).write(folder: folder.path, synced: false)
        database.close()
    }
}

import Foundation
import GRDB
import Model
import Support
import Testing

@testable import Store

@Suite struct OptimizerBookTests {
    private let folder: TemporaryFolder
    private let book: OptimizerBook
    private let noon = Date(timeIntervalSince1970: 1_790_000_000)

    init() throws {
        folder = try TemporaryFolder()
        book = try OptimizerBook(folder: folder.path, context: "desk", host: "here")
    }

    private func admit(_ provider: String = "P", at moment: Date) throws -> Int {
        let input = OptimizerInput(devices: "/d", plans: "/p", output: "/o")
        guard case .admitted(let id) = try book.admit(input, mark: "\(moment)", provider: provider, at: moment) else {
            throw CancellationError()
        }
        return id
    }

    private func finished(at moment: Date) throws -> Int {
        let id = try admit(at: moment)
        let group = OptimizerGroup(name: "G", devices: 2, baselineTicks: 5, communicationPlans: ["C"], ratePlans: [("A", true)])
        let queue = try book.enter([group], instance: id).ids[0]
        let iccids = ["8901", "8902"].map { Array($0.utf8) }
        try book.writeResults(instance: id, count: 2, figures: []) { sim, insert in
            try iccids[sim].withUnsafeBufferPointer {
                try insert(OptimizerBook.ResultRow(queue: queue, usage: 7, currentPlan: "A", plan: sim == 0 ? "A" : "B"), $0)
            }
        }
        try book.finish(id, .completed, problem: nil, at: moment)
        return id
    }

    @Test func removesFinishedRunsWithAllTheirRows_OlderThanTheLimitOnly() throws {
        let old = try finished(at: noon)
        let young = try finished(at: noon.addingTimeInterval(100))
        let open = try admit("Q", at: noon.addingTimeInterval(-1000))
        let limit = noon.addingTimeInterval(50)
        let wanted = try book.removeRuns(endedBefore: limit, isDryRun: true)
        #expect(wanted == OptimizerCleanup(instances: 1, rows: 4))
        #expect(try book.runs().count == 3)
        #expect(try book.removeRuns(endedBefore: limit) == wanted)
        #expect(try book.run(old) == nil)
        #expect(try book.queues(of: old).isEmpty)
        #expect(try book.changeCount(of: young) == 1)
        #expect(try book.run(open)?.state == .queued)
        #expect(try book.removeRuns(endedBefore: limit) == OptimizerCleanup(instances: 0, rows: 0))
    }

    @Test func admitsOneRunOfEachProvider_AndStartsOneAtATime() throws {
        let first = try admit("P", at: noon)
        let second = try admit("Q", at: noon)
        let input = OptimizerInput(devices: "/d", plans: "/p", output: "/o")
        guard case .refused(let other) = try book.admit(input, mark: "x", provider: "P", at: noon) else {
            Issue.record("A second run was admitted.")
            return
        }
        #expect(other.id == first)
        #expect(try book.start(first, at: noon) == nil)
        #expect(try book.start(second, at: noon) == first)
        try book.finish(first, .completed, problem: nil, at: noon)
        #expect(try book.start(second, at: noon) == nil)
    }

    @Test func cancelsOnlyWhatIsOpen_AndEndsOnlyWhatNobodyWorksOn() throws {
        let id = try admit(at: noon)
        #expect(try !book.end(id, at: noon))
        #expect(try book.cancel(id, at: noon))
        #expect(try book.isCancelRequested(id))
        #expect(try book.run(id)?.state == .cancelling)
        try book.finish(id, .cancelled, problem: nil, at: noon)
        #expect(try !book.cancel(id, at: noon))
        #expect(try book.requeue(id))
        #expect(try book.run(id)?.state == .queued)
    }

    @Test func givesAnInterruptedRunItsPricesBack() throws {
        let id = try admit(at: noon)
        let group = OptimizerGroup(name: "G", devices: 1, baselineTicks: 5, communicationPlans: [], ratePlans: [("A", true)])
        let queue = try book.enter([group], instance: id).ids[0]
        try book.update(queue: queue, ticks: 4, bound: 3, rounds: 2, prices: ["A": 99], .searching, at: noon)
        #expect(try book.enter([group], instance: id).warm == [0: ["A": 99]])
    }

    private func bury(_ id: Int) throws {
        try book.queue.write { db in
            try db.execute(
                sql: "UPDATE optimization_instance SET pid = 1, process_started = -1 WHERE id = ?", arguments: [id])
        }
    }

    @Test func tellsOfStartsThatWereRefused() throws {
        let id = try admit(at: noon)
        let input = OptimizerInput(devices: "/d", plans: "/p", output: "/o")
        for mark in ["x", "y"] { _ = try book.admit(input, mark: mark, provider: "P", at: noon) }
        let row = try #require(try book.row(id, at: noon))
        #expect(row.reasons.first?.contains("2 starts were refused") == true)
        #expect(row.severity == .warning)
    }

    @Test func whatWaitsForAStuckRun_IsStuckToo() throws {
        let first = try admit("P", at: noon)
        #expect(try book.start(first, at: noon) == nil)
        let second = try admit("Q", at: noon)
        try bury(first)
        let rows = try book.rows(at: noon)
        #expect(rows.map(\.run.state) == [.stuck, .stuck])
        #expect(rows.first { $0.run.id == second }?.reasons.first?.contains("waits for run \(first)") == true)
        #expect(rows.first { $0.run.id == first }?.reasons.first?.contains("is gone") == true)
    }

    @Test func countsTheProcessesThatDiedOnIt() throws {
        let id = try admit(at: noon)
        for _ in 0..<2 {
            try bury(id)
            #expect(try book.requeue(id))
        }
        try bury(id)
        #expect(try book.row(id, at: noon)?.reasons.first?.contains("3 processes have died on it") == true)
    }

    @Test func learnsFromThePastRunsOfTheProviderOnly() throws {
        for provider in ["P", "Q"] {
            let id = try admit(provider, at: noon)
            var run = try #require(try book.run(id))
            run.devices = 1000
            let event = OptimizerEvent(at: noon, instance: id, phase: .report, state: .running)
            let seconds: [String: Double] =
                provider == "P" ? ["optimise": 1, "repair": 1, "write": 7, "report": 1] : ["optimise": 9]
            try book.record(event, run: run, phaseSeconds: seconds)
            try book.finish(id, .completed, problem: nil, at: noon)
        }
        let experience = try book.experience(of: "P", but: 99)
        #expect(experience.seconds(devices: 2000)["write"] == 14)
        #expect(try book.experience(of: "nobody", but: 99).isEmpty)
    }

    @Test func removesPractice_ButForTheNewestThatEndedWell() throws {
        var input = OptimizerInput(devices: "/d", plans: "/p", output: "/o")
        input.isPractice = true
        var ids: [Int] = []
        for state in [OptimizerRun.State.completed, .cancelled, .completed, .failed] {
            guard case .admitted(let id) = try book.admit(input, mark: "\(ids.count)", provider: "P", at: noon) else { continue }
            try book.finish(id, state, problem: nil, at: noon)
            ids.append(id)
        }
        let real = try admit("P", at: noon)
        try book.removePractice(keeping: 1, alsoOpen: false)
        #expect(try book.runs().map(\.id) == [real, ids[2]])
    }
}

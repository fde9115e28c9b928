import Engines
import Foundation
import Model
import Store
import Support
import Synchronization
import Testing

/// Files in, files and rows out.
@Suite struct OptimizerRunnerTests {
    private let folder: TemporaryFolder
    private let book: OptimizerBook

    init() throws {
        folder = try TemporaryFolder()
        book = try OptimizerBook(folder: folder.path + "/state", context: "desk", host: "here")
    }

    fileprivate func input(sims: Int = 300, seed: UInt64 = 1) throws -> OptimizerInput {
        _ = try PracticeFiles.write(sims: sims, seed: seed, folder: folder.path + "/in")
        var input = OptimizerInput(
            devices: folder.path + "/in/devices.csv", plans: folder.path + "/in/rate_plans.csv", output: folder.path + "/out.csv")
        input.groups = folder.path + "/in/comm_groups.csv"
        input.period = folder.path + "/in/billing_period.csv"
        input.prices = folder.path + "/prices.csv"
        input.rejects = folder.path + "/rejects.csv"
        return input
    }

    private func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    @Test func writesAssignmentCertificateAndRows() async throws {
        let input = try input()
        let summary = try await OptimizerRunner(book: book).run(input)
        let assignment = try #require(text(input.output)).split(separator: "\n")
        #expect(assignment.count == 301)
        #expect(assignment.first == "iccid,rate_plan_code")
        #expect(summary.run.state == .completed)
        #expect(summary.run.devices == 300)
        let (now, before, bound) = try (
            #require(summary.run.costNow), #require(summary.run.costBefore), #require(summary.run.bound)
        )
        #expect(bound <= now && now <= before)
        #expect(try #require(text(folder.path + "/prices.csv")).hasPrefix("comm_group,rate_plan_code,price_per_mb\n"))
        #expect(text(folder.path + "/rejects.csv") == "line,iccid,reason\n")
        let queues = try book.queues(of: summary.run.id)
        #expect(queues.count == summary.groups)
        #expect(queues.allSatisfy { $0.state == "CompleteWithSuccess" })
        #expect(queues.reduce(0) { $0 + $1.baseline.ticks } == before.ticks)
        #expect(queues.reduce(0) { $0 + ($1.total?.ticks ?? 0) } == now.ticks)
        let figures = try book.figures(of: summary.run.id)
        #expect(figures.reduce(0) { $0 + $1.simsNow } == 300)
        #expect(figures.reduce(0) { $0 + $1.simsBefore } == 300)
        var changes = 0
        try book.changes(of: summary.run.id) { _, from, to in changes += from == to ? 0 : 1 }
        #expect(try book.changeCount(of: summary.run.id) == changes)
        #expect(try book.run(summary.run.id)?.costNow == now)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.hasSuffix(".part") })
    }

    @Test func writesTheSameBytes_FromTheSameInput() async throws {
        let input = try input(seed: 4)
        _ = try await OptimizerRunner(book: book).run(input)
        let first = text(input.output)
        _ = try await OptimizerRunner(book: book, lanes: 1).run(input)
        #expect(first != nil && text(input.output) == first)
    }

    @Test func tellsStepsWhoseCostNeverRises_AndWhoseBoundNeverFalls() async throws {
        let told = Mutex<[OptimizerEvent]>([])
        let summary = try await OptimizerRunner(book: book) { event in told.withLock { $0.append(event) } }.run(
            try input(sims: 600))
        let events = told.withLock { $0 }
        var phases: [OptimizerPhase] = []
        for event in events where phases.last != event.phase { phases.append(event.phase) }
        #expect(phases == [.validate, .group, .baseline, .optimise, .write, .report])
        let best = events.compactMap(\.best)
        let bounds = events.compactMap(\.bound)
        #expect(zip(best, best.dropFirst()).allSatisfy { $1 <= $0 })
        #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $0 <= $1 })
        let done = events.filter { $0.phase == .optimise }.compactMap(\.done)
        #expect(zip(done, done.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(events.last?.state == .completed)
        #expect(try book.events(of: summary.run.id, limit: 1000).count == events.count)
    }

    @Test func countsAndNamesRejectedRows() async throws {
        let input = try input(sims: 5)
        var devices = try #require(text(input.devices))
        devices += "x,,nowhere,IOT-1,5,,\nx,,nowhere,IOT-1,5,,\nbroken\n"
        try devices.write(toFile: input.devices, atomically: true, encoding: .utf8)
        let summary = try await OptimizerRunner(book: book).run(input)
        #expect(summary.run.rejected == 3)
        #expect(summary.rejectedByReason == ["unknown_comm_plan": 1, "duplicate_iccid": 1, "malformed_row": 1])
        #expect(
            text(folder.path + "/rejects.csv")
                == "line,iccid,reason\n7,x,unknown_comm_plan\n8,x,duplicate_iccid\n9,,malformed_row\n")
        #expect(try book.rejectCounts(of: summary.run.id).count == 3)
    }

    @Test(arguments: ["devices", "plans"])
    func endsWithoutAnAssignment_WhenAFileIsBad(file: String) async throws {
        var input = try input(sims: 5)
        try "old".write(toFile: input.output, atomically: true, encoding: .utf8)
        if file == "devices" {
            try "a,b\n1,2\n".write(toFile: input.devices, atomically: true, encoding: .utf8)
        } else {
            input.plans = folder.path + "/missing.csv"
        }
        await #expect(throws: OptimizerFailure.self) { try await OptimizerRunner(book: book).run(input) }
        #expect(text(input.output) == "old")
        #expect(try book.runs().allSatisfy { $0.state.isFinished })
    }

    @Test func leavesNothingBehind_WhereTheOutputCannotBeWritten() async throws {
        var input = try input(sims: 20)
        input.output = folder.path + "/no/such/folder/out.csv"
        do {
            _ = try await OptimizerRunner(book: book).run(input)
            Issue.record("It was written.")
        } catch let failure as OptimizerFailure {
            #expect(failure.problem.code == "UnwritableFile")
        }
        #expect(try book.runs().first?.state == .failed)
        #expect(text(folder.path + "/prices.csv") == nil)
    }

    @Test func refusesASecondRunOfTheSameProvider_WhileOneIsOpen() async throws {
        let input = try input(sims: 20)
        let admission = try book.admit(input, mark: "another input", provider: "Practice Wireless", at: Date())
        #expect(admission == .admitted(id: 1))
        do {
            _ = try await OptimizerRunner(book: book).run(input)
            Issue.record("It ran.")
        } catch let failure as OptimizerFailure {
            #expect(failure.problem.code == "AlreadyRunning")
            #expect(failure.problem.message.contains("run 1"))
        }
    }

    @Test func writesTheBestSoFar_WhenItsTimeIsOver() async throws {
        var input = try input(sims: 2000)
        input.timeLimitSeconds = 0
        let summary = try await OptimizerRunner(book: book).run(input)
        #expect(summary.run.state == .completed)
        #expect(summary.run.problem?.code == "TimeLimit")
        #expect(text(input.output)?.split(separator: "\n").count == 2001)
        #expect((summary.run.gapPercent ?? 100) < 20)
    }
}

extension OptimizerRunnerTests {
    /// A run that is only practised waits for nobody, keeps nobody out, and tells its costs from the first group on.
    @Test func practiceStandsInNobodysWay() async throws {
        var input = try input(sims: 60)
        input.isPractice = true
        let (events, told) = AsyncStream.makeStream(of: OptimizerEvent.self)
        let practice = Task { [book, input] in
            try await OptimizerRunner(book: book, lanes: 1, rest: .seconds(3600)) { told.yield($0) }.run(input)
        }
        var isCostTold = false
        for await event in events where event.phase == .optimise {
            if event.best != nil, event.bound == nil { isCostTold = true }
            if event.done == 1 { break }
        }
        #expect(isCostTold)
        var real = try self.input(sims: 50, seed: 2)
        real.output = folder.path + "/real.csv"
        let summary = try await OptimizerRunner(book: book).run(real)
        #expect(summary.run.state == .completed)
        practice.cancel()
        _ = try? await practice.value
    }
}

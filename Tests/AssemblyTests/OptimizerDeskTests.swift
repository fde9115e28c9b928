import AWS
import Engines
import Foundation
import Model
import Store
import Support
import Testing

@testable import Assembly

/// What the optimizer does by itself, and what read-only keeps it from.
@Suite struct OptimizerDeskTests {
    private let folder: TemporaryFolder
    private let now = ScreenTester.night

    init() throws { folder = try TemporaryFolder() }

    private func desk(isReadOnly: Bool = false) throws -> OptimizerDesk {
        var options = GlobalOptions()
        options.stateDir = folder.path
        options.context = "drill"
        options.isReadOnly = isReadOnly
        let environment = AWSEnvironment(
            variables: [:], home: folder.path, readFile: { _ in nil }, writeFile: { _, _ in })
        return try OptimizerDesk(
            machine: Machine(
                options: options, environment: environment, executable: "/usr/bin/nightdesk", clock: ManualClock(now: now)))
    }

    private func enter(_ desk: OptimizerDesk, endedDaysAgo days: Double) throws -> Int {
        let input = OptimizerInput(devices: "/d", plans: "/p", output: "/o")
        let moment = now.addingTimeInterval(-days * 86_400)
        guard case .admitted(let id) = try desk.book.admit(input, mark: "\(days)", provider: "P", at: moment) else {
            throw CancellationError()
        }
        try desk.book.finish(id, .completed, problem: nil, at: moment)
        return id
    }

    @Test func removesWhatIsOlderThan90Days_ThroughTheAudit_AndNothingElse() async throws {
        let desk = try desk()
        _ = try enter(desk, endedDaysAgo: 91)
        let young = try enter(desk, endedDaysAgo: 89)
        let note = await OptimizerRounds.cleanUp(desk)
        #expect(note?.severity == .ok)
        #expect(try desk.rows(at: now).map(\.run.id) == [young])
        #expect(await OptimizerRounds.cleanUp(desk) == nil)
        let audit = try await AuditBook(machine: desk.machine).rows(since: nil, limit: 10)
        #expect(audit.contains { $0.action == "optimizer.clean" })
    }

    @Test(arguments: [
        OptimizerOrder.cancel(id: 1, provider: "P"), .requeue(id: 1, provider: "P"), .end(id: 1, provider: "P"),
        .start(folder: "/nowhere"),
    ])
    func changesNothing_WhereItIsReadOnly(order: OptimizerOrder) async throws {
        let desk = try desk(isReadOnly: true)
        let id = try enter(desk, endedDaysAgo: 1)
        let outcome = await desk.submit(try desk.change(order), order)
        #expect(outcome.kind == .refused)
        #expect(try desk.row(id).run.state == .completed)
    }

    @Test func saysWhy_WhenAnOrderIsNotPossible() async throws {
        let desk = try desk()
        let id = try enter(desk, endedDaysAgo: 1)
        for order in [OptimizerOrder.cancel(id: id, provider: "P"), .end(id: id, provider: "P"), .requeue(id: id, provider: "P")]
        {
            let outcome = await desk.submit(try desk.change(order), order)
            #expect(outcome.problem?.code == "NotPossible" && outcome.problem?.hint.isEmpty == false)
        }
    }

    @Test func entersNothing_WhenItsFilesAreNotThere() async throws {
        let desk = try desk()
        let order = OptimizerOrder.start(folder: folder.path)
        let outcome = await desk.submit(try desk.change(order), order) { _ in Issue.record("no process is wanted") }
        #expect(outcome.problem?.code == "UnreadableFile")
        #expect(try desk.rows(at: now).isEmpty)
    }

    @Test func tellsARunThatNobodyTook() throws {
        let desk = try desk()
        let input = OptimizerInput(devices: "/d", plans: "/p", output: "/o")
        guard case .admitted(let id) = try desk.book.admit(input, mark: "m", provider: "P", at: now) else {
            Issue.record("not admitted")
            return
        }
        try desk.book.giveUp(id, problem: Problem(code: "NotTaken", message: "It ended at once."), at: now)
        #expect(try desk.row(id).run.state == .failed)
        #expect(try desk.row(id).reasons.first?.contains("ended at once") == true)
        #expect(try !desk.book.adopt(id), "what has failed is not taken")
    }
}

import FoundationEssentials
import Model
import Store
import Support
import Synchronization
import Testing

@testable import Engines

@Suite(.timeLimit(.minutes(2))) struct NotificationDeskTests {
    let folder: TemporaryFolder
    let audit: AuditLog
    let clock = ManualClock()

    init() throws {
        folder = try TemporaryFolder()
        audit = AuditLog(folder: folder.path)
    }

    private func order(_ ids: [String], isReadOnly: Bool = false) -> NotificationOrder {
        let place = Place(context: "c", region: "us-east-1", isProduction: false, isReadOnly: isReadOnly)
        return NotificationOrder(
            ids.map { .init(id: $0, statusBefore: "FAILED") }, table: "t", statuses: NotificationStatuses(), key: .standard,
            attribute: "status", retriesPerSecond: 20, place: place)
    }

    private func desk(_ source: FakeNotifications) -> NotificationDesk {
        NotificationDesk(
            source: source, desk: ChangeDesk(audit: audit, author: Author(user: "ana", host: "desk-1"), clock: clock),
            clock: clock)
    }

    /// Runs `body` to its end, letting time pass whenever it waits for it.
    private func drive<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value {
        let ticking = Task { [clock] in
            while !Task.isCancelled {
                await clock.waitForSleepers()
                clock.advanceToNextDeadline()
            }
        }
        defer { ticking.cancel() }
        return await body()
    }

    @Test func saysOfEachWhatBecameOfIt() async throws {
        let source = FakeNotifications([("1", "FAILED"), ("2", "SENT"), ("3", "FAILED")], clock: clock)
        let desk = desk(source)
        let (outcome, answers) = await drive { [order = order(["1", "2", "1", "3"])] in await desk.submit(order) }
        #expect(outcome.kind == .confirmed && outcome.note == "2 of 3 retried, 1 not failed any more and left alone")
        #expect(answers.map(\.outcome) == [.retried, .notFailed, .retried])
        #expect(answers.map(\.statusBefore) == ["FAILED", "SENT", "FAILED"])
        #expect(answers[0].requestID == "r-1")
        #expect(source.state.withLock { $0.statuses } == ["1": "RETRY", "2": "SENT", "3": "RETRY"])
        let rows = try await audit.list()
        #expect(rows.map(\.action) == ["notification.retry", "notification.retry"] && rows.last?.outcome == .confirmed)
        #expect(rows.first?.targets == ["notification#1", "notification#2", "notification#1", "notification#3"])
    }

    @Test func changesNothing_ReadOnly() async throws {
        let source = FakeNotifications([("1", "FAILED")], clock: clock)
        let (outcome, answers) = await desk(source).submit(order(["1"], isReadOnly: true))
        #expect(outcome.kind == .refused && answers.isEmpty)
        #expect(source.state.withLock { $0.updates.isEmpty && $0.statuses == ["1": "FAILED"] })
    }

    /// Denied, gone, unknown: whatever it is, nothing after it is tried.
    @Test(arguments: [
        (
            RetryStep.failed(Problem(code: "AccessDeniedException", message: "No.")), RetryAnswer.Outcome.failed,
            Outcome.Kind.failed
        ),
        (.failed(Problem(code: "ThrottlingException", message: "Slow.")), .failed, .failed),
        (.unknown(Problem(code: "timeout", message: "No answer.")), .unknown, .unknown),
    ])
    func stopsAtTheFirstSurprise(fault: RetryStep, wanted: RetryAnswer.Outcome, kind: Outcome.Kind) async throws {
        let source = FakeNotifications((1...5).map { ("\($0)", "FAILED") }, clock: clock)
        source.state.withLock { $0.faults["3"] = fault }
        let desk = desk(source)
        let (outcome, answers) = await drive { [order = order((1...5).map(String.init))] in await desk.submit(order) }
        #expect(answers.map(\.outcome) == [.retried, .retried, wanted])
        #expect(outcome.kind == kind && outcome.note == "2 of 5 retried, 2 not tried")
        #expect(source.state.withLock { [$0.statuses["4"], $0.statuses["5"]] } == ["FAILED", "FAILED"])
        #expect(try await audit.list().last?.outcome == kind)
    }

    @Test func aRecordThatIsGone_IsASurprise() async throws {
        let source = FakeNotifications([("1", "FAILED")], clock: clock)
        let desk = desk(source)
        let (outcome, answers) = await drive { [order = order(["9", "1"])] in await desk.submit(order) }
        #expect(answers.map(\.outcome) == [.notFound] && outcome.kind == .failed)
        #expect(source.state.withLock { $0.statuses["1"] } == "FAILED")
    }

    /// The request was carried out and its answer never came: reading back shows it.
    @Test func readsBack_WhatWasAnsweredTooLate() async throws {
        let source = FakeNotifications([("1", "FAILED")], clock: clock)
        source.state.withLock { $0.lateAnswers = ["1"] }
        let desk = desk(source)
        let (outcome, answers) = await drive { [order = order(["1"])] in await desk.submit(order) }
        #expect(outcome.kind == .confirmed && answers.map(\.outcome) == [.retried])
        #expect(source.state.withLock { $0.updates.count } == 1, "it was not sent twice")
    }

    @Test func followsToTheEnd_AndSaysWhich() async throws {
        let source = FakeNotifications([("1", "RETRY"), ("2", "RETRY"), ("3", "RETRY"), ("4", "RETRY")], clock: clock)
        source.send("1")
        source.send("2", fails: true)
        source.state.withLock { $0.statuses["4"] = nil }
        let desk = desk(source)
        let told = Mutex<[String]>([])
        let ends = await drive {
            await desk.follow(["1", "2", "3", "4"], patience: .seconds(30)) { id, _, _ in told.withLock { $0.append(id) } }
        }
        #expect(ends == ["1": .sent(status: "SENT"), "2": .failedAgain(reason: nil), "3": .pending(status: "RETRY"), "4": .gone])
        #expect(told.withLock { Set($0) } == ["1", "2", "3", "4"])
        #expect(clock.now.timeIntervalSince1970 - 1_705_312_830 <= 35)
    }

    /// A thousand: none twice, none lost, and never faster than was promised.
    @Test func retriesAThousand_AtABoundedRate() async throws {
        let ids = (0..<1_000).map { "n\($0)" }
        let source = FakeNotifications(ids.map { ($0, "FAILED") }, clock: clock)
        let desk = desk(source)
        let (outcome, answers) = await drive { [order = order(ids)] in await desk.submit(order) }
        #expect(outcome.kind == .confirmed && answers.count == 1_000 && answers.allSatisfy { $0.outcome == .retried })
        let (statuses, updates) = source.state.withLock { ($0.statuses, $0.updates) }
        #expect(statuses.values.allSatisfy { $0 == "RETRY" } && updates.count == 1_000)
        for first in stride(from: 0, to: 980, by: 7) {
            #expect(updates[first + 19].timeIntervalSince(updates[first]) >= 0.94, "more than 20 in a second")
        }
        for id in ids { source.send(id) }
        #expect(source.state.withLock { $0.sent } == Dictionary(uniqueKeysWithValues: ids.map { ($0, 1) }))
    }

    /// Raced against a sender that sends what is due whenever it likes: whatever the order of things, nothing is sent twice because of
    /// a retry, and nothing that was retried is lost.
    @Test(arguments: 0..<60) func neverResendsAndNeverLoses(seed: Int) async throws {
        var random = Noise64(seed: UInt64(seed))
        let ids = (0..<12).map { "n\($0)" }
        let first = ["FAILED", "FAILED", "QUEUED", "SENT", "DELIVERED"]
        let statuses = ids.map { ($0, first[Int(random.next() % 5)]) }
        let source = FakeNotifications(statuses, clock: SystemClock()) { $0.retriesPerSecond = 1e6 }
        source.state.withLock { state in state.lateAnswers = Set(ids.filter { _ in random.next() % 7 == 0 }) }
        let desk = NotificationDesk(
            source: source, desk: ChangeDesk(audit: audit, author: Author(user: "ana", host: "desk-1")), clock: SystemClock())
        let orders = (0..<3).map { _ in ids.filter { _ in random.next() % 2 == 0 } }
        let moves = (0..<80).map { _ in random.next() }
        await withTaskGroup(of: Void.self) { group in
            // Three people at once, and the sender.
            for ids in orders where !ids.isEmpty { group.addTask { [order = order(ids)] in _ = await desk.submit(order) } }
            group.addTask {
                for move in moves {
                    source.send(ids[Int(move % 12)])
                    await Task.yield()
                }
            }
        }
        for id in ids { source.send(id) }
        let (sent, ends) = source.state.withLock { ($0.sent, $0.statuses) }
        for (id, before) in statuses {
            #expect(sent[id, default: 0] <= 1, "\(id) was sent \(sent[id] ?? 0) times")
            if before == "SENT" || before == "DELIVERED" { #expect(sent[id] == nil && ends[id] == before) }
            if before == "FAILED", orders.contains(where: { $0.contains(id) }) {
                #expect(sent[id] == 1, "\(id) was retried and lost")
            }
            #expect(ends[id] != "RETRY", "\(id) is never taken up")
        }
    }
}

/// The same numbers for the same seed.
struct Noise64: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

import FoundationEssentials
import Model
import Store
import Support
import Synchronization
import Testing

@testable import Engines

/// What a person orders of escalations, on a real store and a real audit.
@Suite struct EscalationDeskTests {
    /// Takes a message for a running deployment, and does what that would do.
    private final class Deployment: RequestSender {
        let sent = Mutex<[EscalationRequest]>([])
        let fault = Mutex<Problem?>(nil)
        let acts = Mutex(true)
        let store: any EscalationStore
        let clock: ManualClock

        init(store: any EscalationStore, clock: ManualClock) {
            self.store = store
            self.clock = clock
        }

        func send(_ request: EscalationRequest) async throws(Problem) -> String? {
            sent.withLock { $0.append(request) }
            if let fault = fault.withLock({ $0 }) { throw fault }
            if acts.withLock({ $0 }) { _ = try await store.apply([TakenRequest(request)], at: clock.now) }
            return "m-1"
        }
    }

    let folder: TemporaryFolder
    let store: SQLiteEscalations
    let audit: AuditLog
    let clock = ManualClock()
    private let deployment: Deployment

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteEscalations(folder: folder.path, context: "test", host: "h")
        audit = AuditLog(folder: folder.path)
        deployment = Deployment(store: store, clock: clock)
    }

    private func desk(deliver: (@Sendable (ProcessID) async throws(Problem) -> Bool)? = nil) -> EscalationDesk {
        let changes = ChangeDesk(audit: audit, author: Author(user: "ana", host: "desk-1"), clock: clock)
        return EscalationDesk(store: store, desk: changes, sender: deployment, clock: clock, deliver: deliver)
    }

    private func request(_ id: String, _ after: Double...) -> EscalationRequest {
        let entries = after.map { seconds in
            let at = clock.now.timeIntervalSince1970 + seconds
            return EscalationRequest.Entry(
                notification: EscalationNotification(channel: "phone", at: at, target: "+442079460111"),
                source: #"{"channel":"phone","at":\#(Int(at)),"phone-number":"+442079460111"}"#)
        }
        return EscalationRequest(processID: ProcessID(id), action: .start(entries))
    }

    private func order(
        _ act: EscalationOrder.Act, _ id: String, way: EscalationOrder.Way = .store, readOnly: Bool = false
    ) async throws -> EscalationOrder {
        let place = Place(context: "c", region: "eu-west-1", isProduction: false, isReadOnly: readOnly)
        return EscalationOrder(act, ProcessID(id), way: way, place: place, history: try await store.history(of: ProcessID(id)))
    }

    private static let queue = EscalationOrder.Way.queue(url: "https://sqs.example/1/roesc.fifo")

    private func begin(_ id: String, _ after: Double...) async throws {
        for seconds in after { _ = try await store.apply([TakenRequest(request(id, seconds))], at: clock.now) }
    }

    @Test func startsAndStopsInTheStore_EachWithItsRecord() async throws {
        let start = try await order(.start(request("p", 60, 120)), "p")
        #expect(await desk().submit(start).kind == .confirmed)
        #expect(try await store.history(of: ProcessID("p"))?.steps.count == 2)
        let stop = try await order(.stop, "p")
        #expect(stop.change.summary.filter { $0.contains("will not be sent: phone …111") }.count == 2)
        let outcome = await desk().submit(stop)
        #expect(outcome.kind == .confirmed && outcome.note == "2 notifications not sent.")
        #expect(try await store.list(includesEnded: false).isEmpty)
        let rows = try await audit.list()
        #expect(rows.map(\.action) == ["escalation.start", "escalation.start", "escalation.stop", "escalation.stop"])
        #expect(rows.last?.outcome == .confirmed && rows.last?.targets == ["p"])
    }

    @Test func whatIsThereAlreadyOrNotThere_IsNotDone() async throws {
        try await begin("p", 60)
        for (act, id) in [(EscalationOrder.Act.start(request("p", 5)), "p"), (.stop, "nobody"), (.deliver, "nobody")] {
            let outcome = await desk().submit(try await order(act, id))
            #expect(outcome.kind == .failed && outcome.problem?.code == "NothingDone", "\(act.word) \(id)")
        }
        #expect(try await store.list(includesEnded: true).count == 1)
    }

    @Test func changesNothingInReadOnly() async throws {
        try await begin("p", 60)
        let until = clock.now.addingTimeInterval(600)
        for act in [EscalationOrder.Act.stop, .deliver, .snooze(until: until, note: "n"), .start(request("q", 5))] {
            #expect(await desk().submit(try await order(act, "p", readOnly: true)).kind == .refused)
        }
        let rows = try await store.list(includesEnded: true)
        #expect(rows.map(\.processID.text) == ["p"] && rows[0].snoozeNote == nil && rows[0].endedAt == nil)
    }

    @Test func stopsARunningDeploymentByAMessage_AndReadsThatItIsGone() async throws {
        try await begin("p", 60)
        let outcome = await desk().submit(try await order(.stop, "p", way: Self.queue))
        #expect(outcome.kind == .confirmed && outcome.requestID == "m-1")
        #expect(deployment.sent.withLock { $0 } == [EscalationRequest(processID: ProcessID("p"), action: .stop)])
    }

    @Test func isNotConfirmed_WhereTheDeploymentGoesOn() async throws {
        try await begin("p", 600)
        deployment.acts.withLock { $0 = false }
        let stop = try await order(.stop, "p", way: Self.queue)
        let work = Task { await desk().submit(stop) }
        let begun = clock.now
        while clock.now.timeIntervalSince(begun) < 60 {
            await clock.waitForSleepers()
            clock.advanceToNextDeadline()
        }
        let outcome = await work.value
        #expect(outcome.kind == .unknown)
        #expect(outcome.problem?.message == "Not confirmed: the message was sent, but p is still there after 60 s.")
        #expect(outcome.problem?.hint.contains("reads its queue") == true)
        #expect(try await audit.list().last?.outcome == .unknown)
    }

    @Test func aMessageWhoseFateIsUnknown_IsUnknown_AndOneThatWasRefusedIsNot() async throws {
        try await begin("p", 600)
        let stop = try await order(.stop, "p", way: Self.queue)
        deployment.fault.withLock { $0 = Problem(code: EscalationDesk.unsureCode, message: "No answer.") }
        #expect(await desk().submit(stop).kind == .unknown)
        deployment.fault.withLock { $0 = Problem(code: "AccessDenied", message: "No.") }
        #expect(await desk().submit(stop).kind == .failed)
    }

    @Test func withoutAQueueNothingIsSent() async throws {
        try await begin("p", 600)
        let changes = ChangeDesk(audit: audit, author: Author(user: "ana", host: "desk-1"), clock: clock)
        let desk = EscalationDesk(store: store, desk: changes, clock: clock)
        let outcome = await desk.submit(try await order(.stop, "p", way: Self.queue))
        #expect(outcome.kind == .failed && outcome.problem?.code == "NoQueue")
        #expect(try await store.list(includesEnded: false).count == 1)
    }

    @Test func deliversNow_AndTellsWhatBecameOfIt() async throws {
        for (said, kind) in [
            (EscalationAttempt.Outcome.delivered, Outcome.Kind.confirmed), (.failed, .failed), (.unknown, .unknown),
        ] {
            let id = "p-\(said.rawValue)"
            try await begin(id, 600)
            let outcome = await desk { [store, clock] process async throws(Problem) in
                let engine = EngineID("e")
                _ = try await store.beat(EngineBeat(engine: engine, host: "h", pid: 1, at: clock.now))
                let turn = try await store.advance(
                    DeliveryStep(engine: engine, now: clock.now, free: ["phone": 1], only: process))
                let closed = turn.claimed.map {
                    ClosedAttempt(claim: $0.claim, endedAt: clock.now, outcome: said, reason: "r", next: .done)
                }
                _ = try await store.advance(DeliveryStep(engine: engine, now: clock.now, closing: closed))
                return true
            }.submit(try await order(.deliver, id))
            #expect(outcome.kind == kind, "\(said)")
        }
    }

    @Test func snoozesWithItsReason() async throws {
        try await begin("p", 60)
        let until = clock.now.addingTimeInterval(900)
        #expect(
            await desk().submit(try await order(.snooze(until: until, note: "the owner is on the way"), "p")).kind == .confirmed)
        let row = try #require(try await store.list(includesEnded: false).first)
        #expect(row.snoozeNote == "the owner is on the way" && row.nextAt == until.timeIntervalSince1970)
    }

    @Test func startsAgainWhatWasLeft() async throws {
        _ = try await store.apply([TakenRequest(request("p", 60, 120))], at: clock.now)
        let stop = try await order(.stop, "p")
        #expect(await desk().submit(stop).kind == .confirmed)
        let remainder = try #require(stop.remainder)
        #expect(await desk().submit(try await order(.restart(remainder), "p")).kind == .confirmed)
        let history = try #require(try await store.history(of: ProcessID("p")))
        #expect(history.row.endedAt == nil && history.steps.map(\.state) == [.scheduled, .scheduled])
        #expect(history.steps.map(\.source) == request("p", 60, 120).sources)
    }
}

extension EscalationRequest {
    fileprivate var sources: [String?] {
        guard case .start(let entries) = action else { return [] }
        return entries.map(\.source)
    }
}

import Engines
import FoundationEssentials
import Glibc
import Model
import Store
import Support
import Synchronization
import Testing

@Suite struct ChangeDeskTests {
    private static let author = Author(user: "ana", host: "desk-1")
    let folder: StateFolder
    let audit: AuditLog
    let desk: ChangeDesk
    let clock = ManualClock()

    init() throws {
        folder = try StateFolder()
        audit = AuditLog(folder: folder.path, patience: .milliseconds(50))
        desk = ChangeDesk(audit: audit, author: Self.author, clock: clock)
    }

    private func change(_ permission: PermissionClass = .execute, readOnly: Bool = false) -> Change {
        Change(
            action: "lambda.invoke", targets: ["f"], permission: permission,
            place: Place(context: "c", region: "eu-west-1", isProduction: false, isReadOnly: readOnly), summary: [],
            whatToCheck: "Look.")
    }

    @Test(arguments: [
        Outcome(.confirmed, requestID: "r"), Outcome(.failed(Problem(code: "x", message: "No."))),
        Outcome(.unknown(Problem(code: "x", message: "Perhaps."))),
    ])
    func recordsHowItEnded(outcome: Outcome) async throws {
        let answer = await desk.submit(change()) { outcome }
        #expect(answer == outcome)
        let rows = try await audit.list()
        #expect(rows.map(\.event) == [.opened, .closed])
        #expect(rows.last?.outcome == outcome.kind)
        #expect(rows.allSatisfy { $0.user == "ana" && $0.at == clock.now })
        #expect(await desk.unfinished.isEmpty)
    }

    @Test func writesTheRowBeforeItSends() async throws {
        _ = await desk.submit(change()) { [audit, desk, change = change()] in
            let rows = try? await audit.list()
            #expect(rows?.map(\.event) == [.opened])
            #expect(await desk.unfinished == [change])
            return Outcome(.confirmed)
        }
    }

    @Test(arguments: PermissionClass.allCases) func refusesAllButReadingInReadOnly(permission: PermissionClass) async throws {
        let sent = Mutex(0)
        let outcome = await desk.submit(change(permission, readOnly: true)) {
            sent.withLock { $0 += 1 }
            return Outcome(.confirmed)
        }
        let isRead = permission == .read
        #expect(sent.withLock { $0 } == (isRead ? 1 : 0))
        #expect(outcome.kind == (isRead ? .confirmed : .refused))
        #expect(try await audit.list().map(\.outcome) == [nil, isRead ? .confirmed : .refused])
    }

    @Test func refusesInReadOnly_AlsoWhereTheAuditCannotBeWritten() async throws {
        try folder.block("state.sqlite")
        let outcome = await desk.submit(change(readOnly: true)) { Outcome(.confirmed) }
        #expect(outcome.kind == .refused)
        #expect(outcome.notRecorded?.message.hasPrefix("Refused, and not recorded.") == true)
    }

    @Test(arguments: ["state.sqlite", "audit.head", "audit.lock"])
    func sendsNothing_WhereTheAuditCannotBeWritten(name: String) async throws {
        try folder.block(name)
        let outcome = await desk.submit(change()) {
            Issue.record("it was sent")
            return Outcome(.confirmed)
        }
        #expect(outcome.kind == .failed)
        #expect(outcome.problem?.code == "AuditFailed")
        #expect(outcome.problem?.message.hasPrefix("Not sent") == true)
        #expect(outcome.problem?.message.contains(name) == true)
    }

    @Test func saysDoneButNotRecorded_WhereTheEndCannotBeWritten() async throws {
        let outcome = await desk.submit(change()) { [folder] in
            #expect(throws: Never.self) { try folder.block("audit.lock") }
            return Outcome(.confirmed, requestID: "r")
        }
        #expect(outcome.kind == .confirmed)
        #expect(outcome.requestID == "r")
        #expect(outcome.notRecorded?.message.hasPrefix("Done, but not recorded.") == true)
    }

    @Test func recordsTheEnd_AlsoOfACancelledTask() async throws {
        let running = Task { [desk, change = change()] in
            await desk.submit(change) {
                withUnsafeCurrentTask { $0?.cancel() }
                return Outcome(.unknown(Problem(code: "Cancelled", message: "Cut off.")))
            }
        }
        #expect(await running.value.notRecorded == nil)
        #expect(try await audit.list().last?.outcome == .unknown)
    }

    @Test func doesNotSendWhatWasCancelledFirst() async throws {
        let running = Task { [desk, change = change()] in
            withUnsafeCurrentTask { $0?.cancel() }
            return await desk.submit(change) {
                Issue.record("it was sent")
                return Outcome(.confirmed)
            }
        }
        #expect(await running.value.problem?.code == "Cancelled")
        #expect(try await audit.list().last?.outcome == .failed)
    }

    @Test func findsNothingToSettle_WhileItsOwnChangeRuns() async throws {
        _ = await desk.submit(change()) { [desk] in
            let settled = try? await desk.settleOrphans()
            #expect(settled?.isEmpty == true)
            return Outcome(.confirmed)
        }
        #expect(try await audit.verify().isOK)
    }
}

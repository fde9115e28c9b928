import AWS
import Drill
import FoundationEssentials
import Model
import Store
import Support
import Testing

@testable import Engines

/// The same client against the practice world's table.
@Suite(.timeLimit(.minutes(2))) struct PracticeNotificationTests {
    let folder: TemporaryFolder
    let practice: Practice
    let source: DynamoNotifications
    let desk: NotificationDesk

    init() throws {
        folder = try TemporaryFolder()
        let clock = ManualClock()
        let table = PracticeTable(openedAt: clock.now)
        practice = Practice(clock: clock, transport: DrillTransport(table: table, clock: clock))
        var settings = NotificationSettings()
        settings.table = PracticeTable.name
        source = DynamoNotifications(settings: settings, client: practice.client, clock: clock)
        desk = NotificationDesk(
            source: source,
            desk: ChangeDesk(audit: AuditLog(folder: folder.path), author: Author(user: "ana", host: "d"), clock: clock),
            clock: clock)
    }

    private func order(_ ids: [String]) -> NotificationOrder {
        NotificationOrder(
            ids.map { .init(id: $0, statusBefore: nil) }, table: PracticeTable.name, statuses: NotificationStatuses(),
            key: .standard, attribute: "status", retriesPerSecond: 20,
            place: Place(context: "drill", region: "us-east-1", isProduction: false, isDrill: true))
    }

    private func failed() async throws -> [NotificationRecord] {
        let source = source
        let sight = await practice.drive { [clock = practice.clock] in
            try? await NotificationReader(source: source, clock: clock).read { _ in }
        }
        return try #require(sight).pane.rows.filter { $0.phase == .failed }
    }

    @Test func whatIsRetried_IsSent_OrFailsAgain() async throws {
        let failed = try await failed()
        #expect(failed.count == 7)
        let ids = failed.map(\.id)
        let desk = desk
        let (outcome, answers) = await practice.drive { [order = order(ids)] in await desk.submit(order) }
        #expect(outcome.kind == .confirmed && answers.allSatisfy { $0.outcome == .retried })
        let ends = await practice.drive { await desk.follow(ids, patience: .seconds(60)) }
        for record in failed {
            let isHopeless = record.reason?.contains("InvalidNumber") == true
            switch ends[record.id] {
            case .sent?: #expect(!isHopeless)
            case .failedAgain(let reason)?: #expect(isHopeless && reason?.contains("InvalidNumber") == true)
            default: Issue.record("\(record.id): \(String(describing: ends[record.id]))")
            }
        }
    }

    @Test func onlyWhatHasFailed_IsTouched() async throws {
        let desk = desk
        let (_, answers) = await practice.drive { [order = order(["1001"])] in await desk.submit(order) }
        #expect(answers.map(\.outcome) == [.notFailed] && answers[0].statusBefore == "DELIVERED")
        let (_, missing) = await practice.drive { [order = order(["nobody"])] in await desk.submit(order) }
        #expect(missing.map(\.outcome) == [.notFound])
    }

    @Test func whatWasAnsweredTooLate_IsReadBack_AndNotRepeated() async throws {
        let id = try #require(try await failed().first?.id)
        practice.far.forgetCalls()
        practice.far.set(.lateAnswer, for: "UpdateItem")
        let desk = desk
        let (outcome, answers) = await practice.drive { [order = order([id])] in await desk.submit(order) }
        #expect(outcome.kind == .confirmed && answers.map(\.outcome) == [.retried])
        #expect(practice.far.calls["UpdateItem"] == 1)
    }

    @Test func whatNeverArrived_IsUnknown_AndNotRepeated() async throws {
        let id = try #require(try await failed().first?.id)
        practice.far.forgetCalls()
        practice.far.set(.hang, for: "UpdateItem")
        let desk = desk
        let (outcome, answers) = await practice.drive { [order = order([id])] in await desk.submit(order) }
        #expect(outcome.kind == .unknown && answers.map(\.outcome) == [.unknown])
        #expect(practice.far.calls["UpdateItem"] == 1)
        #expect(answers[0].problem?.hint.contains("Do not repeat it blindly") == true)
    }

    @Test(arguments: [Fault.denied, .throttled]) func aRefusal_IsAFailure(fault: Fault) async throws {
        let id = try #require(try await failed().first?.id)
        practice.far.set(fault, for: "UpdateItem")
        let desk = desk
        let (outcome, answers) = await practice.drive { [order = order([id])] in await desk.submit(order) }
        #expect(outcome.kind == .failed && answers.map(\.outcome) == [.failed])
    }

    @Test func aTableThatIsGone_IsToldAsSuch() async throws {
        var settings = NotificationSettings()
        settings.table = "no-such-table"
        let gone = DynamoNotifications(settings: settings, client: practice.client, clock: practice.clock)
        do {
            _ = try await gone.page(NotificationQuestion(limit: 5))
            Issue.record("a table that is not there was read")
        } catch {
            #expect(error.code == "ResourceNotFoundException")
        }
    }

    @Test func theSendersLog_NamesTheOneNotification() async throws {
        let record = try #require(try await failed().first)
        let log = SenderLog(client: practice.client, clock: practice.clock)
        let lines = try await log.lines(
            of: record.id, named: "notification#\(record.id)", sender: "prd3292-prod1-us-east-1-ntfcn-snd",
            since: record.createdAt)
        #expect(lines.count == 3 && lines.allSatisfy { $0.text.contains("notification#\(record.id) attempt") })
    }
}

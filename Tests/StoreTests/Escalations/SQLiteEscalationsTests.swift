import FoundationEssentials
import GRDB
import Model
import Support
import Testing

@testable import Store

struct SQLiteEscalationsTests {
    private typealias Sample = EscalationSample

    @Test func startsStopsAndIgnoresAsTheOriginalDoes() async throws {
        let sample = try Sample()
        let start = Sample.request("p", [Sample.entry("phone", after: 10), Sample.entry("email", after: 5)])
        #expect(try await sample.apply(Sample.stop("p"), start, start) == [.noSuchProcess, .started, .exists])
        let row = try #require(try await sample.row("p"))
        #expect(row.state == .scheduled && row.remaining == 2 && row.nextChannel == "email")
        #expect(row.nextAt == Sample.start.timeIntervalSince1970 + 5)
        #expect(try await sample.apply(Sample.stop("p"), Sample.stop("p")) == [.stopped(unsent: 2, inFlight: 0), .noSuchProcess])
        #expect(try await sample.store.list(includesEnded: false).isEmpty)
        #expect(try await sample.store.list(includesEnded: true).count == 1)
        #expect(try await sample.apply(start) == [.started])
    }

    @Test func doesNotStartAgain_WhenAMessageComesAgainAfterItsProcessHasEnded() async throws {
        let sample = try Sample()
        var start = Sample.request("p", [Sample.entry("phone", after: 0)])
        start.messageID = "m-1"
        #expect(try await sample.apply(start) == [.started])
        #expect(try await sample.apply(Sample.stop("p")) == [.stopped(unsent: 1, inFlight: 0)])
        #expect(try await sample.apply(start) == [.repeated])
        start.messageID = "m-2"
        #expect(try await sample.apply(start) == [.started])
    }

    @Test func keepsNamesApartByTheirBytes_AndAnyCharacter() async throws {
        let sample = try Sample()
        let names = ["caf\u{E9}", "cafe\u{301}", "a\0b", "a\0c", "a", "", "\u{1B}[2J\n", "'; DROP TABLE escalation_process; --"]
        for name in names {
            #expect(try await sample.apply(Sample.request(name, [Sample.entry("phone", after: 1, target: name)])) == [.started])
        }
        #expect(Set(try await sample.store.list(includesEnded: false).map(\.processID)) == Set(names.map { ProcessID($0) }))
        for name in names {
            let target = try #require(try await sample.steps(name).first?.notification.target)
            #expect(ProcessID(target) == ProcessID(name))
        }
    }

    @Test func claimsOnlyWithTheLease_OnlyWhatIsDue_TheEarliestFirst() async throws {
        let sample = try Sample()
        try await sample.apply(
            Sample.request("late", [Sample.entry("phone", after: 9)]), Sample.request("first", [Sample.entry("phone", after: 1)]),
            Sample.request("second", [Sample.entry("phone", after: 1.2), Sample.entry("fax", after: 1)]))
        #expect(try await sample.claim(after: 5).claimed.isEmpty)
        #expect(try await sample.work() == .works)
        #expect(try await sample.claim(after: 1).claimed.map(\.delivery.processID) == ["first"])
        let turn = try await sample.claim(after: 2)
        #expect(turn.claimed.map(\.delivery.processID) == ["second"], "a fraction is due at the next whole second")
        #expect(turn.unservedChannels == ["fax"])
        #expect(turn.nextDueAt == Sample.start.timeIntervalSince1970 + 9)
        #expect(try await sample.claim(["phone": 0], after: 100).claimed.isEmpty)
    }

    @Test func claimsNoMoreThanThereAreSlots() async throws {
        let sample = try Sample()
        try await sample.apply(Sample.request("p", (0..<10).map { _ in Sample.entry("phone", after: 0) }))
        _ = try await sample.work()
        #expect(try await sample.claim(["phone": 4], after: 1).claimed.count == 4)
        #expect(try await sample.claim(["phone": 9], after: 1).claimed.count == 6)
        #expect(try await sample.row("p")?.state == .delivering)
    }

    @Test func endsWhenEverythingIsDelivered() async throws {
        let sample = try Sample()
        try await sample.apply(Sample.request("p", [Sample.entry("phone", after: 0), Sample.entry("email", after: 0)]))
        _ = try await sample.work()
        let claimed = try await sample.claim(after: 0).claimed
        try await sample.close(claimed[0], .delivered, .done, after: 1)
        #expect(try await sample.row("p")?.endedAt == nil)
        try await sample.close(claimed[1], .delivered, .done, after: 2)
        let row = try #require(try await sample.row("p"))
        #expect(row.endedAt == sample.at(2) && row.remaining == 0 && row.nextAt == nil)
        #expect(row.lastAttempt?.outcome == .delivered)
    }

    @Test func retriesAndKeepsEveryAttempt() async throws {
        let sample = try Sample()
        try await sample.apply(Sample.request("p", [Sample.entry("phone", after: 0)]))
        _ = try await sample.work()
        for attempt in 1...3 {
            let now = Double(attempt * 10)
            let claimed = try #require(try await sample.claim(after: now).claimed.first)
            #expect(claimed.countedAttempts == attempt && claimed.delivery.attempt == attempt)
            let next = sample.at(now + 5).timeIntervalSince1970
            try await sample.close(claimed, .failed, .again(at: next), after: now + 1)
            #expect(try await sample.row("p")?.state == .retrying)
            #expect(try await sample.claim(after: now + 4).claimed.isEmpty)
        }
        let attempts = try await sample.steps("p")[0].attempts
        #expect(attempts.map(\.outcome) == [.failed, .failed, .failed] && attempts.allSatisfy { $0.reason == "busy" })
    }

    @Test func showsADeadLetterUntilSomebodyStopsIt_AndLetsTheProcessStartAgain() async throws {
        let sample = try Sample()
        try await sample.apply(
            Sample.request("p", [Sample.entry("phone", after: 0)]), Sample.request("q", [Sample.entry("phone", after: 0)]))
        _ = try await sample.work()
        for claimed in try await sample.claim(after: 0).claimed {
            try await sample.close(claimed, .failed, .deadLetter, after: 1)
        }
        let row = try #require(try await sample.row("p"))
        #expect(
            row.state == .deadLetter && row.remaining == 1 && row.dead == 1 && row.judged(at: sample.at(2)).severity == .critical)
        #expect(try await sample.apply(Sample.stop("p")) == [.stopped(unsent: 1, inFlight: 0)])
        #expect(try await sample.apply(Sample.request("q", [Sample.entry("phone", after: 50)])) == [.started])
        #expect(try await sample.store.list(includesEnded: false).map(\.processID.text) == ["q"])
    }

    @Test func stopsAlsoAgainstADeliveryInProgress_AndNeverSendsItAgain() async throws {
        let sample = try Sample()
        try await sample.apply(Sample.request("p", [Sample.entry("phone", after: 0), Sample.entry("phone", after: 5)]))
        _ = try await sample.work()
        let claimed = try #require(try await sample.claim(after: 0).claimed.first)
        #expect(try await sample.apply(Sample.stop("p"), after: 1) == [.stopped(unsent: 1, inFlight: 1)])
        #expect(try await sample.row("p")?.state == .stopping)
        #expect(try await sample.claim(after: 100).claimed.isEmpty)
        try await sample.close(claimed, .failed, .again(at: 0), after: 101)
        #expect(try await sample.row("p")?.endedAt == sample.at(101))
        #expect(try await sample.claim(after: 200).claimed.isEmpty)
        #expect(try await sample.apply(Sample.request("p", [Sample.entry("phone", after: 300)])) == [.started])
    }

    @Test func startsAgain_WhileTheStoppedRunIsStillBeingSent() async throws {
        let sample = try Sample()
        try await sample.apply(Sample.request("p", [Sample.entry("phone", after: 0)]))
        _ = try await sample.work()
        let claimed = try #require(try await sample.claim(after: 0).claimed.first)
        let again = Sample.request("p", [Sample.entry("email", after: 60)])
        #expect(try await sample.apply(Sample.stop("p"), again) == [.stopped(unsent: 0, inFlight: 1), .started])
        try await sample.close(claimed, .delivered, .done, after: 3)
        let row = try #require(try await sample.row("p"))
        #expect(row.state == .scheduled && row.nextChannel == "email" && row.lastAttempt == nil)
    }

    @Test func adoptsWhatAnotherEngineHasLeft_AndAnswersOfTheOldOneChangeNothing() async throws {
        let sample = try Sample()
        try await sample.apply(Sample.request("p", [Sample.entry("phone", after: 0)]))
        _ = try await sample.work()
        let claimed = try #require(try await sample.claim(after: 0).claimed.first)
        let other = EngineID("engine-2")
        #expect(try await sample.store.adopt(for: other, at: sample.at(1)).isEmpty, "it has no lease")
        #expect(try await sample.work(as: other, after: 31) == .works)
        let orphans = try await sample.store.adopt(for: other, at: sample.at(31))
        #expect(orphans.map(\.claim) == [claimed.claim] && orphans[0].delivery.key == claimed.delivery.key)
        let closed = ClosedAttempt(
            claim: claimed.claim, endedAt: sample.at(31), outcome: .unknown,
            next: .again(at: sample.at(31).timeIntervalSince1970),
            counts: false)
        _ = try await sample.store.advance(DeliveryStep(engine: other, now: sample.at(31), closing: [closed]))
        try await sample.close(claimed, .delivered, .done, after: 32)
        let turn = try await sample.store.advance(DeliveryStep(engine: other, now: sample.at(33), free: ["phone": 1]))
        #expect(turn.claimed.map(\.countedAttempts) == [1], "a cut off attempt uses up no retry")
        #expect(turn.claimed.map(\.delivery.attempt) == [2])
    }

    @Test func givesBackWhatAnEngineHasClaimedWithoutKnowing() async throws {
        let sample = try EscalationSample()
        try await sample.apply(
            EscalationSample.request("p", [EscalationSample.entry("phone", after: 0), EscalationSample.entry("email", after: 0)]))
        _ = try await sample.work()
        let claims = try await sample.claim(after: 1).claimed
        #expect(claims.map(\.delivery.notification.channel) == ["email", "phone"], "channels in a fixed order")
        let adopted = try await sample.store.adopt(for: sample.engine, knowing: [claims[0].claim], at: sample.at(1))
        #expect(adopted == [claims[1]])
        #expect(try await sample.store.adopt(for: sample.engine, knowing: Set(claims.map(\.claim)), at: sample.at(1)).isEmpty)
        #expect(try await sample.store.adopt(for: sample.engine, at: sample.at(1)).isEmpty)
    }

    @Test func givesTheLeaseToOne_AndBack() async throws {
        let sample = try Sample()
        #expect(try await sample.work() == .works)
        let other = EngineID("engine-2")
        guard case .watches(let holder) = try await sample.work(as: other, after: 29) else {
            return #expect(Bool(false), "the lease is held")
        }
        #expect(holder.engine == sample.engine)
        #expect(try await sample.store.engines().map(\.engine) == [sample.engine])
        try await sample.store.retire(other)
        #expect(try await sample.store.engines().count == 1)
        try await sample.store.retire(sample.engine)
        #expect(try await sample.store.engines().isEmpty)
        #expect(try await sample.work(as: other, after: 1) == .works)
        #expect(try await sample.work(after: 20) != .works)
        #expect(try await sample.work(after: 32) == .works, "nothing was heard for 30 s")
        #expect(try await sample.work(as: other, after: -3600) == .works, "a clock that was put back frees it too")
    }

    @Test func freesTheLeaseAtOnce_WhenItsProcessIsGone() async throws {
        let sample = try Sample()
        let gone = OwnerProcess(host: "desk-1", pid: 1, bootID: "another run", startTicks: 1)
        let beat = EngineBeat(engine: EngineID("old"), host: "desk-1", pid: 1, at: sample.at(0))
        let file = DatabaseFile(
            folder: sample.folder.path, name: SQLiteEscalations.fileName(context: "test"), migrations: [M010Escalations.self])
        let queue = try file.open()
        _ = try await queue.write { db in try EngineLease.beat(beat, by: gone, in: db) }
        #expect(try await sample.store.engines().isEmpty)
        #expect(try await sample.work(after: 0.1) == .works)
    }

    @Test func hastensWhatWaits_ThenWhatIsUndecided_ThenWhatWasGivenUp() async throws {
        let sample = try Sample()
        try await sample.apply(Sample.request("p", (1...3).map { Sample.entry("phone", after: Double($0) * 1000) }))
        _ = try await sample.work()
        let id = ProcessID("p")
        for next in [ClosedAttempt.Next.deadLetter, .ask] {
            #expect(try await sample.store.hasten(id, at: sample.at(1)))
            let claimed = try #require(try await sample.claim(after: 1).claimed.first)
            try await sample.close(claimed, next == .ask ? .unknown : .failed, next, after: 2)
        }
        #expect(try await sample.row("p")?.dead == 2)
        var numbers: [String] = []
        for _ in 0..<3 {
            #expect(try await sample.store.hasten(id, at: sample.at(3)))
            let claimed = try #require(try await sample.claim(after: 3).claimed.first)
            numbers.append(String(claimed.delivery.key.suffix(1)))
            try await sample.close(claimed, .delivered, .done, after: 4)
        }
        #expect(numbers == ["2", "1", "0"])
        #expect(try await sample.row("p")?.endedAt != nil)
        #expect(try await sample.store.hasten(id, at: sample.at(5)) == false)
        #expect(try await sample.store.hasten(ProcessID("nobody"), at: sample.at(5)) == false)
    }

    @Test func snoozesWithAReason_UntilSomethingIsSentAgain() async throws {
        let sample = try Sample()
        try await sample.apply(Sample.request("p", [Sample.entry("phone", after: 10), Sample.entry("phone", after: 5000)]))
        _ = try await sample.work()
        #expect(try await sample.store.snooze(ProcessID("p"), until: sample.at(600), note: "Ana calls them", at: sample.at(1)))
        let row = try #require(try await sample.row("p"))
        #expect(row.nextAt == sample.at(600).timeIntervalSince1970 && row.snoozeNote == "Ana calls them")
        #expect(try await sample.claim(after: 599).claimed.isEmpty)
        #expect(try await sample.claim(after: 600).claimed.count == 1)
        #expect(try await sample.row("p")?.snoozeNote == nil)
        #expect(try await sample.store.snooze(ProcessID("q"), until: sample.at(600), note: "x", at: sample.at(1)) == false)
    }

    @Test func keepsWhatWasWritten_WhenTheFileIsOpenedAgain() async throws {
        let sample = try Sample()
        try await sample.apply(Sample.request("p", [Sample.entry("phone", after: 0)]))
        _ = try await sample.work()
        _ = try await sample.claim(after: 0)
        sample.store.close()
        let again = try SQLiteEscalations(folder: sample.folder.path, context: "test", host: "desk-1")
        #expect(try await again.list(includesEnded: false).map(\.state) == [.delivering])
        #expect(try await again.history(of: ProcessID("p"))?.steps.first?.attempts.map(\.outcome) == [nil])
    }

    @Test func saysWhatCouldNotBeDone_WhenTheFolderCannotBeWritten() throws {
        do throws(Problem) {
            _ = try SQLiteEscalations(folder: "/proc/nobody", context: "test", host: "h")
            #expect(Bool(false), "nothing can be opened there")
        } catch {
            #expect(error.message.contains("engine-test.sqlite") || error.message.contains("/proc/nobody"))
            #expect(!error.hint.isEmpty)
        }
    }

    @Test func givesEachContextAFileOfItsOwn() {
        let names = ["prod", "Prod/1", "a=b", "a=3db", "ü", ""].map(SQLiteEscalations.fileName)
        #expect(names[0] == "engine-prod.sqlite" && Set(names).count == names.count)
        #expect(names.allSatisfy { !$0.contains("/") })
    }
}

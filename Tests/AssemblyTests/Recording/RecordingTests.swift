import AWS
import Console
import Engines
import Foundation
import Model
import Store
import Support
import Synchronization
import Testing

@testable import Assembly

/// What the console records and finds again, without a screen.
@Suite struct RecordingTests {
    private static let night = ScreenTester.night
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func machine(_ clock: any WallClock = ManualClock(now: ScreenTester.night)) -> Machine {
        var options = GlobalOptions()
        options.stateDir = folder.path
        options.context = "drill"
        options.config = folder.path + "/config.yaml"
        return Machine(
            options: options, environment: environment, executable: "/nowhere/nightdesk", clock: clock)
    }

    /// No variables, no files.
    private var environment: AWSEnvironment {
        AWSEnvironment(variables: [:], home: folder.path, readFile: { _ in nil }, writeFile: { _, _ in })
    }

    private static func queues(_ depth: Int, at moment: Date) -> PaneSnapshot<Queue> {
        PaneSnapshot(rows: [SampleRows.queue("q", visible: depth)], asOf: moment, cadence: .seconds(15))
    }

    private func record(_ moments: [Double]) async throws -> Recorder {
        let recorder = try Recorder(folder: folder.path + "/drill")
        for moment in moments {
            let at = Self.night.addingTimeInterval(moment)
            try await recorder.record(Self.queues(Int(-moment), at: at), place: .drill, window: .seconds(900), at: at)
        }
        return recorder
    }

    // MARK: Finding

    @Test func stepsFromChangeToChange() async throws {
        let replayer = Replayer(recorder: try await record([-900, -600, -599, -60, -15]), context: "drill")
        func step(_ from: Double, _ seconds: Double) async throws -> Double? {
            let found = try await replayer.find(.step(from: Self.night.addingTimeInterval(from), seconds: seconds))
            guard case .shown(let snapshot) = found else { return nil }
            return snapshot.takenAt.timeIntervalSince(Self.night)
        }
        #expect(try await step(-15, -5) == -60)
        #expect(try await step(-60, -5) == -599)
        #expect(try await step(-599, -5) == -900)
        #expect(try await step(-900, 5) == -600)
        #expect(try await step(-599, 5) == -60)
        #expect(try await step(-60, -600) == -900)
        #expect(try await step(-15, -3600) == -900)
        #expect(try await step(-900, -5) == nil)
        #expect(try await replayer.find(.step(from: Self.night.addingTimeInterval(-15), seconds: 5)) == .present)
    }

    @Test func saysSinceWhenThereIsSomething() async throws {
        let replayer = Replayer(recorder: try await record([-60]), context: "drill")
        let early = Self.night.addingTimeInterval(-3600)
        #expect(try await replayer.find(.moment(early)) == .nothing("Nothing is recorded before 2026-11-21 03:09 UTC."))
        let none = Replayer(recorder: try await record([]), context: "elsewhere")
        #expect(try await none.find(.moment(early)) == .nothing("Nothing is recorded of context elsewhere yet."))
    }

    @Test func readsAMomentForACommand_OrSaysThatThereIsNone() async throws {
        let plan = try machine().plan(Configuration())
        let missing = try await #require(throws: CommandFailure.self) {
            try await RecordedSnapshot.read(at: Self.night, machine: machine(), plan: plan)
        }
        #expect(missing.exit == .failed && missing.code == "NotRecorded")
        #expect(!Path.exists(folder.path + "/drill"))
        _ = try await record([-60])
        let snapshot = try await RecordedSnapshot.read(at: Self.night, machine: machine(), plan: plan)
        #expect(snapshot.takenAt == Self.night && snapshot.queues.rows.first?.visible == 60)
        await #expect(throws: CommandFailure.self) {
            try await RecordedSnapshot.read(at: Self.night.addingTimeInterval(-3600), machine: machine(), plan: plan)
        }
    }

    // MARK: Recording

    private final class Heard: Sendable {
        private let list = Mutex<[Event]>([])
        func add(_ event: Event) { list.withLock { $0.append(event) } }
        var messages: [FeedMessage] {
            list.withLock { $0.compactMap { if case .message(let message) = $0 { message } else { nil } } }
        }
    }

    private func contextRecorder(_ heard: Heard, _ clock: ManualClock, folder: String) -> ContextRecorder {
        ContextRecorder(
            folder: folder, limits: RecorderLimits(), place: .drill, window: .seconds(900), clock: clock,
            receive: { heard.add($0) })
    }

    @Test func recordsWhatIsShown_AndFindsItAgain() async throws {
        let (heard, clock) = (Heard(), ManualClock(now: Self.night))
        let recorder = contextRecorder(heard, clock, folder: folder.path)
        let then = Self.night.addingTimeInterval(-30)
        await recorder.record(.queues(Self.queues(7, at: then)), at: then)
        await recorder.record(.queues(Self.queues(8, at: Self.night)), at: Self.night)
        let answer = await recorder.find(ReplayRequest(number: 4, target: .moment(then), context: "drill"))
        guard case .shown(let snapshot) = answer.found else { Issue.record("\(answer)"); return }
        #expect(answer.number == 4 && snapshot.queues.rows.first?.visible == 7)
        let depths = try #require(await recorder.depths())
        #expect(depths["q"]?.values.compactMap { $0 } == [8])
        #expect(heard.messages.isEmpty)
    }

    @Test func saysOnceThatItCannotRecord_AndOnceThatItCanAgain() async throws {
        let (heard, clock) = (Heard(), ManualClock(now: Self.night))
        let place = folder.path + "/blocked"
        try "a file, where the folder should be".write(toFile: place, atomically: true, encoding: .utf8)
        let recorder = contextRecorder(heard, clock, folder: place)
        for depth in 0..<5 {
            await recorder.record(.queues(Self.queues(depth, at: clock.now)), at: clock.now)
            clock.advance(by: .seconds(15))
        }
        #expect(heard.messages.count == 1)
        #expect(heard.messages.first?.severity == .warning)
        #expect(heard.messages.first?.text.contains(place) == true)
        let answer = await recorder.find(ReplayRequest(number: 1, target: .moment(Self.night), context: "drill"))
        guard case .nothing(let reason) = answer.found else { Issue.record("\(answer)"); return }
        #expect(reason.contains(place))
        try FileManager.default.removeItem(atPath: place)
        clock.advance(by: .seconds(31))
        await recorder.record(.queues(Self.queues(9, at: clock.now)), at: clock.now)
        #expect(heard.messages.map(\.severity) == [.warning, .ok])
    }

    @Test func saysWhatIsWrong_WhenTheFileIsNoDatabase() async throws {
        let (heard, clock) = (Heard(), ManualClock(now: Self.night))
        let place = try folder.write(String(repeating: "no database ", count: 1000), to: "recorder.sqlite")
        let recorder = contextRecorder(heard, clock, folder: folder.path)
        await recorder.record(.queues(Self.queues(1, at: clock.now)), at: clock.now)
        #expect(heard.messages.map(\.text).joined().contains(place))
    }

    // MARK: The note

    @Test func writesANoteThatOnlyItsOwnerCanRead() async throws {
        let recorder = try Recorder(folder: folder.path + "/drill")
        for (ago, severity) in [(1200.0, Severity.ok), (600, .critical), (60, .ok)] {
            let at = Self.night.addingTimeInterval(-ago)
            let rows = [
                SampleRows.queue("orders", visible: Int(ago), severity: severity, reasons: ["call +385 91 234 5678 about it"])
            ]
            try await recorder.record(
                PaneSnapshot(rows: rows, asOf: at, cadence: .seconds(15)), place: .drill, window: .seconds(900), at: at)
        }
        var configuration = Configuration()
        configuration.contacts = [.init(role: "on-call lead", name: "Ana", phone: "+385 91 765 4321")]
        let reporter = IncidentReporter(
            machine: machine(), plan: try machine().plan(configuration), contacts: configuration.contacts)
        let path = try await reporter.write(since: Self.night.addingTimeInterval(-7200), until: Self.night)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains("became **critical**: orders") && text.contains("**recovered**: orders"))
        #expect(text.contains("the worst moment") && text.contains("REPLAY") == false)
        #expect(text.contains("on-call lead") && text.contains("Ana"))
        #expect(!text.contains("234 5678") && !text.contains("765 4321"))
        #expect(text.contains("× phone number"))
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    }

    @Test func theNoteHoldsWhatWasDone_WithItsEnd() async throws {
        let audit = AuditLog(folder: folder.path)
        let author = Author(user: "ana", host: "desk")
        func change(_ target: String, in place: Place = .drill) -> Change {
            Change(
                action: "lambda.invoke", targets: [target], permission: .execute, place: place, summary: [],
                whatToCheck: "Look at its log.")
        }
        let done = try await audit.open(change("done"), by: author, at: Self.night.addingTimeInterval(-300))
        try await audit.close(done, with: Outcome(.confirmed), at: Self.night.addingTimeInterval(-299))
        _ = try await audit.open(change("open"), by: author, at: Self.night.addingTimeInterval(-200))
        _ = try await audit.open(change("elsewhere", in: .prod), by: author, at: Self.night.addingTimeInterval(-100))
        let earlier = try await audit.open(change("long"), by: author, at: Self.night.addingTimeInterval(-9000))
        try await audit.close(earlier, with: Outcome(.confirmed), at: Self.night.addingTimeInterval(-50))
        let reporter = IncidentReporter(machine: machine(), plan: try machine().plan(Configuration()), contacts: [])
        let note = try await reporter.note(since: Self.night.addingTimeInterval(-7200), until: Self.night).markdown
        #expect(note.contains("**lambda.invoke done**: confirmed"))
        #expect(note.contains("**lambda.invoke open**: open") && note.contains("may or may not have happened"))
        #expect(note.contains("**lambda.invoke long**: confirmed"))
        #expect(!note.contains("elsewhere"))
    }

    // MARK: Configuration

    @Test func readsTheLimits() throws {
        let configuration = try Configuration(yaml: "recorder: { keep: 12h, megabytes: 64 }", file: "c")
        #expect(configuration.recorder == RecorderLimits(keep: .seconds(43_200), megabytes: 64))
        #expect(try Configuration(yaml: "recorder:\n", file: "c").recorder == RecorderLimits())
        #expect(RecorderLimits() == RecorderLimits(keep: .seconds(7 * 86_400), megabytes: 512))
    }

    @Test(arguments: [
        ("recorder: { keep: 5s }", "c:1: recorder.keep must be 1m to 366d"),
        ("recorder:\n  keep: 400d", "c:2: recorder.keep must be 1m to 366d"),
        ("recorder:\n  megabytes: 0", "c:2: recorder.megabytes must be 1 to 1000000"),
        ("recorder:\n  megabytes: many", "c:2: recorder.megabytes must be a whole number"),
        ("recorder:\n  size: 3", "c:2: unknown key \"recorder.size\""),
    ])
    func refusesLimitsThatAreNone(text: String, said: String) throws {
        let failure = try #require(throws: CommandFailure.self) { try Configuration(yaml: text, file: "c") }
        #expect(failure.exit == .badConfiguration && failure.message.hasPrefix(said), "\(failure.message)")
    }
}

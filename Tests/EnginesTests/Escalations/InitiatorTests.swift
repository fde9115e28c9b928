import FoundationEssentials
import Model
import Store
import Support
import Synchronization
import Testing

@testable import Engines

/// What is no good request harms no other, and is told.
struct InitiatorTests {
    private let folder: TemporaryFolder
    private let store: SQLiteEscalations
    private let clock = ManualClock(now: Date(timeIntervalSince1970: 1_700_000_000))

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteEscalations(folder: folder.path, context: "test", host: "h")
    }

    private func take(_ bodies: [String]) async throws -> (batch: Initiator.Batch, deleted: [String]) {
        let queue = OneBatchQueue(bodies)
        let initiator = Initiator(queue: queue, store: store, channels: EscalationChannels(), clock: clock)
        let batch = try await initiator.takeBatch(wait: .zero)
        return (batch, queue.deleted.withLock { $0 })
    }

    private static func start(_ id: String, at: String = "1", channel: String = "phone") -> String {
        #"{"process-id":"\#(id)","action":"start","notifications":[{"channel":"\#(channel)","at":\#(at),"phone-number":"+1"}]}"#
    }

    /// Each between two good requests.
    @Test(arguments: [
        ("no JSON at all", "not JSON"), ("", "not JSON"), (#"{"process-id":"p","action":"stop",}"#, "not JSON"),
        ("7", "no JSON object"),
        (#"{"process-id":7,"action":"stop"}"#, "process-id is no string"), (#"{"action":"stop"}"#, "process-id is missing"),
        (#"{"process-id":"p","action":["stop"]}"#, "action is no string"),
        (#"{"process-id":"p","action":"Stop"}"#, "neither start nor stop"),
        (#"{"process-id":"p","action":"start"}"#, "notifications is missing"),
        (#"{"process-id":"p","action":"start","notifications":{}}"#, "notifications is missing or no list"),
        (#"{"process-id":"p","action":"start","notifications":[]}"#, "notifications is empty"),
        (#"{"process-id":"p","action":"start","notifications":[7]}"#, "notifications[0] is no object"),
        (Self.start("p", channel: "fax"), "is not one of: phone, email, pubnub"),
        (Self.start("p", channel: "Phone"), "is not one of"),
        (#"{"process-id":"p","action":"start","notifications":[{"channel":"phone"}]}"#, "at is missing or no number"),
        (Self.start("p", at: #""1700000000""#), "at is missing or no number"),
        (Self.start("p", at: "null"), "at is missing or no number"),
        (Self.start("p", at: "true"), "at is missing or no number"), (Self.start("p", at: "1]}"), "not JSON"),
    ])
    func skipsWhatIsNoRequest_AndTakesTheRest(body: String, reason: String) async throws {
        let (batch, deleted) = try await take([Self.start("before"), body, Self.start("after")])
        #expect(batch.taken == 2 && batch.refusals.count == 1)
        #expect(batch.refusals[0].reason.contains(reason), "\(batch.refusals[0].reason)")
        #expect(deleted.count == 3, "also what was skipped")
        #expect(try await store.list(includesEnded: false).map(\.processID.text).sorted() == ["after", "before"])
    }

    /// Not as arguments of a test, which are written out.
    @Test func skipsAMegabyteOfNothing_AndTakesTheRest() async throws {
        let bodies = ["x", "["].map { String(repeating: $0, count: 1_000_000) }
        let (batch, deleted) = try await take([Self.start("before")] + bodies + [Self.start("after")])
        #expect(batch.taken == 2 && batch.refusals.count == 2 && deleted.count == 4)
    }

    @Test func countsAndTellsWhatChangesNothing() async throws {
        let stop = #"{"process-id":"nobody","action":"stop"}"#
        let (batch, deleted) = try await take([Self.start("p"), Self.start("p", at: "2"), stop])
        #expect(batch.taken == 3 && batch.refusals.isEmpty)
        #expect(
            batch.ignored.map(\.text) == [
                "Process p: it runs already; the start changes nothing.",
                "Process nobody: there is no such process; the stop changes nothing.",
            ])
        #expect(deleted.count == 3)
    }

    @Test func takesAMegabyte_AndIdsWithControlCharactersThatNobodySees() async throws {
        let big =
            #"{"process-id":"big","action":"start","notifications":[{"channel":"phone","at":1,"x":"\#(String(repeating: "x", count: 1_000_000))"}]}"#
        let odd = Self.start(#"odd\u0000\u001b[2J\r\n\u202e"#)
        let (batch, _) = try await take([big, odd, odd])
        #expect(batch.taken == 3 && batch.refusals.isEmpty)
        let ids = try await store.list(includesEnded: false).map(\.processID.text)
        #expect(ids.sorted() == ["big", "odd\u{0}\u{1B}[2J\r\n\u{202E}"], "byte for byte")
        let told = batch.ignored[0].text
        #expect(!told.unicodeScalars.contains { $0.value < 32 || $0 == "\u{202E}" || $0.value == 127 })
    }

    @Test func putsEverythingIntoTheEnginesCounts() async throws {
        let queue = OneBatchQueue([Self.start("p", at: "1999999999"), Self.start("p"), "nonsense"])
        let notes = Mutex<[String]>([])
        let engine = EscalationEngine(
            store: store, notifiers: [], queue: queue, settings: EngineSettings(),
            identity: .init(engine: EngineID("e"), host: "h", pid: 1), clock: clock,
            jitter: { 0.5 }, note: { note in notes.withLock { $0.append(note.text) } })
        #expect(try await engine.runOnce())
        let report = await engine.report
        #expect(report.taken == 2 && report.refused == 1 && report.ignored == 1)
        #expect(report.lastRefusal?.contains("it runs already") == true)
        let said = notes.withLock { $0.joined(separator: "\n") }
        #expect(said.contains("Request skipped.") && said.contains("Request without effect. Process p"))
    }
}

/// Holds one batch, then nothing.
private final class OneBatchQueue: RequestQueue {
    private let batch: Mutex<[QueuedRequest]>
    let deleted = Mutex<[String]>([])

    init(_ bodies: [String]) {
        batch = Mutex(
            bodies.enumerated().map {
                QueuedRequest(messageID: "m\($0.offset)", receipt: "r\($0.offset)", body: Array($0.element.utf8))
            })
    }

    func receive(most: Int, wait: Duration) async throws(Problem) -> [QueuedRequest] {
        batch.withLock { batch in
            defer { batch = [] }
            return batch
        }
    }

    func delete(_ receipts: [String]) async throws(Problem) { deleted.withLock { $0 += receipts } }
}

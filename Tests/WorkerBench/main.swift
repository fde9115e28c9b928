import BenchFigures
import Engines
import FoundationEssentials
import Model
import Store

// Measures the check and the call on an embedded calendar of 10,000 meetings and 200 workers. Prints JSON; see Tests/Bench/README.md.

let folder = BenchFolder.make()
defer { BenchFolder.remove(folder) }
let bench = try WorkerBench(folder: folder)
try await bench.fill()
let first = await Timings.measure(1) { _ in _ = try? await bench.engine(at: 0).check() }
let quiet = await Timings.measure(20) { _ in _ = try? await bench.engine(at: 0).check() }
let calls = await Timings.measure(200) { turn in
    _ = try? await bench.engine(at: 0).call(.checkIn, from: WorkerBench.number(turn % WorkerBench.workers))
}
let rows = await Timings.measure(20) { _ in _ = try? await bench.pane() }
print(
    JSONText.object { json in
        json.member("meetingsInTheWindow", WorkerBench.meetings)
        json.member("workers", WorkerBench.workers)
        json.member("missesOfTheFirstCheck", WorkerBench.misses)
        for (name, timings) in [("firstCheck", first), ("check", quiet), ("call", calls), ("readPane", rows)] {
            json.key(name)
            json.object { timings.write(to: &$0) }
        }
    })

/// A calendar of its own in a folder that is removed.
struct WorkerBench: Sendable {
    static let meetings = 10_000
    static let workers = 200
    static let misses = 20

    let store: SQLiteWorkers
    let now = Date(timeIntervalSince1970: 1_705_312_800)

    init(folder: String) throws { store = try SQLiteWorkers(folder: folder, context: "bench") }

    static func number(_ worker: Int) -> String { "+4477009\(10_000 + worker)" }
    private static func address(_ worker: Int) -> String { "worker\(worker)@example.com" }

    /// All meetings touch the window of a check; twenty of them were missed, and each worker has one to check into.
    func fill() async throws {
        let people = (0..<Self.workers).map {
            WorkerPerson(name: "Worker \($0)", phones: [Self.number($0)], addresses: [Self.address($0)])
        }
        let series = (0..<Self.meetings).map { number in
            let worker = number % Self.workers
            let isMissed = number < Self.misses
            let isNext = number >= Self.meetings - Self.workers
            let start = isMissed ? -30 : isNext ? 5 : -70 + number % 50
            let states: [MeetingCategory] = isMissed || isNext ? [] : [.checkedIn]
            return MeetingSeries(
                Meeting(
                    id: "m\(number)", subject: "Visit \(number)", body: "<html><body><p>Ring twice.</p></body></html>",
                    categories: states.map(\.rawValue), attendees: [Self.address(worker)], start: now.addingMinutes(start),
                    end: now.addingMinutes(start + 100)))
        }
        try await store.take(CalendarImport(people: people, meetings: series), merges: false, at: now)
    }

    func engine(at minutes: Int) -> WorkerEngine {
        WorkerEngine(
            calendar: store, directory: store, mail: KeptMail(store: store, now: now), ledger: store, settings: WorkerSettings(),
            clock: StandingClock(now: now.addingMinutes(minutes)))
    }

    func pane() async throws -> [WorkerRow] {
        let day = 86_400.0
        return try await store.meetings(from: now.addingTimeInterval(-day), to: now.addingTimeInterval(day), of: nil)
            .map { WorkerRow($0, settings: WorkerSettings(), now: now) }.filter { $0.matters(at: now) }
            .sorted { ($0.state, $0.meeting.start) < ($1.state, $1.meeting.start) }
    }
}

/// The outbox.
struct KeptMail: AlertMail {
    let store: SQLiteWorkers
    let now: Date

    func send(_ alert: WorkerAlert, to recipients: [String]) async throws(Problem) {
        try await store.keepSent(alert, way: "the console's outbox", isShownHere: true, at: now)
    }
}

struct StandingClock: WallClock {
    let now: Date
    func sleep(until deadline: Date) async throws {}
}

/// A folder for the state, made with a name that nobody else has.
enum BenchFolder {
    static func make() -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "worker-bench-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}

import BenchFigures
import Engines
import FoundationEssentials
import Glibc
import Model
import Store
import Synchronization

/// Each measurement has a store of its own.
struct EscalationBench {
    /// On the disk that is to be measured.
    let folder: String
    private let clock = SystemClock()

    static var build: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }

    private func store(_ name: String) throws -> SQLiteEscalations {
        let path = folder.hasPrefix("/") ? folder : FileManager.default.currentDirectoryPath + "/" + folder
        try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        return try SQLiteEscalations(folder: "\(path)/\(name)", context: "bench", host: "bench")
    }

    private func engine(
        _ store: SQLiteEscalations, _ notifier: FixedNotifier, queue: LocalQueue? = nil, parallel: Int = 3
    ) -> EscalationEngine {
        EscalationEngine(
            store: store, notifiers: [notifier], queue: queue,
            settings: EngineSettings(limits: .init(byChannel: ["phone": parallel]), queueWait: .zero),
            identity: .init(engine: EngineID("bench"), host: "bench", pid: getpid()))
    }

    static func request(_ number: Int, at: [Double]) -> EscalationRequest {
        let list = at.map { #"{"channel":"phone","at":\#($0),"phone-number":"+3851111111"}"# }.joined(separator: ",")
        let text = #"{"process-id":"process-\#(number)","action":"start","notifications":[\#(list)]}"#
        do {
            return try EscalationRequest(json: Array(text.utf8), channels: EscalationChannels())
        } catch {
            preconditionFailure("the bench's own request is none: \(error.reason)")
        }
    }

    private static var later: Double { Date().timeIntervalSince1970.rounded() + 500_000 }

    /// Half starts, half stops of what was started, as a queue brings them: ten at a time, each batch on the disk before it is deleted.
    func drain(requests: Int) async throws -> DrainFigures {
        let store = try store("drain")
        defer { store.close() }
        let queue = LocalQueue(requests: requests, at: Self.later)
        let engine = engine(store, FixedNotifier(latency: .zero), queue: queue)
        let start = ContinuousClock.now
        _ = try await engine.runOnce()
        let took = ContinuousClock.now - start
        let report = await engine.report
        precondition(report.taken == requests && queue.deleted == requests)
        return DrainFigures(requests: requests, seconds: took / .seconds(1))
    }

    func burst(due: Int, parallel: Int, latency: Duration) async throws -> BurstFigures {
        let store = try store("burst")
        defer { store.close() }
        let now = clock.now
        _ = try await store.apply((0..<due).map { TakenRequest(Self.request($0, at: [1])) }, at: now)
        let notifier = FixedNotifier(latency: latency)
        let work = Task { [engine = engine(store, notifier, parallel: parallel)] in await engine.run() }
        await notifier.wait(for: due)
        work.cancel()
        await work.value
        let moments = notifier.moments
        let first = moments.map(\.began).min() ?? now
        let last = moments.map(\.ended).max() ?? now
        return BurstFigures(
            due: due, parallel: parallel, latency: latency, seconds: last.timeIntervalSince(first),
            sentTwice: moments.count - Set(moments.map(\.key)).count)
    }

    /// From `at` to the moment at which the notifier has it: `each` notifications at every whole second.
    func delays(moments: Int, each: Int) async throws -> Timings {
        let store = try store("delays")
        defer { store.close() }
        let begin = clock.now.timeIntervalSince1970.rounded(.up) + 1
        let requests = (0..<moments * each).map { TakenRequest(Self.request($0, at: [begin + Double($0 / each)])) }
        _ = try await store.apply(requests, at: clock.now)
        let notifier = FixedNotifier(latency: .zero)
        let work = Task { [engine = engine(store, notifier, parallel: each)] in await engine.run() }
        await notifier.wait(for: moments * each)
        work.cancel()
        await work.value
        var timings = Timings()
        for moment in notifier.moments { timings.add(.seconds(moment.began.timeIntervalSince1970 - moment.at)) }
        return timings
    }

    func durability(rounds: Int) async throws -> DurabilityFigures {
        var figures = DurabilityFigures()
        let store = try store("durability")
        defer { store.close() }
        try rawWrites(rounds, beside: store.path, into: &figures.fsync)
        for round in 0..<rounds {
            let requests = (0..<10).map { TakenRequest(Self.request(round * 10 + $0, at: [1])) }
            figures.requestBatch.add(try await measure { _ = try await store.apply(requests, at: clock.now) })
        }
        let id = EngineID("bench")
        _ = try await store.beat(EngineBeat(engine: id, host: "bench", pid: getpid(), at: clock.now))
        var step = DeliveryStep(engine: id, now: clock.now, free: ["phone": 3])
        for _ in 0..<rounds {
            var turn = DeliveryTurn()
            figures.attemptBatch.add(try await measure { turn = try await store.advance(step) })
            step.closing = turn.claimed.map {
                ClosedAttempt(claim: $0.claim, endedAt: step.now, outcome: .delivered, next: .done)
            }
        }
        return figures
    }

    func list(processes: Int) async throws -> Timings {
        let store = try store("list")
        defer { store.close() }
        let at = Self.later
        for start in stride(from: 0, to: processes, by: 1000) {
            let requests = (start..<min(processes, start + 1000)).map {
                TakenRequest(Self.request($0, at: [at, at + 60, at + 120, at + 180]))
            }
            _ = try await store.apply(requests, at: clock.now)
        }
        var timings = Timings()
        for _ in 0..<20 {
            var bytes = 0
            timings.add(
                try await measure {
                    let now = clock.now
                    let rows = try await store.list(includesEnded: false).map { $0.judged(at: now) }
                    bytes = SnapshotDocument.list(rows, takenAt: now).utf8.count
                })
            precondition(bytes > processes * 50)
        }
        return timings
    }

    private func measure(_ work: () async throws -> Void) async throws -> Duration {
        let start = ContinuousClock.now
        try await work()
        return ContinuousClock.now - start
    }

    /// The floor: what the disk itself takes.
    private func rawWrites(_ rounds: Int, beside path: String, into timings: inout Timings) throws {
        let descriptor = open(path + ".raw", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        precondition(descriptor >= 0, "no file beside the store")
        defer {
            close(descriptor)
            unlink(path + ".raw")
        }
        let page = [UInt8](repeating: 7, count: 4096)
        for _ in 0..<rounds {
            let start = ContinuousClock.now
            precondition(write(descriptor, page, page.count) == page.count && fdatasync(descriptor) == 0)
            timings.add(ContinuousClock.now - start)
        }
    }
}

/// A queue in memory: starts, and later a stop for each.
final class LocalQueue: RequestQueue {
    private let waiting: Mutex<[QueuedRequest]>
    private let count = Mutex(0)

    init(requests: Int, at: Double) {
        waiting = Mutex(
            (0..<requests).map { number in
                let request =
                    number < requests / 2
                    ? EscalationBench.request(number, at: [at])
                    : EscalationRequest(processID: ProcessID("process-\(number - requests / 2)"), action: .stop)
                return QueuedRequest(messageID: "m\(number)", receipt: "r\(number)", body: Array(request.json.utf8))
            }.reversed())
    }

    var deleted: Int { count.withLock { $0 } }

    func receive(most: Int, wait: Duration) async throws(Problem) -> [QueuedRequest] {
        waiting.withLock { waiting in
            let batch = waiting.suffix(most).reversed()
            waiting.removeLast(batch.count)
            return Array(batch)
        }
    }

    func delete(_ receipts: [String]) async throws(Problem) { count.withLock { $0 += receipts.count } }
}

/// A far end that always takes as long, and always takes it.
final class FixedNotifier: Notifier {
    struct Moment: Sendable {
        var key: String
        /// Seconds since 1970.
        var at: Double
        var began: Date
        var ended: Date
    }

    let channel = "phone"
    let targetKey = "phone-number"
    private let latency: Duration
    private let log = Mutex<[Moment]>([])
    private let answers: AsyncStream<Void>
    private let answered: AsyncStream<Void>.Continuation

    init(latency: Duration) {
        self.latency = latency
        (answers, answered) = AsyncStream.makeStream()
    }

    var moments: [Moment] { log.withLock { $0 } }

    func wait(for count: Int) async {
        for await _ in answers where moments.count >= count { return }
    }

    func deliver(_ delivery: Delivery) async -> DeliveryOutcome {
        let began = Date()
        if latency > .zero { try? await Task.sleep(for: latency) }
        log.withLock {
            $0.append(Moment(key: delivery.key, at: delivery.notification.at, began: began, ended: Date()))
        }
        answered.yield()
        return .delivered(reference: nil)
    }
}

import AWS
import FoundationEssentials
import Model
import Synchronization

@testable import Engines

/// Answers a tail as a test says, and keeps what was asked.
final class FakeLogSource: LogSource {
    typealias Answer = @Sendable (LogPageQuestion) async -> Result<LogPage, AWSError>

    private let answer: Answer
    private let sessions: Mutex<[Result<FakeLiveTail, AWSError>]>
    private let asked = Mutex<[LogPageQuestion]>([])

    /// - Parameter sessions: One for each time that live tail is opened; then it is refused.
    init(sessions: [Result<FakeLiveTail, AWSError>] = [], answer: @escaping Answer) {
        self.answer = answer
        self.sessions = Mutex(sessions)
    }

    /// Holds events and gives those of the range, in pages of `size`.
    convenience init(_ events: [LogEvent], size: Int = 1000, sessions: [Result<FakeLiveTail, AWSError>] = []) {
        self.init(sessions: sessions) { question in
            let found = events.filter {
                $0.group == question.group && $0.atMs >= question.fromMs && $0.atMs <= question.toMs ?? .max
            }
            let start = question.token.flatMap { Int($0) } ?? 0
            let end = min(found.count, start + size)
            return .success(LogPage(events: Array(found[start..<end]), next: end < found.count ? "\(end)" : nil))
        }
    }

    var questions: [LogPageQuestion] { asked.withLock { $0 } }

    func page(_ question: LogPageQuestion) async throws(AWSError) -> LogPage {
        asked.withLock { $0.append(question) }
        return try await answer(question).get()
    }

    func openLiveTail(groups: [String], pattern: String?) async throws(AWSError) -> any LiveTailSession {
        let next = sessions.withLock { $0.isEmpty ? .failure(.deniedForTest) : $0.removeFirst() }
        return try next.get()
    }
}

/// A live tail that a test feeds.
final class FakeLiveTail: LiveTailSession {
    private let news: AsyncStream<Result<LiveTailNews, AWSError>>
    private let feed: AsyncStream<Result<LiveTailNews, AWSError>>.Continuation

    init() { (news, feed) = AsyncStream.makeStream() }

    func send(_ events: [LogEvent], isSampled: Bool = false) {
        feed.yield(.success(LiveTailNews(events: events, isSampled: isSampled)))
    }

    func fail(_ error: AWSError) { feed.yield(.failure(error)) }
    func end() { feed.finish() }

    func next() async throws(AWSError) -> LiveTailNews? {
        for await item in news { return try item.get() }
        return nil
    }
}

/// Collects batches; a test can wait until one is there that it is looking for.
actor Batches {
    private(set) var all: [LogBatch] = []
    private var waiting: [(condition: ([LogBatch]) -> Bool, waiter: CheckedContinuation<Void, Never>)] = []

    var events: [LogEvent] { all.flatMap(\.events) }

    func take(_ batch: LogBatch) {
        all.append(batch)
        let ready = waiting.filter { $0.condition(all) }
        waiting.removeAll { $0.condition(all) }
        for entry in ready { entry.waiter.resume() }
    }

    func wait(until condition: @escaping @Sendable ([LogBatch]) -> Bool) async {
        if condition(all) { return }
        await withCheckedContinuation { waiting.append((condition, $0)) }
    }
}

extension LogEvent {
    static func example(_ atMs: Int64, _ message: String = "m", group: String = "g", id: String? = nil) -> LogEvent {
        LogEvent(id: id ?? "\(atMs)", group: group, stream: "s", atMs: atMs, ingestedMs: atMs, message: message)
    }
}

import FoundationEssentials
import Support
import Synchronization

extension Practice {
    /// Runs `body` while time goes by, second by second, whenever somebody waits for it.
    func whileTimeGoesBy<Answer: Sendable>(_ body: @escaping @Sendable () async throws -> Answer) async throws -> Answer {
        let isOver = Mutex(false)
        let running = Task { [clock] in
            let answer: Result<Answer, any Error>
            do { answer = .success(try await body()) } catch { answer = .failure(error) }
            isOver.withLock { $0 = true }
            // Whoever waits for a sleeper goes on.
            try? await clock.sleep(until: .distantFuture)
            return answer
        }
        while !isOver.withLock({ $0 }) {
            await clock.waitForSleepers()
            if !isOver.withLock({ $0 }) { clock.advance(by: .seconds(1)) }
        }
        running.cancel()
        return try await running.value.get()
    }
}

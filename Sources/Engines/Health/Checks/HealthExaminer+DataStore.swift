import FoundationEssentials
import Model
import Services

extension HealthExaminer {
    /// Whether a database or a Redis server answers, and how fast.
    func dataStore(_ text: String) async -> HealthFinding {
        guard let url = ServiceURL(text) else { return .unknown("\(check.question.target) is no address.") }
        let start = clock.now
        let answer =
            url.scheme == "redis"
            ? await RedisProbe.ask(url, timeout: check.timeout) : await PostgresProbe.ask(url, timeout: check.timeout)
        let took = (max(0, clock.now.timeIntervalSince(start)) * 10_000).rounded() / 10
        return finding(of: answer, took: took)
    }

    /// - Parameter took: Milliseconds.
    func finding(of answer: ProbeAnswer, took: Double) -> HealthFinding {
        switch answer {
        case .alive: return judged(took, "ms", "Answers in \(Wording.duration(milliseconds: took)).")
        case .struggling(let text): return judged(took, "ms", least: .warning, text)
        case .unreachable(let text): return HealthFinding(.critical, text)
        case .refused(let text): return .unknown(text)
        }
    }
}

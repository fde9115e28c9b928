import FoundationEssentials
import Model

/// A query of Logs Insights that runs or has run.
struct InsightsState: Equatable, Sendable {
    var request: InsightsRequest
    let startedAt: Date
    var progress: InsightsProgress?
    var answer: InsightsAnswer?
    var failure: Problem?
    var cursor = 0
    var scroll = 0

    init(_ request: InsightsRequest, startedAt: Date) {
        self.request = request
        self.startedAt = startedAt
    }

    var isRunning: Bool { answer == nil && failure == nil }
    var rowCount: Int { answer?.rows.count ?? 0 }

    mutating func take(_ news: InsightsNews) {
        switch news {
        case .progress(let progress): self.progress = progress
        case .answer(let answer):
            self.answer = answer
            progress = answer.progress
        case .failed(let problem): failure = problem
        }
    }
}

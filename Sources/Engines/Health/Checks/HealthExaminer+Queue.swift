import AWS
import FoundationEssentials
import Model

extension HealthExaminer {
    /// Messages that wait; critical when they also become more (contract, Default severities).
    func queue(_ name: String) async throws -> HealthFinding {
        let client = try client()
        do {
            let url = try await client.call(GetQueueUrl.self, .init(queueName: name)).queueUrl
            let attributes = try await client.call(GetQueueAttributes.self, .init(queueUrl: url))
            guard let visible = attributes.int("ApproximateNumberOfMessages") else {
                return .unknown("SQS does not say how many messages wait in \(name).")
            }
            let inFlight = attributes.int("ApproximateNumberOfMessagesNotVisible") ?? 0
            let text = "\(Wording.count(visible, "message")) waiting, \(inFlight) in flight"
            let finding = judged(Double(visible), "messages", warn: 100, "\(text).")
            guard finding.verdict == .warning, check.limits.crit == nil, await isGrowing(name) else { return finding }
            return judged(Double(visible), "messages", warn: 100, least: .critical, "\(text), and becoming more.")
        } catch {
            guard error.kind == .notFound else { throw error }
            return HealthFinding(.critical, "There is no queue \(name).")
        }
    }

    /// False also where CloudWatch does not say.
    private func isGrowing(_ name: String) async -> Bool {
        let length = Duration.seconds(900)
        let window = Window(endingAt: clock.now, length: length)
        let question = MetricQuestion(
            "AWS/SQS", "ApproximateNumberOfMessagesVisible", [.init(name: "QueueName", value: name)], "Maximum")
        guard let client = try? client() else { return false }
        let report = await MetricAsker(client: client).ask([question], in: window)
        guard let series = report.answers.first?.series(in: window) else { return false }
        return Growth.isGrowing(perMinute: Growth.perMinute(series), over: length)
    }
}

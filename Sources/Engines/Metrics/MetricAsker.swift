import AWS
import FoundationEssentials
import Model

/// The answers to a list of questions, in their order.
struct MetricReport: Sendable {
    var answers: [MetricAnswer]
    var errors: [AWSError] = []
    /// Questions that CloudWatch left unanswered in an otherwise good answer.
    var problems: [Problem] = []

    var allFailed: Bool { !answers.isEmpty && answers.allSatisfy(\.isFailed) }
}

/// Asks CloudWatch for many series at once: in batches of 500, all pages, a few batches side by side.
struct MetricAsker: Sendable {
    let client: AWSClient
    private static let batchSize = GetMetricData.maximumQueries
    private static let parallelBatches = 3

    init(client: AWSClient) { self.client = client }

    func ask(_ questions: [MetricQuestion], in window: Window) async -> MetricReport {
        let starts = Array(stride(from: 0, to: questions.count, by: Self.batchSize))
        let reports = await starts.concurrentMap(limit: Self.parallelBatches) { start in
            await askBatch(questions[start..<min(start + Self.batchSize, questions.count)], in: window)
        }
        var whole = MetricReport(answers: [])
        whole.answers.reserveCapacity(questions.count)
        for report in reports {
            whole.answers += report.answers
            whole.errors += report.errors
            whole.problems += report.problems
        }
        return whole
    }

    /// One question that an endpoint cannot answer (an emulator without percentiles, a metric that is refused) fails the whole call:
    /// the questions are then asked once more, each kind by itself, so that only the bad kind is missing.
    private func askBatch(_ questions: ArraySlice<MetricQuestion>, in window: Window) async -> MetricReport {
        let report = await askTogether(questions, in: window)
        let kinds = Dictionary(grouping: questions.indices) { questions[$0].kind }
        guard let error = report.errors.first, kinds.count > 1, Self.mayBeOneKind(error) else { return report }
        var whole = MetricReport(answers: report.answers)
        for indices in kinds.values {
            let part = await askTogether(indices.map { questions[$0] }[...], in: window)
            for (index, answer) in zip(indices, part.answers) { whole.answers[index - questions.startIndex] = answer }
            whole.errors += part.errors
            whole.problems += part.problems
        }
        return whole
    }

    private static func mayBeOneKind(_ error: AWSError) -> Bool {
        [.notOffered, .rejected, .server, .unreadable].contains(error.kind)
    }

    private func askTogether(_ questions: ArraySlice<MetricQuestion>, in window: Window) async -> MetricReport {
        let queries = questions.enumerated().map { index, question in Self.query(question, id: "q\(index)") }
        let input = GetMetricData.Input(queries: queries, startTime: window.start, endTime: window.end)
        var collector = MetricCollector(count: queries.count)
        var pages = client.pages(GetMetricData.self, input).makeAsyncIterator()
        do {
            while let page = try await pages.next() { collector.take(page) }
        } catch {
            // Half of the pages would make sums that are too small: better none.
            return MetricReport(answers: Array(repeating: .failed, count: queries.count), errors: [error])
        }
        return collector.report
    }

    private static func query(_ question: MetricQuestion, id: String) -> MetricDataQuery {
        MetricDataQuery(
            id: id, namespace: question.namespace, metricName: question.metric,
            dimensions: question.dimensions.map { Dimension(name: $0.name, value: $0.value) },
            periodSeconds: question.periodSeconds, stat: question.statistic)
    }
}

/// Puts the pages of one batch together. A series may go on over several pages; its last status counts.
struct MetricCollector: Sendable {
    private var points: [[MetricPoint]]
    private var statuses: [String]
    private var messages: [String] = []

    init(count: Int) {
        points = Array(repeating: [], count: count)
        statuses = Array(repeating: "Complete", count: count)
    }

    /// - Parameter page: Its ids are `q0`, `q1` … in the order of the questions.
    mutating func take(_ page: GetMetricData.Output) {
        for result in page.results {
            guard let index = Int(result.id.dropFirst()), points.indices.contains(index) else { continue }
            statuses[index] = result.statusCode
            messages += result.messages.map(\.value)
            for (seconds, value) in zip(result.timestamps, result.values) {
                points[index].append(MetricPoint(at: Date(timeIntervalSince1970: seconds), value: value))
            }
        }
        messages += page.messages.map(\.value)
    }

    /// `InternalError`, `Forbidden`, and a `PartialData` after which nothing came are failed questions.
    var report: MetricReport {
        let answers = zip(points, statuses).map { points, status in
            status == "Complete" || status.isEmpty ? MetricAnswer.points(points) : .failed
        }
        let failed = statuses.filter { $0 != "Complete" && !$0.isEmpty }
        guard let status = failed.first else { return MetricReport(answers: answers) }
        let detail = messages.first.map { ": " + $0 } ?? ""
        let problem = Problem(
            code: status,
            message: "CloudWatch did not answer \(failed.count) of \(answers.count) questions (\(status))\(detail).",
            hint: "They are asked again at the next refresh.")
        return MetricReport(answers: answers, problems: [problem])
    }
}

package import AWS
package import FoundationEssentials
package import Model

/// Runs queries of Logs Insights: starts them, tells how far they are, and stops on AWS's side what nobody waits for any more.
package struct InsightsRunner: Sendable {
    private let client: AWSClient
    private let clock: any WallClock
    private let timeLimit: Duration

    /// - Parameter timeLimit: AWS itself gives up after an hour.
    package init(client: AWSClient, clock: any WallClock = SystemClock(), timeLimit: Duration = .seconds(900)) {
        self.client = client
        self.clock = clock
        self.timeLimit = timeLimit
    }

    /// - Parameters:
    ///   - groups: Names, 1...50.
    ///   - limit: Rows, where the query says none itself.
    ///   - progress: Is told each time that AWS was asked.
    /// - Throws: ``AWSError``; `.cancelled` when the task is cancelled. What has been scanned until then is paid.
    package func run(
        _ query: String, groups: [String], from: Date, to: Date, limit: Int = 1000,
        progress: @Sendable (InsightsProgress) async -> Void = { _ in }
    ) async throws(AWSError) -> InsightsAnswer {
        let input = StartQuery.Input(
            logGroupNames: groups, startTime: from.milliseconds / 1000, endTime: to.milliseconds / 1000, queryString: query,
            limit: limit)
        let id = try await client.call(StartQuery.self, input).queryId
        do throws(AWSError) {
            return try await follow(id, progress)
        } catch {
            // Also when this task has been cancelled: the query would go on, and cost.
            if !error.isVerdict {
                await Task { [client] in _ = try? await client.call(StopQuery.self, .init(queryId: id)) }.value
            }
            throw error
        }
    }

    private func follow(
        _ id: String, _ progress: @Sendable (InsightsProgress) async -> Void
    ) async throws(AWSError) -> InsightsAnswer {
        var state = InsightsState(startedAt: clock.now, timeLimit: timeLimit)
        var charged = 0.0
        while true {
            let output = try await client.call(GetQueryResults.self, .init(queryId: id))
            let now = InsightsProgress(
                status: output.status, recordsMatched: output.recordsMatched, recordsScanned: output.recordsScanned,
                bytesScanned: output.bytesScanned)
            client.meter.charge(max(0, now.costUSD - charged), at: clock.now)
            charged = max(charged, now.costUSD)
            await progress(now)
            switch state.step(after: now.status, at: clock.now) {
            case .done: return InsightsAnswer(records: output.results, progress: now)
            case .failed(let status): throw .ended(status)
            case .tooLong: throw .tooLong(timeLimit)
            case .wait(let until):
                do { try await clock.sleep(until: until) } catch { throw .cancelledQuery }
            }
        }
    }
}

/// Decides, for one query, when to ask again.
struct InsightsState: Sendable {
    enum Step: Equatable {
        case done
        case wait(until: Date)
        case failed(status: String)
        case tooLong
    }

    private let deadline: Date
    private var pause = 0.25

    init(startedAt: Date, timeLimit: Duration) { deadline = startedAt.addingTimeInterval(timeLimit.seconds) }

    /// Most queries are quick, so the first pauses are short; from two seconds on they stay.
    mutating func step(after status: String, at now: Date) -> Step {
        switch status {
        case "Complete": return .done
        case "Failed", "Cancelled", "Timeout": return .failed(status: status)
        default:
            guard now < deadline else { return .tooLong }
            defer { pause = min(2, pause * 1.5) }
            return .wait(until: min(deadline, now.addingTimeInterval(pause)))
        }
    }
}

extension AWSError {
    /// The query has ended on AWS's side, so that there is nothing to stop.
    fileprivate var isVerdict: Bool { code.hasPrefix("Query") && code != "QueryTooLong" }

    fileprivate static func ended(_ status: String) -> AWSError {
        let hint =
            switch status {
            case "Timeout": "Ask for a shorter time, or for fewer groups."
            case "Cancelled": "Somebody has stopped it; run it again."
            default: "Check the query; its fields may have no values here."
            }
        return AWSError(
            .rejected, code: "Query\(status)", message: "The query of Logs Insights has ended without an answer (\(status)).",
            hint: hint)
    }

    fileprivate static func tooLong(_ limit: Duration) -> AWSError {
        AWSError(
            .rejected, code: "QueryTooLong",
            message: "The query of Logs Insights was stopped after \(Wording.duration(seconds: limit.seconds)).",
            hint: "Ask for a shorter time, or for fewer groups.")
    }

    fileprivate static let cancelledQuery = AWSError(
        .cancelled, code: "Cancelled", message: "The query of Logs Insights was cancelled and stopped.")
}

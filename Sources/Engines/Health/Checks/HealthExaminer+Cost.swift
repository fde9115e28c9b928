import AWS
import FoundationEssentials
import Model

extension HealthExaminer {
    /// Costs by service. Without limits the last whole day is judged by the mean of those before it.
    func cost(_ window: Duration) async throws -> HealthFinding {
        let input = GetCostAndUsage.Input(start: day(ago: window), end: day(ago: .zero))
        let days = try await client().all(GetCostAndUsage.self, input) { $0.resultsByTime ?? [] }
        let costs = DailyCosts(days)
        guard let last = costs.days.last else { return .unknown("Cost Explorer has no data of \(DurationText.text(window)).") }
        let shares = costs.byService.prefix(5).map { "\($0.name) \(Self.dollars($0.amount))" }
        let text =
            "\(Self.dollars(costs.total)) in \(DurationText.text(window)), \(Self.dollars(last)) on the last day: \(shares.joined(separator: ", "))."
        guard check.limits.isEmpty, costs.days.count >= 3 else { return judged(costs.total, "USD", text) }
        let before = costs.days.dropLast()
        let mean = before.reduce(0, +) / Double(before.count)
        // A doubled cent is no news.
        let isJump = last > mean * 1.5 && last - mean > 1
        return HealthFinding(isJump ? (last > mean * 3 ? .critical : .warning) : .ok, costs.total, "USD", text)
    }

    /// What Cost Anomaly Detection has found.
    func anomalies(_ window: Duration) async throws -> HealthFinding {
        let found = try await client().all(GetAnomalies.self, .init(startDate: day(ago: window))) { $0.anomalies ?? [] }
        let stretch = "in \(DurationText.text(window))"
        guard !found.isEmpty else { return judged(0, "anomalies", warn: 0, "No cost anomaly \(stretch).") }
        let texts = found.map { "\($0.dimensionValue ?? $0.anomalyId) \(Self.dollars($0.impact?.totalImpact ?? 0))" }
        return judged(
            Double(found.count), "anomalies", warn: 0,
            "\(Wording.count(found.count, "cost anomaly")) \(stretch): \(Self.list(texts)).".replacing(
                "anomalys", with: "anomalies"))
    }

    /// `2026-07-04`
    private func day(ago: Duration) -> String {
        String(ISO8601.text(clock.now.addingTimeInterval(-(ago / .seconds(1)))).prefix(10))
    }

    static func dollars(_ amount: Double) -> String {
        let cents = Int64((amount.magnitude * 100).rounded())
        let rest = cents % 100
        return "\(amount < 0 ? "-" : "")$\(cents / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}

/// Costs summed by day and by service.
struct DailyCosts: Sendable, Equatable {
    struct Share: Sendable, Equatable {
        var name: String
        var amount: Double
    }

    /// Oldest first.
    var days: [Double]
    /// The dearest first.
    var byService: [Share]

    var total: Double { days.reduce(0, +) }

    /// - Parameter answers: A day may be spread over pages.
    init(_ answers: [GetCostAndUsage.Day]) {
        var (days, services): ([String: Double], [String: Double]) = ([:], [:])
        for answer in answers {
            days[answer.timePeriod.start, default: 0] += 0
            for share in answer.groups ?? [] {
                let amount = share.metrics[GetCostAndUsage.metric].flatMap { Double($0.amount) } ?? 0
                days[answer.timePeriod.start, default: 0] += amount
                services[share.keys.first ?? "other", default: 0] += amount
            }
        }
        self.days = days.sorted { $0.key < $1.key }.map(\.value)
        byService = services.map { Share(name: $0.key, amount: $0.value) }.sorted { ($1.amount, $0.name) < ($0.amount, $1.name) }
    }
}

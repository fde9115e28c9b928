/// The figures of the network visualizer's table and API: they follow from what its functions do, minute by minute.
struct VisualizerMetrics {
    let account: DrillAccount
    private static let api = "network-visualizer-api-production"
    private static let discovery = "network-visualizer-discovery-production"

    /// - Returns: nil for what is not measured: a table that was never throttled has no throttle events.
    func source(of question: DrillMetricQuestion) -> ((Int) -> Double?)? {
        switch (question.namespace, question.value, question.metric) {
        case ("AWS/ApiGateway", Self.api, "Count"): return points(.invocations, of: Self.api)
        // The gateway's own time comes on top.
        case ("AWS/ApiGateway", Self.api, "Latency"): return points(.duration, of: Self.api) { $0 + 14 }
        case ("AWS/DynamoDB", TopologyFarEnd.table, "ConsumedReadCapacityUnits"):
            return points(.invocations, of: Self.api) { $0 * 2.5 }
        case ("AWS/DynamoDB", TopologyFarEnd.table, "ConsumedWriteCapacityUnits"):
            return points(.invocations, of: Self.discovery) { $0 * 120 }
        default: return nil
        }
    }

    private func points(
        _ metric: FunctionMetric, of name: String, _ change: @escaping (Double) -> Double = { $0 }
    ) -> ((Int) -> Double?)? {
        account.functionIndex[name].map { index in
            let source = account.points(of: metric, functionAt: index)
            return { minute in source(minute).map(change) }
        }
    }
}

import AWS
import Model

/// The lists that change seldom: which functions there are, which are fed by streams, and which metrics have data.
extension LambdaPoller {
    func listFunctions() async -> Result<[LambdaFunction], AWSError> {
        await client.attemptAll(ListFunctions.self, ListFunctions.Input()) { $0.functions ?? [] }
            .map { $0.map(LambdaFunction.init(configuration:)) }
    }

    func listStreamFed() async -> Result<Set<String>, AWSError> {
        await client.attemptAll(ListEventSourceMappings.self, ListEventSourceMappings.Input()) { $0.eventSourceMappings ?? [] }
            .map { Set($0.filter(\.isStream).compactMap(\.functionName)) }
    }

    func listMetrics() async -> Result<ListedFunctions, AWSError> {
        func names(_ metric: String) async throws(AWSError) -> Set<String> {
            // A window within three hours lies in what CloudWatch calls recently active.
            let isRecent = settings.window <= .seconds(3 * 3600)
            let input = ListMetrics.Input(namespace: "AWS/Lambda", metricName: metric, recentlyActive: isRecent)
            let names = try await client.all(ListMetrics.self, input) { page in
                page.metrics.compactMap { metric in
                    metric.dimensions.count == 1 && metric.dimensions[0].name == "FunctionName" ? metric.dimensions[0].value : nil
                }
            }
            return Set(names)
        }
        do {
            let duration = try await names("Duration")
            return .success(ListedFunctions(duration: duration, concurrency: try await names("ConcurrentExecutions")))
        } catch {
            return .failure(error)
        }
    }
}

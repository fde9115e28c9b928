package import AWS
package import FoundationEssentials
package import Model

/// What a live deployment keeps in SSM below `/{APP}/`. Its secret is in no description.
package struct LiveParameters: Sendable {
    package var values: [String: String]

    /// - Throws: ``Problem``
    package static func read(app: String, by client: AWSClient) async throws(Problem) -> LiveParameters {
        let path = "/" + app.split(separator: "/").joined(separator: "/")
        do throws(AWSError) {
            let parameters = try await client.all(GetParametersByPath.self, GetParametersByPath.Input(path: path)) {
                $0.parameters ?? []
            }
            let pairs = parameters.map { (String($0.name.split(separator: "/").last ?? ""), $0.value) }
            return LiveParameters(values: Dictionary(pairs) { $1 })
        } catch {
            throw Problem(error)
        }
    }

    /// `YYYY-MM-DD`; nil where it is not kept.
    package var secretExpiry: String? { values["clientsecretexpiry"] }
}

/// Keeps figures in the store, and publishes them as the original does.
package struct PublishedLedger: WorkerLedger {
    private let store: any WorkerLedger
    private let client: AWSClient
    private let app: String

    package init(store: any WorkerLedger, client: AWSClient, app: String) {
        self.store = store
        self.client = client
        self.app = app
    }

    package func add(_ counters: WorkerCounters, at now: Date) async throws(Problem) {
        try await store.add(counters, at: now)
        let data = counters.values.map { PutMetricData.Datum(metricName: $0.name, value: Double($0.value), timestamp: now) }
        // The call was answered and people were told: a figure that CloudWatch does not take undoes none of it.
        _ = try? await client.call(
            PutMetricData.self, PutMetricData.Input(namespace: "\(app)/\(counters.function)", data: data))
    }

    package func keepUnsent(_ alert: WorkerAlert, at now: Date) async throws(Problem) -> Int64 {
        try await store.keepUnsent(alert, at: now)
    }

    package func note(_ call: EmergencyCall, unsent: Int64?) async throws(Problem) { try await store.note(call, unsent: unsent) }

    package func toldUnmarked(since start: Date) async throws(Problem) -> Set<[UInt8]> {
        try await store.toldUnmarked(since: start)
    }

    package func noteMarked(_ alert: WorkerAlert, at now: Date) async throws(Problem) {
        try await store.noteMarked(alert, at: now)
    }

    package func note(_ text: String, about id: String, at now: Date) async throws(Problem) {
        try await store.note(text, about: id, at: now)
    }

    package func unsent() async throws(Problem) -> [(id: Int64, alert: WorkerAlert)] { try await store.unsent() }
    package func markSent(_ id: Int64, at now: Date) async throws(Problem) { try await store.markSent(id, at: now) }
    package func noteCheck(at now: Date, failure: Problem?) async throws(Problem) {
        try await store.noteCheck(at: now, failure: failure)
    }
    package func noteEmergency(_ ids: [String], at now: Date) async throws(Problem) {
        try await store.noteEmergency(ids, at: now)
    }
}

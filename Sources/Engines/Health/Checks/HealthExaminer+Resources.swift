import AWS
import Model

extension HealthExaminer {
    /// The state of Kinesis streams.
    func streams(prefix: String) async throws -> HealthFinding {
        let client = try client()
        let names = try await client.all(ListStreams.self, .init()) { $0.streamNames }.filter { $0.hasPrefix(prefix) }
        let parts = await names.concurrentMap(limit: 5) { name in
            switch await client.attempt(DescribeStreamSummary.self, .init(streamName: name)) {
            case .success(let output):
                Self.part(
                    name, output.streamDescriptionSummary.streamStatus, good: ["ACTIVE"], passing: ["CREATING", "UPDATING"])
            case .failure(let error): Self.part(name, error)
            }
        }
        return summary(parts, "stream", good: "ACTIVE")
    }

    /// The state of cache clusters.
    func caches(prefix: String) async throws -> HealthFinding {
        let clusters = try await client().all(DescribeCacheClusters.self, .init()) { $0.clusters }
        let parts = clusters.filter { $0.id.hasPrefix(prefix) }.map { cluster in
            Self.part(
                cluster.id, cluster.status, good: ["available"],
                passing: ["creating", "modifying", "snapshotting", "rebooting cluster nodes"])
        }
        return summary(parts, "cache cluster", good: "available")
    }

    /// Whether every REST API has a stage to which something is deployed.
    func apis(prefix: String) async throws -> HealthFinding {
        let client = try client()
        let all = try await client.all(GetRestApis.self, .init()) { $0.item ?? [] }
        let parts = await all.filter { ($0.name ?? $0.id).hasPrefix(prefix) }.concurrentMap(limit: 5) { api in
            let name = api.name ?? api.id
            switch await client.attempt(GetStages.self, .init(restApiId: api.id)) {
            case .success(let output): return Self.part(name, stages: output.item ?? [])
            case .failure(let error): return Self.part(name, error)
            }
        }
        return summary(parts, "API", good: "deployed")
    }

    private static func part(_ name: String, stages: [GetStages.Stage]) -> HealthPart {
        guard !stages.isEmpty else { return HealthPart(.critical, "\(name) has no stage") }
        let bare = stages.filter { $0.deploymentId == nil }.map(\.stageName)
        return bare.isEmpty
            ? HealthPart(.ok, name) : HealthPart(.warning, "\(name): nothing is deployed to \(bare.joined(separator: ", "))")
    }

    private static func part(_ name: String, _ status: String, good: Set<String>, passing: Set<String>) -> HealthPart {
        HealthPart(good.contains(status) ? .ok : passing.contains(status) ? .warning : .critical, "\(name) is \(status)")
    }

    private static func named(_ target: String) -> String { target == "all" ? "" : " \(target)" }

    /// Nothing of that name is no good news where somebody has declared a check.
    private func summary(_ parts: [HealthPart], _ noun: String, good: String) -> HealthFinding {
        guard !parts.isEmpty else { return .unknown("There is no \(noun)\(Self.named(check.question.target)).") }
        return HealthFinding(
            parts.verdict, parts.badCount, "not ok", parts.evidence(whenOK: "\(Wording.count(parts.count, noun)) \(good)."))
    }
}

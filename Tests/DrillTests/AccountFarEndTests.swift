import AWS
import Drill
import FoundationEssentials
import Model
import Support
import Testing

/// What the practice world answers to health checks, read by our own operations.
struct AccountFarEndTests {
    private let client: AWSClient
    private let clock = ManualClock()

    init() {
        client = AWSClient(
            transport: DrillTransport(clock: clock), credentials: Keys(), endpoints: Hosts(), signer: SigV4Signer(),
            region: "us-east-1", clock: clock, retry: RetryPolicy(maximumAttempts: 1))
    }

    private struct Keys: CredentialsProvider {
        func credentials() async throws -> AWSCredentials {
            AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "s", source: "test")
        }
        func invalidate(_ credentials: AWSCredentials) async {}
    }

    private struct Hosts: EndpointResolver {
        func endpoint(for service: AWSService, region: String) throws -> Endpoint {
            Endpoint(scheme: "https", host: "example.com", signingRegion: region, signingName: service.rawValue)
        }
    }

    /// The API's figures follow from its function's, and reading the table from the API's.
    @Test func theVisualizersFiguresBelongTogether() async throws {
        let now = clock.now.timeIntervalSince1970
        func sum(_ namespace: String, _ metric: String, _ dimension: String, _ value: String) async throws -> Double {
            let query = MetricDataQuery(
                id: "q0", namespace: namespace, metricName: metric, dimensions: [Dimension(name: dimension, value: value)],
                periodSeconds: 60, stat: "Sum")
            let input = GetMetricData.Input(
                queries: [query], startTime: Date(timeIntervalSince1970: now - 3600), endTime: Date(timeIntervalSince1970: now))
            return try await client.call(GetMetricData.self, input).results.flatMap(\.values).reduce(0, +)
        }
        let name = "network-visualizer-api-production"
        let invocations = try await sum("AWS/Lambda", "Invocations", "FunctionName", name)
        #expect(invocations > 0)
        #expect(try await sum("AWS/ApiGateway", "Count", "ApiName", name) == invocations)
        #expect(
            try await sum("AWS/DynamoDB", "ConsumedReadCapacityUnits", "TableName", "network-visualizer-topology")
                == invocations * 2.5)
        #expect(try await sum("AWS/DynamoDB", "ReadThrottleEvents", "TableName", "network-visualizer-topology") == 0)
    }

    @Test func hasATableWithANightlyBackup() async throws {
        let name = "network-visualizer-topology"
        #expect(try await client.call(DescribeTable.self, .init(tableName: name)).table.tableStatus == "ACTIVE")
        let backups = try await client.all(ListBackups.self, .init(tableName: name)) { $0.backupSummaries ?? [] }
        let age = try #require(backups.first.map { clock.now.timeIntervalSince($0.createdAt) })
        #expect((0...86_400).contains(age))
        let refusal = await #expect(throws: AWSError.self) { try await client.call(DescribeTable.self, .init(tableName: "none")) }
        #expect(refusal?.kind == .notFound)
    }

    @Test func hasADistributionRulesBucketsStreamsAndAPIs() async throws {
        #expect(try await client.call(GetDistribution.self, .init(id: "E3DRILL1VISUAL")).status == "Deployed")
        #expect(try await client.call(ListRules.self, .init(namePrefix: "network-visualizer-backup")).rules?.count == 1)
        #expect(try await client.call(ListRules.self, .init(namePrefix: "other")).rules?.isEmpty == true)
        #expect(try await client.call(DescribeRule.self, .init(name: "network-visualizer-backup-nightly")).isEnabled)
        let buckets = try await client.call(ListBuckets.self, .init()).names
        #expect(buckets.count == 2)
        #expect(try await !client.call(GetBucketPolicyStatus.self, .init(bucket: buckets[0])).isPublic)
        #expect(try await client.call(GetPublicAccessBlock.self, .init(bucket: buckets[0])).blocksAll)
        let streams = try await client.call(ListStreams.self, .init()).streamNames
        #expect(
            try await client.call(DescribeStreamSummary.self, .init(streamName: streams[0])).streamDescriptionSummary
                .openShardCount == 4)
        #expect(try await client.call(DescribeCacheClusters.self, .init()).clusters.map(\.status) == ["available"])
        let api = try #require(try await client.call(GetRestApis.self, .init()).item?.first)
        #expect(try await client.call(GetStages.self, .init(restApiId: api.id)).item?.count == 1)
    }

    @Test func hasAReportCostsAndNoSupportPlan() async throws {
        #expect(try await client.call(GenerateCredentialReport.self, .init()).state == "COMPLETE")
        #expect(try await client.call(GetCredentialReport.self, .init()).content.contains("<root_account>"))
        #expect(
            try await client.call(GetCostAndUsage.self, .init(start: "2024-01-08", end: "2024-01-15")).resultsByTime?.count == 7)
        #expect(try await client.call(GetAnomalies.self, .init(startDate: "2024-01-08")).anomalies?.isEmpty == true)
        let events = try await client.call(LookupEvents.self, .init(eventName: "DeleteBucket", from: clock.now, to: clock.now))
        #expect(events.events?.isEmpty == true)
        let refusal = await #expect(throws: AWSError.self) { try await client.call(DescribeTrustedAdvisorChecks.self, .init()) }
        #expect(refusal?.kind == .notOffered && refusal?.code == "SubscriptionRequiredException")
    }
}

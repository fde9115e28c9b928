import AWS
import FoundationEssentials
import Model

/// One cheap call of each operation that the panes live on.
enum PermissionCheck {
    static func identity(_ client: AWSClient) async -> [Doctor.Line] {
        [await line("sts:GetCallerIdentity") { try await client.call(GetCallerIdentity.self, .init()).arn }]
    }

    static func functions(_ client: AWSClient) async -> [Doctor.Line] {
        async let list = line("lambda:ListFunctions") {
            let page = try await client.call(ListFunctions.self, .init())
            return count(page.functions?.count, "function", isPage: page.nextMarker != nil)
        }
        async let sources = line("lambda:ListEventSourceMappings") {
            let page = try await client.call(ListEventSourceMappings.self, .init())
            return count(page.eventSourceMappings?.count, "event source", isPage: page.nextMarker != nil)
        }
        return [await list, await sources]
    }

    static func metrics(_ client: AWSClient, at now: Date) async -> [Doctor.Line] {
        async let data = line("cloudwatch:GetMetricData") {
            let window = Window(endingAt: now, length: .seconds(300))
            let query = MetricDataQuery(
                id: "q0", namespace: "AWS/Lambda", metricName: "Invocations", periodSeconds: 300, stat: "Sum")
            _ = try await client.call(GetMetricData.self, .init(queries: [query], startTime: window.start, endTime: window.end))
            return "answers"
        }
        async let list = line("cloudwatch:ListMetrics") {
            let page = try await client.call(ListMetrics.self, .init(namespace: "AWS/Lambda"))
            return count(page.metrics.count, "metric", isPage: page.nextToken != nil)
        }
        return [await data, await list]
    }

    static func queues(_ client: AWSClient) async -> [Doctor.Line] {
        let list = await line("sqs:ListQueues") {
            let page = try await client.call(ListQueues.self, .init(maxResults: 1000))
            return count(page.queueUrls?.count, "queue", isPage: page.nextToken != nil)
        }
        return [list]
    }

    static func alarms(_ client: AWSClient) async -> [Doctor.Line] {
        async let list = line("cloudwatch:DescribeAlarms") {
            let page = try await client.call(DescribeAlarms.self, .init(maxRecords: 100))
            return count(page.metricAlarms.count + page.compositeAlarms.count, "alarm", isPage: page.nextToken != nil)
        }
        async let history = line("cloudwatch:DescribeAlarmHistory") {
            _ = try await client.call(DescribeAlarmHistory.self, .init(maxRecords: 1))
            return "answers"
        }
        return [await list, await history]
    }

    private static func count(_ number: Int?, _ noun: String, isPage: Bool) -> String {
        "\(number ?? 0) \(noun)\(number == 1 ? "" : "s")\(isPage ? " on the first page" : "")"
    }

    private static func line(_ name: String, _ ask: () async throws -> String) async -> Doctor.Line {
        do {
            return Doctor.Line(name, try await ask())
        } catch let error as AWSError {
            return Doctor.Line(name, error)
        } catch {
            return Doctor.Line(name, isGood: false, "\(error)", hint: "Please report this.")
        }
    }
}

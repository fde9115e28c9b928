import FoundationEssentials
import Model

/// The far ends' answers by kind and verdict, at 2024-01-15 10:00:30 UTC.
enum HealthCases {
    typealias Case = HealthKindTests.Case

    static let all =
        lambda + table + alarms + http + cdn + metric + errors + logs + queue + backup + rule + secret + iam + trail + cost
        + anomalies
        + trend + buckets + advisor + stream + cache + api

    private static let denied = Reply.refusal(403, "AccessDeniedException")

    private static func function(_ state: String, _ update: String) -> [String: Reply] {
        ["GetFunctionConfiguration": .json("{\"FunctionName\":\"f\",\"State\":\"\(state)\",\"LastUpdateStatus\":\"\(update)\"}")]
    }

    private static var lambda: [Case] {
        let question = HealthQuestion.lambda(functions: ["f"])
        return [
            Case(.ok, question, function("Active", "Successful"), says: "1 function: Active"),
            Case(.ok, question, function("Inactive", "Successful"), says: "1 function"),
            Case(.warning, question, function("Active", "InProgress"), says: "update of f InProgress"),
            Case(.warning, question, function("Pending", "Successful"), says: "f is Pending"),
            Case(.critical, question, function("Active", "Failed"), says: "last update of f Failed"),
            Case(.critical, question, function("Failed", "Successful"), says: "f is Failed"),
            Case(
                .critical, question, ["GetFunctionConfiguration": .refusal(404, "ResourceNotFoundException")],
                says: "f does not exist"),
            Case(.critical, .lambda(functions: ["f"], state: "Active"), function("Inactive", "Successful"), says: "not Active"),
            Case(.unknown, question, ["GetFunctionConfiguration": denied], says: "Allow lambda:GetFunctionConfiguration"),
            Case(.unknown, question, [:], says: "Not offered here"),
        ]
    }

    private static func table(_ status: String) -> [String: Reply] {
        [
            "DescribeTable": .json(
                "{\"Table\":{\"TableName\":\"t\",\"TableStatus\":\"\(status)\",\"ItemCount\":1204,\"TableSizeBytes\":8100000}}")
        ]
    }

    private static var table: [Case] {
        [
            Case(.ok, .table("t"), table("ACTIVE"), says: "ACTIVE, 1,204 items, 8.1 MB."),
            Case(.warning, .table("t"), table("UPDATING"), says: "UPDATING"),
            Case(.warning, .table("t"), warn: 1000, table("ACTIVE"), says: "1,204 items"),
            Case(.critical, .table("t"), table("ARCHIVED"), says: "ARCHIVED"),
            Case(
                .critical, .table("t"), ["DescribeTable": .refusal(400, "ResourceNotFoundException")],
                says: "There is no table t."),
            Case(.unknown, .table("t"), ["DescribeTable": .refusal(400, "ThrottlingException")], says: "asks to slow down"),
            Case(.unknown, .table("t"), [:], says: "Not offered here"),
        ]
    }

    private static func alarms(_ states: String...) -> [String: Reply] {
        let members = states.enumerated().map { "<member><AlarmName>a\($0)</AlarmName><StateValue>\($1)</StateValue></member>" }
            .joined()
        return [
            "DescribeAlarms": .xml(
                "<DescribeAlarmsResponse><DescribeAlarmsResult><MetricAlarms>\(members)</MetricAlarms><CompositeAlarms></CompositeAlarms>"
                    + "</DescribeAlarmsResult></DescribeAlarmsResponse>")
        ]
    }

    private static var alarms: [Case] {
        [
            Case(.ok, .alarms(prefix: ""), alarms(), says: "No alarm is in ALARM."),
            Case(
                .ok, .alarms(prefix: "a"), alarms("OK", "INSUFFICIENT_DATA"),
                says: "None of 2 alarms is in ALARM; 1 without data."),
            Case(.warning, .alarms(prefix: ""), warn: 0, crit: 5, alarms("ALARM"), says: "In ALARM: a0."),
            Case(.critical, .alarms(prefix: ""), alarms("ALARM", "ALARM"), says: "In ALARM: a0, a1."),
            Case(.unknown, .alarms(prefix: "a"), alarms("INSUFFICIENT_DATA"), says: "1 without data"),
            Case(
                .unknown, .alarms(prefix: ""), ["DescribeAlarms": .refusal(403, "AccessDenied")],
                says: "cloudwatch:DescribeAlarms"),
        ]
    }

    private static var http: [Case] {
        let question = HealthQuestion.http(url: "https://api.example.com/health", contains: "healthy")
        return [
            Case(.ok, question, ["GET": .json("{\"status\":\"healthy\"}")], says: "HTTP 200 in"),
            Case(.warning, question, warn: -1, ["GET": .json("healthy")], says: "HTTP 200"),
            Case(.critical, question, ["GET": .json("{\"status\":\"ill\"}")], says: "without \"healthy\""),
            Case(.critical, question, ["GET": .page], says: "HTTP 500 in 0 ms, expected 200."),
            Case(.critical, question, ["GET": .refused], says: "connection refused"),
            Case(.unknown, question, ["GET": .timeout], says: "no answer in time"),
        ]
    }

    private static func distribution(_ status: String, _ enabled: Bool) -> [String: Reply] {
        [
            "GetDistribution": .xml(
                "<Distribution><Id>E1</Id><Status>\(status)</Status><DomainName>d.cloudfront.net</DomainName><DistributionConfig>"
                    + "<Enabled>\(enabled)</Enabled></DistributionConfig></Distribution>")
        ]
    }

    private static var cdn: [Case] {
        [
            Case(.ok, .cdn(id: "E1"), distribution("Deployed", true), says: "Deployed (d.cloudfront.net)."),
            Case(.warning, .cdn(id: "E1"), distribution("InProgress", true), says: "InProgress"),
            Case(.critical, .cdn(id: "E1"), distribution("Deployed", false), says: "switched off"),
            Case(.critical, .cdn(id: "E1"), ["GetDistribution": .refusal(404, "NoSuchDistribution")], says: "no distribution E1"),
            Case(
                .unknown, .cdn(id: "E1"), ["GetDistribution": .refusal(403, "AccessDenied")], says: "cloudfront:GetDistribution"),
        ]
    }

    /// - Parameter series: By question; a point a minute from 09:00 on, or a day before.
    static func metrics(_ series: [Double]..., step: Double = 60, start: Double = 1_705_309_200) -> [String: Reply] {
        let results = series.enumerated().map { number, values in
            let times = values.indices.map {
                "<member>\(ISO8601.text(Date(timeIntervalSince1970: start + Double($0) * step)))</member>"
            }
            return "<member><Id>q\(number)</Id><Label>l</Label><Timestamps>\(times.joined())</Timestamps><Values>"
                + values.map { "<member>\($0)</member>" }.joined() + "</Values><StatusCode>Complete</StatusCode></member>"
        }
        return [
            "GetMetricData": .xml(
                "<GetMetricDataResponse><GetMetricDataResult><MetricDataResults>\(results.joined())</MetricDataResults></GetMetricDataResult>"
                    + "</GetMetricDataResponse>")
        ]
    }

    private static var metric: [Case] {
        let sum = HealthQuestion.metric(WatchedMetric("N", "M", window: .seconds(3600)))
        let mean = HealthQuestion.metric(WatchedMetric("N", "M", stat: "Average", window: .seconds(3600)))
        let most = HealthQuestion.metric(WatchedMetric("N", "M", stat: "Maximum", window: .seconds(3600)))
        return [
            Case(.ok, sum, warn: 6, crit: 10, metrics([1, 2, 3]), says: "Sum 6 in 1h"),
            Case(.ok, sum, warn: 6, metrics([]), says: "Sum 0 in 1h, no data points"),
            Case(.warning, most, warn: 2, crit: 10, metrics([1, 2, 3]), says: "Maximum 3"),
            Case(.warning, mean, warn: 2, crit: 1, metrics([1, 2]), says: "Average 1.5"),
            Case(.critical, sum, warn: 1, crit: 5, metrics([1, 2, 3]), says: "Sum 6"),
            Case(.unknown, mean, warn: 1, metrics([]), says: "no data of M in 1h"),
            Case(.unknown, sum, ["GetMetricData": .refusal(403, "AccessDenied")], says: "cloudwatch:GetMetricData"),
        ]
    }

    private static var errors: [Case] {
        let question = HealthQuestion.errors(window: .seconds(86_400))
        return [
            Case(.ok, question, metrics([3], [1000]), says: "3 errors in 24h, 0.3 % of 1,000 invocations."),
            Case(.ok, question, metrics([], []), says: "0 errors"),
            Case(.warning, question, metrics([20], [1000]), says: "2 %"),
            Case(.warning, question, metrics([1], []), says: "no invocations are known"),
            Case(.critical, question, metrics([60], [1000]), says: "6 %"),
            Case(.critical, question, warn: 1, crit: 2, metrics([3], [1000]), says: "3 errors"),
            Case(.unknown, question, [:], says: "Not offered here"),
        ]
    }

    private static var logs: [Case] {
        let question = HealthQuestion.logs(group: "/aws/lambda/f", pattern: "ERROR", window: .seconds(86_400))
        let one = [
            "FilterLogEvents": Reply.json(
                "{\"events\":[{\"timestamp\":1,\"message\":\"ERROR password=hunter22 for a@b.example\"}]}")
        ]
        return [
            Case(.ok, question, ["FilterLogEvents": .json("{\"events\":[]}")], says: "No event fits ERROR in 24h."),
            Case(.warning, question, one, says: "1 event in 24h; the last one: ERROR"),
            Case(.critical, question, crit: 0, one, says: "[e-mail]"),
            Case(
                .unknown, question, ["FilterLogEvents": .refusal(400, "ResourceNotFoundException")],
                says: "CloudWatch Logs FilterLogEvents"),
        ]
    }

    private static func queue(_ visible: Int, _ series: [Double] = []) -> [String: Reply] {
        metrics(series, start: 1_705_312_020).merging([
            "GetQueueUrl": .json("{\"QueueUrl\":\"https://q/1/orders\"}"),
            "GetQueueAttributes": .json("{\"Attributes\":{\"ApproximateNumberOfMessages\":\"\(visible)\"}}"),
        ]) { $1 }
    }

    private static var queue: [Case] {
        [
            Case(.ok, .queue("orders"), queue(100), says: "100 messages waiting"),
            Case(.warning, .queue("orders"), queue(101, [101, 101, 101]), says: "101 messages waiting, 0 in flight."),
            Case(.critical, .queue("orders"), queue(101, [10, 50, 101]), says: "becoming more"),
            Case(
                .critical, .queue("orders"), ["GetQueueUrl": .refusal(400, "QueueDoesNotExist")],
                says: "There is no queue orders."),
            Case(.unknown, .queue("orders"), ["GetQueueUrl": denied], says: "sqs:GetQueueUrl"),
        ]
    }

    private static func backups(_ list: String, recovery: String = "DISABLED") -> [String: Reply] {
        [
            "ListBackups": .json("{\"BackupSummaries\":[\(list)]}"),
            "DescribeContinuousBackups": .json(
                "{\"ContinuousBackupsDescription\":{\"ContinuousBackupsStatus\":\"ENABLED\",\"PointInTimeRecoveryDescription\":"
                    + "{\"PointInTimeRecoveryStatus\":\"\(recovery)\"}}}"),
        ]
    }

    private static func backup(_ name: String, hoursAgo: Double, _ status: String) -> String {
        "{\"BackupName\":\"\(name)\",\"BackupCreationDateTime\":\(1_705_312_830 - hoursAgo * 3600),\"BackupStatus\":\"\(status)\"}"
    }

    private static var backup: [Case] {
        let question = HealthQuestion.backup(table: "t", youngerThan: .seconds(48 * 3600))
        let old = backup("old", hoursAgo: 49, "AVAILABLE")
        return [
            Case(.ok, question, backups(old + "," + backup("b", hoursAgo: 24, "AVAILABLE")), says: "b, 24 h old."),
            Case(.warning, question, backups(backup("b", hoursAgo: 1, "CREATING")), says: "b is CREATING."),
            Case(.warning, question, backups("", recovery: "ENABLED"), says: "point-in-time recovery is on"),
            Case(.warning, question, warn: 20, backups(backup("b", hoursAgo: 24, "AVAILABLE")), says: "24 h old"),
            Case(
                .critical, question, backups(old + "," + backup("d", hoursAgo: 1, "DELETED")),
                says: "No backup is younger than 48h."),
            Case(.unknown, question, ["ListBackups": denied], says: "dynamodb:ListBackups"),
        ]
    }

    private static func rules(_ states: String...) -> [String: Reply] {
        let list = states.enumerated().map { "{\"Name\":\"r\($0)\",\"State\":\"\($1)\",\"ScheduleExpression\":\"rate(1 day)\"}" }
        return ["ListRules": .json("{\"Rules\":[\(list.joined(separator: ","))]}")]
    }

    private static var rule: [Case] {
        [
            Case(.ok, .rule(prefix: "r"), rules("ENABLED"), says: "1 rule ENABLED, r0 rate(1 day)."),
            Case(.warning, .rule(prefix: "r"), rules("ENABLED", "DISABLED"), says: "r1 is DISABLED."),
            Case(.critical, .rule(prefix: "r"), rules("DISABLED"), says: "r0 is DISABLED"),
            Case(.critical, .rule(prefix: "r"), rules(), says: "No rule begins with r."),
            Case(.unknown, .rule(prefix: "r"), ["ListRules": denied], says: "events:ListRules"),
        ]
    }

    private static func parameter(_ value: String) -> [String: Reply] {
        ["GetParametersByPath": .json("{\"Parameters\":[{\"Name\":\"/loneworker/clientsecretexpiry\",\"Value\":\"\(value)\"}]}")]
    }

    private static var secret: [Case] {
        let ssm = HealthQuestion.secret(.parameter("/loneworker/clientsecretexpiry"))
        let day = 86_400.0
        func stored(_ daysAgo: Double, _ more: String = "") -> [String: Reply] {
            ["DescribeSecret": .json("{\"Name\":\"s\",\"LastRotatedDate\":\(1_705_312_830 - daysAgo * day)\(more)}")]
        }
        return [
            Case(.ok, .secret(.date("2024-06-01")), [:], says: "Good until 2024-06-01."),
            Case(.ok, ssm, parameter("2024-06-01"), says: "Good until"),
            Case(.warning, ssm, parameter("2024-02-01"), says: "Good until 2024-02-01."),
            Case(.warning, ssm, parameter("2034-02-01"), says: "is that right?"),
            Case(.critical, ssm, parameter("2024-01-18"), says: "Good until"),
            Case(.critical, .secret(.date("2023-12-01")), [:], says: "Expired on 2023-12-01."),
            Case(.unknown, ssm, parameter("soon"), says: "holds no date"),
            Case(.unknown, ssm, ["GetParametersByPath": .json("{\"Parameters\":[]}")], says: "There is no parameter"),
            Case(.ok, .secret(.stored("s")), stored(12), says: "Changed 12 days ago; rotation is off."),
            Case(.warning, .secret(.stored("s")), stored(91), says: "91 days"),
            Case(.critical, .secret(.stored("s")), stored(1, ",\"DeletedDate\":1705312000"), says: "to be deleted"),
            Case(.unknown, .secret(.stored("s")), ["DescribeSecret": denied], says: "secretsmanager:DescribeSecret"),
        ]
    }

    private static let titles =
        "user,user_creation_time,password_enabled,password_last_used,mfa_active,access_key_1_active,access_key_1_last_rotated,"
        + "access_key_1_last_used_date,access_key_2_active"
    private static let goodRoot =
        "<root_account>,2020-01-01T00:00:00+00:00,not_supported,2023-06-01T00:00:00+00:00,true,false,N/A,N/A,false"
    private static let goodUser =
        "ada,2020-01-01T00:00:00+00:00,true,2024-01-14T00:00:00+00:00,true,true,2023-12-01T00:00:00+00:00,2024-01-14T00:00:00+00:00,false"

    private static func report(_ lines: String...) -> [String: Reply] {
        let csv = Data(([titles] + lines).joined(separator: "\n").utf8).base64EncodedString()
        return [
            "GetCredentialReport": .xml(
                "<GetCredentialReportResponse><GetCredentialReportResult><Content>\(csv)</Content></GetCredentialReportResult>"
                    + "</GetCredentialReportResponse>")
        ]
    }

    private static var iam: [Case] {
        let idle = "bob,2020-01-01T00:00:00+00:00,false,N/A,false,true,2020-01-01T00:00:00+00:00,2023-09-01T00:00:00+00:00,false"
        let never = "cyd,2023-01-01T00:00:00+00:00,true,N/A,false,true,2023-01-01T00:00:00+00:00,N/A,false"
        let usedRoot = "<root_account>,2020-01-01T00:00:00+00:00,not_supported,2024-01-12T00:00:00+00:00,true,false,N/A,N/A,false"
        let bareRoot =
            "<root_account>,2020-01-01T00:00:00+00:00,not_supported,N/A,false,true,2020-01-01T00:00:00+00:00,N/A,false"
        return [
            Case(.ok, .iam(.keys), report(goodRoot, goodUser), says: "Every active access key"),
            Case(.warning, .iam(.keys), report(goodRoot, idle, never), says: "bob (not for 136 d), cyd (never used, 379 d old)"),
            Case(.critical, .iam(.keys), crit: 0, report(goodRoot, idle), says: "bob"),
            Case(.unknown, .iam(.keys), ["GetCredentialReport": denied], says: "iam:GetCredentialReport"),
            Case(.ok, .iam(.root), report(goodRoot), says: "not used for a week"),
            Case(.warning, .iam(.root), report(usedRoot), says: "used on 2024-01-12"),
            Case(.critical, .iam(.root), report(bareRoot), says: "1 active access key"),
            Case(.unknown, .iam(.root), report(goodUser), says: "no root user"),
            Case(.ok, .iam(.mfa), report(goodRoot, goodUser, idle), says: "second factor"),
            Case(.warning, .iam(.mfa), report(goodRoot, never), says: "cyd has no second factor"),
            Case(.critical, .iam(.mfa), report(bareRoot), says: "the root user has no second factor"),
        ]
    }

    private static var trail: [Case] {
        let question = HealthQuestion.trail(events: ["DeleteBucket"], window: .seconds(604_800))
        let one = [
            "LookupEvents": Reply.json(
                "{\"Events\":[{\"EventName\":\"DeleteBucket\",\"EventTime\":1705300000,\"Username\":\"ada\",\"Resources\":[{\"ResourceName\":\"b\"}]}]}"
            )
        ]
        return [
            Case(.ok, question, ["LookupEvents": .json("{\"Events\":[]}")], says: "No DeleteBucket in 7d."),
            Case(.warning, question, one, says: "DeleteBucket on b by ada 2024-01-15T06:26"),
            Case(.critical, question, crit: 0, one, says: "1 event"),
            Case(.unknown, question, [:], says: "Not offered here"),
        ]
    }

    private static func costs(_ days: Double...) -> [String: Reply] {
        let list = days.enumerated().map { number, amount in
            "{\"TimePeriod\":{\"Start\":\"2024-01-0\(number + 1)\",\"End\":\"x\"},\"Groups\":[{\"Keys\":[\"AWS Lambda\"],\"Metrics\":"
                + "{\"BlendedCost\":{\"Amount\":\"\(amount)\",\"Unit\":\"USD\"}}}]}"
        }
        return ["GetCostAndUsage": .json("{\"ResultsByTime\":[\(list.joined(separator: ","))]}")]
    }

    private static var cost: [Case] {
        let question = HealthQuestion.cost(window: .seconds(604_800))
        return [
            Case(.ok, question, costs(10, 11, 10.5), says: "$31.50 in 7d, $10.50 on the last day: AWS Lambda $31.50."),
            Case(.ok, question, costs(0.01, 0.01, 0.5), says: "$0.52"),
            Case(.warning, question, costs(10, 10, 20), says: "$20.00 on the last day"),
            Case(.warning, question, warn: 30, crit: 100, costs(10, 11, 10.5), says: "$31.50"),
            Case(.critical, question, costs(10, 10, 40), says: "$40.00 on the last day"),
            Case(.unknown, question, ["GetCostAndUsage": .json("{\"ResultsByTime\":[]}")], says: "no data"),
        ]
    }

    private static var anomalies: [Case] {
        let question = HealthQuestion.anomalies(window: .seconds(604_800))
        let one = [
            "GetAnomalies": Reply.json(
                "{\"Anomalies\":[{\"AnomalyId\":\"a\",\"DimensionValue\":\"Amazon S3\",\"Impact\":{\"TotalImpact\":12.5}}]}")
        ]
        return [
            Case(.ok, question, ["GetAnomalies": .json("{\"Anomalies\":[]}")], says: "No cost anomaly in 7d."),
            Case(.warning, question, one, says: "1 cost anomaly in 7d: Amazon S3 $12.50."),
            Case(.critical, question, crit: 0, one, says: "Amazon S3"),
            Case(.unknown, question, ["GetAnomalies": denied], says: "ce:GetAnomalies"),
        ]
    }

    private static var trend: [Case] {
        let question = HealthQuestion.trend(WatchedMetric("N", "M", window: .seconds(10 * 86_400)))
        func days(_ values: Double...) -> [String: Reply] { metrics(values, step: 86_400, start: 1_704_326_400) }
        return [
            Case(
                .ok, question, days(10, 10, 11, 11),
                says: "10 % more than at the beginning of 10d; 10.5 a day on average, 11 at most."),
            Case(.warning, question, days(10, 10, 16, 16), says: "60 % more"),
            Case(.critical, question, days(10, 10, 30, 30), says: "200 % more"),
            Case(.unknown, question, days(10, 10), says: "a trend needs 4"),
        ]
    }

    private static func bucket(_ policy: Reply, _ block: Reply) -> [String: Reply] {
        [
            "ListBuckets": .xml(
                "<ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name></Bucket></Buckets></ListAllMyBucketsResult>"),
            "GetBucketPolicyStatus": policy, "GetPublicAccessBlock": block,
        ]
    }

    private static var buckets: [Case] {
        let question = HealthQuestion.buckets(prefix: "")
        let noPolicy = Reply.refusal(404, "NoSuchBucketPolicy")
        let block = Reply.xml(
            "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>"
                + "<BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>"
        )
        let open = Reply.xml("<PolicyStatus><IsPublic>true</IsPublic></PolicyStatus>")
        return [
            Case(.ok, question, bucket(noPolicy, block), says: "None of 1 bucket is public"),
            Case(
                .warning, question, bucket(noPolicy, .refusal(404, "NoSuchPublicAccessBlockConfiguration")),
                says: "b does not block"),
            Case(.critical, question, bucket(open, block), says: "b is public"),
            Case(.unknown, question, bucket(.refusal(403, "AccessDenied"), block), says: "s3:GetBucketPolicyStatus"),
        ]
    }

    private static func advisor(_ status: String) -> [String: Reply] {
        [
            "DescribeTrustedAdvisorChecks": .json("{\"checks\":[{\"id\":\"1\",\"name\":\"MFA\",\"category\":\"security\"}]}"),
            "DescribeTrustedAdvisorCheckResult": .json(
                "{\"result\":{\"checkId\":\"1\",\"status\":\"\(status)\",\"resourcesSummary\":{\"resourcesFlagged\":2}}}"),
        ]
    }

    private static var advisor: [Case] {
        let question = HealthQuestion.advisor(category: "security")
        return [
            Case(.ok, question, advisor("ok"), says: "1 check of security: all ok."),
            Case(.warning, question, advisor("warning"), says: "MFA (2 flagged)"),
            Case(.critical, question, advisor("error"), says: "MFA (2 flagged)"),
            Case(.unknown, question, advisor("not_available"), says: "not available"),
            Case(
                .unknown, question, ["DescribeTrustedAdvisorChecks": .refusal(400, "SubscriptionRequiredException")],
                says: "Not offered on this plan"),
        ]
    }

    private static func stream(_ status: String) -> [String: Reply] {
        [
            "ListStreams": .json("{\"StreamNames\":[\"s\"],\"HasMoreStreams\":false}"),
            "DescribeStreamSummary": .json(
                "{\"StreamDescriptionSummary\":{\"StreamName\":\"s\",\"StreamStatus\":\"\(status)\"}}"),
        ]
    }

    private static var stream: [Case] {
        let question = HealthQuestion.stream(prefix: "s")
        return [
            Case(.ok, question, stream("ACTIVE"), says: "1 stream ACTIVE."),
            Case(.warning, question, stream("UPDATING"), says: "s is UPDATING"),
            Case(.critical, question, stream("DELETING"), says: "s is DELETING"),
            Case(
                .unknown, question, ["ListStreams": .json("{\"StreamNames\":[],\"HasMoreStreams\":false}")],
                says: "There is no stream s*."),
        ]
    }

    private static func cache(_ status: String) -> [String: Reply] {
        [
            "DescribeCacheClusters": .xml(
                "<DescribeCacheClustersResponse><DescribeCacheClustersResult><CacheClusters><CacheCluster><CacheClusterId>c</CacheClusterId>"
                    + "<CacheClusterStatus>\(status)</CacheClusterStatus></CacheCluster></CacheClusters></DescribeCacheClustersResult>"
                    + "</DescribeCacheClustersResponse>")
        ]
    }

    private static var cache: [Case] {
        let question = HealthQuestion.cache(prefix: "")
        return [
            Case(.ok, question, cache("available"), says: "1 cache cluster available."),
            Case(.warning, question, cache("modifying"), says: "c is modifying"),
            Case(.critical, question, cache("incompatible-network"), says: "c is incompatible-network"),
            Case(.unknown, question, ["DescribeCacheClusters": denied], says: "elasticache:DescribeCacheClusters"),
        ]
    }

    private static func api(_ stages: String) -> [String: Reply] {
        ["GetRestApis": .json("{\"item\":[{\"id\":\"1\",\"name\":\"shop\"}]}"), "GetStages": .json("{\"item\":[\(stages)]}")]
    }

    private static var api: [Case] {
        let question = HealthQuestion.api(prefix: "")
        return [
            Case(.ok, question, api("{\"stageName\":\"prod\",\"deploymentId\":\"d\"}"), says: "1 API deployed."),
            Case(.warning, question, api("{\"stageName\":\"prod\"}"), says: "shop: nothing is deployed to prod"),
            Case(.critical, question, api(""), says: "shop has no stage"),
            Case(.unknown, question, ["GetRestApis": denied], says: "apigateway:GET"),
        ]
    }
}

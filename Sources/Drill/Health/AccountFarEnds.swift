import AWS
import FoundationEssentials
import Model

/// One distribution, deployed. Source: CloudFront API Reference.
struct CloudFrontFarEnd {
    let now: Date
    static let id = "E3DRILL1VISUAL"

    func answer(path: String) -> HTTPResponse? {
        guard path.hasSuffix("/" + Self.id) else {
            return .queryRefusal("NoSuchDistribution", "The specified distribution does not exist.", status: 404)
        }
        let deployed = ISO8601.text(Date(timeIntervalSince1970: (now.timeIntervalSince1970 / 604_800).rounded(.down) * 604_800))
        return .xml(
            """
            <Distribution xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Id>\(Self.id)</Id><Status>Deployed</Status>\
            <LastModifiedTime>\(deployed)</LastModifiedTime><DomainName>d3drill.cloudfront.net</DomainName>\
            <DistributionConfig><Enabled>true</Enabled></DistributionConfig></Distribution>
            """)
    }
}

/// Two buckets that nobody can open. Source: S3 API Reference.
struct BucketFarEnd {
    func answer(_ action: String) -> HTTPResponse? {
        switch action {
        case "ListBuckets":
            let names = ["network-visualizer-data-production", "prd3292-prod1-artifacts"]
            let buckets = names.map { "<Bucket><Name>\($0)</Name></Bucket>" }.joined()
            return .xml("<ListAllMyBucketsResult><Buckets>\(buckets)</Buckets></ListAllMyBucketsResult>")
        case "GetBucketPolicyStatus": return .xml("<PolicyStatus><IsPublic>false</IsPublic></PolicyStatus>")
        case "GetPublicAccessBlock":
            let flags = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
            let body = flags.map { "<\($0)>true</\($0)>" }.joined()
            return .xml("<PublicAccessBlockConfiguration>\(body)</PublicAccessBlockConfiguration>")
        default: return nil
        }
    }
}

/// The rule that starts the nightly backup. Source: EventBridge API Reference.
struct RuleFarEnd {
    private static let rule =
        "{\"Name\":\"network-visualizer-backup-nightly\",\"State\":\"ENABLED\",\"ScheduleExpression\":\"cron(0 1 * * ? *)\"}"

    private struct Input: Decodable { var NamePrefix: String? }

    func answer(_ action: String, _ body: String) -> HTTPResponse? {
        switch action {
        case "ListRules":
            let prefix = (try? JSONDecoder().decode(Input.self, from: Data(body.utf8)))?.NamePrefix ?? ""
            let isMeant = "network-visualizer-backup-nightly".hasPrefix(prefix)
            return .json("{\"Rules\":[\(isMeant ? Self.rule : "")]}")
        case "DescribeRule": return .json(Self.rule)
        default: return nil
        }
    }
}

/// The stream of all logs. Source: Kinesis API Reference.
struct StreamFarEnd {
    func answer(_ action: String) -> HTTPResponse? {
        switch action {
        case "ListStreams": return .json("{\"StreamNames\":[\"prd3292-prod1-logs\"],\"HasMoreStreams\":false}")
        case "DescribeStreamSummary":
            return .json(
                """
                {"StreamDescriptionSummary":{"StreamName":"prd3292-prod1-logs","StreamStatus":"ACTIVE","RetentionPeriodHours":24,\
                "OpenShardCount":4}}
                """)
        default: return nil
        }
    }
}

/// A careful root user, and one person whose key has been lying about. Source: IAM User Guide, "Get credential reports".
struct CredentialFarEnd {
    let now: Date

    func answer(_ action: String) -> HTTPResponse? {
        switch action {
        case "GenerateCredentialReport": return response(action, "<State>COMPLETE</State>")
        case "GetCredentialReport":
            let content = Data(csv.utf8).base64EncodedString()
            return response(
                action,
                "<Content>\(content)</Content><ReportFormat>text/csv</ReportFormat><GeneratedTime>\(text(0))</GeneratedTime>")
        default: return nil
        }
    }

    private func response(_ action: String, _ result: String) -> HTTPResponse {
        .xml("<\(action)Response><\(action)Result>\(result)</\(action)Result></\(action)Response>")
    }

    private func text(_ daysAgo: Double) -> String { ISO8601.text(now.addingTimeInterval(-daysAgo * 86_400)) }

    private var csv: String {
        """
        user,arn,user_creation_time,password_enabled,password_last_used,mfa_active,access_key_1_active,access_key_1_last_rotated,\
        access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date
        <root_account>,arn:aws:iam::\(DrillWorld.account):root,\(text(900)),not_supported,\(text(200)),true,false,N/A,N/A,false,N/A,N/A
        deploy,arn:aws:iam::\(DrillWorld.account):user/deploy,\(text(400)),false,N/A,false,true,\(text(60)),\(text(1)),false,N/A,N/A
        former-contractor,arn:aws:iam::\(DrillWorld.account):user/former-contractor,\(text(500)),false,N/A,false,true,\(text(480)),\(text(140)),false,N/A,N/A
        """
    }
}

/// A quiet week's costs. Source: Cost Explorer API Reference.
struct CostFarEnd {
    let now: Date
    private static let services: [(String, Double)] = [
        ("AWS Lambda", 14.2), ("Amazon DynamoDB", 9.7), ("AmazonCloudWatch", 6.1), ("Amazon Simple Queue Service", 1.3),
    ]

    func answer(_ action: String) -> HTTPResponse? {
        switch action {
        case "GetAnomalies": return .json("{\"Anomalies\":[]}")
        case "GetCostAndUsage": return .json("{\"ResultsByTime\":[\((1...7).reversed().map(day).joined(separator: ","))]}")
        default: return nil
        }
    }

    private func day(_ ago: Int) -> String {
        func date(_ days: Int) -> String { String(ISO8601.text(now.addingTimeInterval(Double(-days) * 86_400)).prefix(10)) }
        let groups = Self.services.map { name, dollars in
            "{\"Keys\":[\"\(name)\"],\"Metrics\":{\"BlendedCost\":{\"Amount\":\"\(dollars + Double(ago % 3) * 0.2)\",\"Unit\":\"USD\"}}}"
        }
        return
            "{\"TimePeriod\":{\"Start\":\"\(date(ago))\",\"End\":\"\(date(ago - 1))\"},\"Groups\":[\(groups.joined(separator: ","))]}"
    }
}

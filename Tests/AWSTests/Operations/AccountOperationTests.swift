import Foundation
import Testing

@testable import AWS

/// What health checks ask: requests as the API references write them, answers in the shapes that services have given.
@Suite struct AccountOperationTests {
    private func body(_ request: OperationRequest) throws -> NSDictionary {
        try #require(try JSONSerialization.jsonObject(with: request.body) as? NSDictionary)
    }

    private func answer(_ text: String) -> HTTPResponse { HTTPResponse(status: 200, body: Data(text.utf8)) }

    @Test func namesTheCallAsItsServiceWants() throws {
        func expect(_ request: OperationRequest, _ type: String, _ target: String) {
            #expect(request.headers.map(\.value) == [type, target])
        }
        let (one, new) = ("application/x-amz-json-1.1", "application/x-amz-json-1.0")
        expect(try DescribeTable.encode(.init(tableName: "t")), new, "DynamoDB_20120810.DescribeTable")
        let trail = LookupEvents.Input(eventName: "e", from: .distantPast, to: .distantFuture)
        expect(try LookupEvents.encode(trail), one, "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents")
        expect(try GetAnomalies.encode(.init(startDate: "2024-01-01")), one, "AWSInsightsIndexService.GetAnomalies")
        expect(try ListRules.encode(.init()), one, "AWSEvents.ListRules")
        expect(try ListStreams.encode(.init()), one, "Kinesis_20131202.ListStreams")
        expect(try DescribeSecret.encode(.init(secretId: "s")), one, "secretsmanager.DescribeSecret")
        expect(try DescribeTrustedAdvisorChecks.encode(.init()), one, "AWSSupport_20130415.DescribeTrustedAdvisorChecks")
    }

    @Test func writesDynamoDBsInputs() throws {
        #expect(try body(DescribeTable.encode(.init(tableName: "t"))) == ["TableName": "t"])
        let after = Date(timeIntervalSince1970: 1_705_312_830.7)
        #expect(
            try body(ListBackups.encode(.init(tableName: "t", after: after))) == [
                "TableName": "t", "TimeRangeLowerBound": 1_705_312_830,
            ])
    }

    @Test func readsTables() throws {
        let text = """
            {"Table":{"AttributeDefinitions":[],"TableName":"network-visualizer-topology","KeySchema":[],"TableStatus":"ACTIVE",
            "CreationDateTime":1.7E9,"ProvisionedThroughput":{"ReadCapacityUnits":0},"TableSizeBytes":8100000,"ItemCount":1204,
            "TableArn":"arn:aws:dynamodb:us-east-1:1:table/network-visualizer-topology","GlobalSecondaryIndexes":[{"IndexName":"by-region",
            "IndexStatus":"CREATING"}]}}
            """
        let table = try DescribeTable.decode(answer(text)).table
        #expect(table.tableStatus == "ACTIVE" && table.itemCount == 1204 && table.tableSizeBytes == 8_100_000)
        #expect(table.globalSecondaryIndexes?.first?.indexStatus == "CREATING")
    }

    @Test func readsBackups_PageByPage() throws {
        let text = """
            {"BackupSummaries":[{"TableName":"t","BackupArn":"arn:b","BackupName":"nightly","BackupCreationDateTime":1.705312830123E9,
            "BackupStatus":"AVAILABLE","BackupType":"USER","BackupSizeBytes":10}],"LastEvaluatedBackupArn":"arn:b"}
            """
        let output = try ListBackups.decode(answer(text))
        let backup = try #require(output.backupSummaries?.first)
        #expect(abs(backup.createdAt.timeIntervalSince1970 - 1_705_312_830.123) < 0.001)
        let next = try #require(ListBackups.next(after: output, of: .init(tableName: "t")))
        #expect(next.exclusiveStartBackupArn == "arn:b" && next.tableName == "t")
        #expect(ListBackups.next(after: output, of: next) == nil)
        let continuous = """
            {"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED","PointInTimeRecoveryDescription":
            {"PointInTimeRecoveryStatus":"ENABLED","EarliestRestorableDateTime":1.7E9,"LatestRestorableDateTime":1.705E9}}}
            """
        let description = try DescribeContinuousBackups.decode(answer(continuous)).continuousBackupsDescription
        #expect(description.pointInTimeRecoveryDescription?.isEnabled == true)
    }

    @Test func readsTheCredentialReport() throws {
        let content = Data("user,arn\nada,arn:x\n".utf8).base64EncodedString()
        let text = """
            <GetCredentialReportResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetCredentialReportResult><Content>\(content)</Content>
            <GeneratedTime>2024-01-15T10:00:00Z</GeneratedTime><ReportFormat>text/csv</ReportFormat></GetCredentialReportResult></GetCredentialReportResponse>
            """
        let report = try GetCredentialReport.decode(answer(text))
        #expect(report.content == "user,arn\nada,arn:x\n" && report.generatedTime != nil)
        let form = String(decoding: try GenerateCredentialReport.encode(.init()).body, as: UTF8.self)
        #expect(form == "Action=GenerateCredentialReport&Version=2010-05-08")
        #expect(throws: CodecError("<Content> is no base64")) {
            try GetCredentialReport.decode(answer(text.replacingOccurrences(of: content, with: "a")))
        }
    }

    @Test func looksUpEventsByName() throws {
        let (from, to) = (Date(timeIntervalSince1970: 100), Date(timeIntervalSince1970: 200))
        #expect(
            try body(LookupEvents.encode(.init(eventName: "DeleteBucket", from: from, to: to))) == [
                "LookupAttributes": [["AttributeKey": "EventName", "AttributeValue": "DeleteBucket"]], "StartTime": 100,
                "EndTime": 200, "MaxResults": 50,
            ])
        let text = """
            {"Events":[{"EventId":"1","EventName":"DeleteBucket","EventTime":1705300000,"Username":"ada","Resources":[{"ResourceType":
            "AWS::S3::Bucket","ResourceName":"b"}],"CloudTrailEvent":"{}"}],"NextToken":"n"}
            """
        let output = try LookupEvents.decode(answer(text))
        #expect(output.events?.first?.resources?.first?.resourceName == "b")
        #expect(LookupEvents.next(after: output, of: .init(eventName: "x", from: from, to: to))?.nextToken == "n")
    }

    @Test func asksForCostsByService_AndKeepsTheNamesOfMetrics() throws {
        #expect(
            try body(GetCostAndUsage.encode(.init(start: "2024-01-08", end: "2024-01-15"))) == [
                "TimePeriod": ["Start": "2024-01-08", "End": "2024-01-15"], "Granularity": "DAILY", "Metrics": ["BlendedCost"],
                "GroupBy": [["Type": "DIMENSION", "Key": "SERVICE"]],
            ])
        let text = """
            {"GroupDefinitions":[],"ResultsByTime":[{"TimePeriod":{"Start":"2024-01-08","End":"2024-01-09"},"Total":{},"Groups":[{"Keys":
            ["AWS Lambda"],"Metrics":{"BlendedCost":{"Amount":"1.5E-2","Unit":"USD"}}}],"Estimated":true}],"DimensionValueAttributes":[]}
            """
        let day = try #require(try GetCostAndUsage.decode(answer(text)).resultsByTime?.first)
        #expect(day.groups?.first?.metrics["BlendedCost"]?.amount == "1.5E-2")
        #expect(GetCostAndUsage.estimatedCostUSD(.init(start: "", end: "")) == 0.01)
        let anomalies = """
            {"Anomalies":[{"AnomalyId":"a","AnomalyStartDate":"2024-01-10T00:00:00Z","DimensionValue":"Amazon S3","AnomalyScore":{"MaxScore":0.9},
            "Impact":{"MaxImpact":5,"TotalImpact":12.5},"MonitorArn":"arn:m"}]}
            """
        #expect(try GetAnomalies.decode(answer(anomalies)).anomalies?.first?.impact?.totalImpact == 12.5)
    }

    @Test func readsADistribution() throws {
        #expect(GetDistribution.encode(.init(id: "E1")).path == "/2020-05-31/distribution/E1")
        let text = """
            <?xml version="1.0"?><Distribution xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Id>E1</Id><ARN>arn</ARN><Status>Deployed</Status>
            <LastModifiedTime>2024-01-15T10:00:00.123Z</LastModifiedTime><DomainName>d1.cloudfront.net</DomainName><DistributionConfig><Enabled>true</Enabled>
            </DistributionConfig></Distribution>
            """
        let distribution = try GetDistribution.decode(answer(text))
        #expect(
            distribution.status == "Deployed" && distribution.isEnabled == true && distribution.domainName == "d1.cloudfront.net")
        #expect(throws: CodecError.self) { try GetDistribution.decode(answer("<html></html>")) }
    }

    @Test func readsAPIsAndTheirStages() throws {
        let request = GetRestApis.encode(.init(position: "p q"))
        #expect(request.path == "/restapis" && request.query.map(\.value) == ["500", "p q"])
        let output = try GetRestApis.decode(
            answer(#"{"item":[{"id":"1","name":"shop","createdDate":1700000000}],"position":"next"}"#))
        #expect(output.item?.first?.name == "shop" && GetRestApis.next(after: output, of: .init())?.position == "next")
        #expect(GetStages.encode(.init(restApiId: "1")).path == "/restapis/1/stages")
        let stages = try GetStages.decode(
            answer(#"{"item":[{"deploymentId":"d","stageName":"prod","methodSettings":{}},{"stageName":"new"}]}"#))
        #expect(stages.item?.map(\.deploymentId) == ["d", nil])
    }

    @Test func asksForBucketsByPath() throws {
        #expect(ListBuckets.encode(.init()).path == "/" && ListBuckets.encode(.init()).method == "GET")
        let request = GetBucketPolicyStatus.encode(.init(bucket: "my bucket"))
        #expect(request.path == "/my%20bucket" && request.query.map(\.name) == ["policyStatus"])
        let list = """
            <ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>1</ID></Owner><Buckets><Bucket><Name>a</Name></Bucket>
            <Bucket><Name>b</Name></Bucket></Buckets></ListAllMyBucketsResult>
            """
        #expect(try ListBuckets.decode(answer(list)).names == ["a", "b"])
        #expect(try GetBucketPolicyStatus.decode(answer("<PolicyStatus><IsPublic>TRUE</IsPublic></PolicyStatus>")).isPublic)
        let half = "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>"
        #expect(try !GetPublicAccessBlock.decode(answer(half)).blocksAll)
    }

    @Test func readsRulesStreamsClustersSecrets() throws {
        let rules = try ListRules.decode(
            answer(
                #"{"Rules":[{"Name":"r","State":"ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"},{"Name":"s","State":"DISABLED"}],"NextToken":"t"}"#
            ))
        #expect(rules.rules?.map(\.isEnabled) == [true, false])
        #expect(ListRules.next(after: rules, of: .init(namePrefix: "p"))?.namePrefix == "p")
        #expect(try body(DescribeRule.encode(.init(name: "r"))) == ["Name": "r"])
        let streams = try ListStreams.decode(answer(#"{"HasMoreStreams":true,"StreamNames":["a","b"]}"#))
        #expect(ListStreams.next(after: streams, of: .init())?.exclusiveStartStreamName == "b")
        let summary = try DescribeStreamSummary.decode(
            answer(
                #"{"StreamDescriptionSummary":{"StreamName":"a","StreamStatus":"ACTIVE","RetentionPeriodHours":24,"OpenShardCount":2}}"#
            ))
        #expect(summary.streamDescriptionSummary.openShardCount == 2)
        let clusters = """
            <DescribeCacheClustersResponse xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/"><DescribeCacheClustersResult><CacheClusters>
            <CacheCluster><CacheClusterId>c</CacheClusterId><CacheClusterStatus>available</CacheClusterStatus><Engine>redis</Engine></CacheCluster>
            </CacheClusters><Marker>m</Marker></DescribeCacheClustersResult></DescribeCacheClustersResponse>
            """
        let page = try DescribeCacheClusters.decode(answer(clusters))
        #expect(
            page.clusters.map(\.status) == ["available"] && DescribeCacheClusters.next(after: page, of: .init())?.marker == "m")
        let secret = try DescribeSecret.decode(
            answer(#"{"ARN":"arn:s","Name":"s","RotationEnabled":true,"LastRotatedDate":1.7E9,"NextRotationDate":1.71E9}"#))
        #expect(secret.rotationEnabled == true && secret.lastRotatedDate == 1.7e9)
    }

    @Test func writesSupportsKeysSmall() throws {
        #expect(try body(DescribeTrustedAdvisorChecks.encode(.init())) == ["language": "en"])
        #expect(try body(DescribeTrustedAdvisorCheckResult.encode(.init(checkId: "1"))) == ["checkId": "1", "language": "en"])
        let text =
            #"{"result":{"checkId":"1","status":"warning","resourcesSummary":{"resourcesProcessed":9,"resourcesFlagged":2}}}"#
        let result = try DescribeTrustedAdvisorCheckResult.decode(answer(text)).result
        #expect(result.status == "warning" && result.resourcesSummary?.resourcesFlagged == 2)
    }

    /// Hosts and signing regions as botocore builds them.
    @Test(arguments: [
        (AWSService.iam, "eu-west-1", "iam.amazonaws.com", "us-east-1"),
        (.cloudFront, "eu-west-1", "cloudfront.amazonaws.com", "us-east-1"),
        (.costExplorer, "ap-south-1", "ce.us-east-1.amazonaws.com", "us-east-1"),
        (.support, "eu-west-1", "support.us-east-1.amazonaws.com", "us-east-1"),
        (.iam, "cn-north-1", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        (.iam, "us-gov-east-1", "iam.us-gov.amazonaws.com", "us-gov-west-1"),
        (.dynamoDB, "eu-west-1", "dynamodb.eu-west-1.amazonaws.com", "eu-west-1"),
        (.eventBridge, "eu-west-1", "events.eu-west-1.amazonaws.com", "eu-west-1"),
        (.s3, "eu-west-1", "s3.eu-west-1.amazonaws.com", "eu-west-1"),
        (.secretsManager, "eu-west-1", "secretsmanager.eu-west-1.amazonaws.com", "eu-west-1"),
    ])
    func worldwideServicesSignForOneRegion(service: AWSService, region: String, host: String, signing: String) throws {
        let configuration = try AWSConfiguration(
            options: AWSOptions(region: region), environment: .test())
        let endpoint = try StandardEndpoints(configuration).endpoint(for: service, region: region)
        #expect(endpoint.host == host && endpoint.signingRegion == signing)
    }

    @Test func anEmulatorIsAskedWithTheSameSigningRegion() throws {
        let configuration = try AWSConfiguration(
            options: AWSOptions(region: "eu-west-1", endpointURL: "http://127.0.0.1:5000"),
            environment: .test())
        let endpoint = try StandardEndpoints(configuration).endpoint(for: .iam, region: "eu-west-1")
        #expect(endpoint.host == "127.0.0.1" && endpoint.signingRegion == "us-east-1")
    }
}

import Foundation
import Testing

@testable import AWS

@Suite struct OperationTests {
    private func body(_ request: OperationRequest) -> String { String(decoding: request.body, as: UTF8.self) }

    private func answer(_ text: String) -> HTTPResponse { HTTPResponse(status: 200, body: Data(text.utf8)) }

    @Test func namesTheJSONCallInItsHeader() throws {
        let request = try ListQueues.encode(.init())
        #expect(request.headers.map(\.name) == ["Content-Type", "X-Amz-Target"])
        #expect(request.headers.map(\.value) == ["application/x-amz-json-1.0", "AmazonSQS.ListQueues"])
        #expect(request.path == "/" && request.method == "POST")
        #expect(body(request) == #"{"MaxResults":1000}"#)
    }

    @Test func sendsTheQueueURLAsAParameterOnly() throws {
        let request = try GetQueueAttributes.encode(.init(queueUrl: "https://elsewhere/1/q", attributeNames: ["All"]))
        #expect(request.path == "/")
        let object = try #require(try JSONSerialization.jsonObject(with: request.body) as? NSDictionary)
        #expect(object == ["QueueUrl": "https://elsewhere/1/q", "AttributeNames": ["All"]])
    }

    @Test func putsFunctionNamesIntoThePath() {
        let request = GetFunctionConfiguration.encode(.init(functionName: "arn:aws:lambda:x:1:function:f", qualifier: "live"))
        #expect(request.method == "GET")
        #expect(request.path == "/2015-03-31/functions/arn%3Aaws%3Alambda%3Ax%3A1%3Afunction%3Af/configuration")
        #expect(request.query.map(\.name) == ["Qualifier"] && request.query.map(\.value) == ["live"])
    }

    @Test func keepsNoReservationApartFromZero() throws {
        #expect(try GetFunctionConcurrency.decode(answer("{}")).reservedConcurrentExecutions == nil)
        #expect(try GetFunctionConcurrency.decode(answer("")).reservedConcurrentExecutions == nil)
        #expect(
            try GetFunctionConcurrency.decode(answer(#"{"ReservedConcurrentExecutions":0}"#)).reservedConcurrentExecutions == 0)
    }

    @Test func readsRoleCredentialsWithoutShowingThem() throws {
        let xml = """
            <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA1234</AccessKeyId><SecretAccessKey>hidden-key</SecretAccessKey>
            <SessionToken>hidden-token</SessionToken><Expiration>2026-07-04T10:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
            """
        let role = try AssumeRole.decode(answer(xml))
        #expect(role.secretAccessKey == "hidden-key" && role.sessionToken == "hidden-token")
        var dumped = ""
        dump(role, to: &dumped)
        for text in ["\(role)", "\(String(reflecting: role))", dumped] { #expect(!text.contains("hidden")) }
    }

    @Test func readsAlarmsOfBothTypes() throws {
        let xml = """
            <DescribeAlarmsResponse><DescribeAlarmsResult><MetricAlarms>
            <member><AlarmName>m</AlarmName><StateValue>ALARM</StateValue><StateTransitionedTimestamp>2026-07-04T10:00:00.123Z</StateTransitionedTimestamp>
            <Namespace>AWS/SQS</Namespace><MetricName>X</MetricName><Dimensions><member><Name>QueueName</Name><Value>q</Value></member></Dimensions>
            <Statistic>Sum</Statistic><Period>60</Period><Threshold>1.5</Threshold><ActionsEnabled>true</ActionsEnabled></member>
            <member><AlarmName>math</AlarmName><StateValue>OK</StateValue><Metrics><member><Id>e</Id><Expression>m1*2</Expression></member>
            <member><Id>m1</Id><MetricStat><Metric><Namespace>N</Namespace><MetricName>M</MetricName></Metric><Period>300</Period><Stat>p95</Stat></MetricStat>
            <ReturnData>false</ReturnData></member></Metrics></member></MetricAlarms>
            <CompositeAlarms><member><AlarmName>c</AlarmName><StateValue>OK</StateValue><AlarmRule>ALARM(&quot;m&quot;)</AlarmRule></member></CompositeAlarms>
            <NextToken></NextToken></DescribeAlarmsResult></DescribeAlarmsResponse>
            """
        let output = try DescribeAlarms.decode(answer(xml))
        let alarm = output.metricAlarms[0]
        #expect(
            alarm.metric == Metric(namespace: "AWS/SQS", metricName: "X", dimensions: [Dimension(name: "QueueName", value: "q")]))
        #expect(alarm.threshold == 1.5 && alarm.periodSeconds == 60 && alarm.state.actionsEnabled == true)
        #expect(alarm.state.stateTransitionedTimestamp == Date(timeIntervalSince1970: 1_783_159_200.123))
        #expect(output.metricAlarms[1].metric == nil)
        #expect(
            output.metricAlarms[1].queries == [
                MetricDataQuery(id: "e", source: .expression("m1*2", periodSeconds: nil)),
                MetricDataQuery(
                    id: "m1", source: .metric(Metric(namespace: "N", metricName: "M"), periodSeconds: 300, stat: "p95"),
                    returnData: false),
            ])
        #expect(output.compositeAlarms.map(\.alarmRule) == [#"ALARM("m")"#])
        #expect(DescribeAlarms.next(after: output, of: .init()) == nil)
    }

    @Test func asksForBothTypesOfAlarms() throws {
        let form = body(try DescribeAlarms.encode(.init(alarmNamePrefix: "p")))
        #expect(
            form == "Action=DescribeAlarms&Version=2010-08-01&AlarmNamePrefix=p&AlarmTypes.member.1=MetricAlarm"
                + "&AlarmTypes.member.2=CompositeAlarm&MaxRecords=100")
    }

    @Test func refusesTheAnswerOfAnotherCall() {
        #expect(throws: CodecError("the answer is <html>, not <GetCallerIdentityResponse>")) {
            try GetCallerIdentity.decode(answer("<html></html>"))
        }
    }
}

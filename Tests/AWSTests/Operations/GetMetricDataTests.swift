import Foundation
import Testing

@testable import AWS

@Suite struct GetMetricDataTests {
    private static let answer = """
        <GetMetricDataResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">
          <GetMetricDataResult>
            <Messages><member><Code>ArithmeticError</Code><Value>One &amp; more</Value></member></Messages>
            <MetricDataResults>
              <member>
                <Timestamps><member>2026-07-04T10:00:00Z</member><member>2026-07-04T10:01:00Z</member></Timestamps>
                <Values><member>12.0</member><member>2.5E-3</member></Values>
                <Id>a</Id><Label>Errors &lt;fn&gt;</Label><StatusCode>Complete</StatusCode>
              </member>
              <member><Id>b</Id><Label>b</Label><StatusCode>PartialData</StatusCode><Timestamps/><Values/><New><x/></New></member>
            </MetricDataResults>
            <NextToken>next</NextToken>
          </GetMetricDataResult>
          <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
        </GetMetricDataResponse>
        """

    private func decode(_ text: String) throws -> GetMetricData.Output {
        try GetMetricData.decode(HTTPResponse(status: 200, body: Data(text.utf8)))
    }

    @Test func readsPointsMessagesAndToken() throws {
        let output = try decode(Self.answer)
        #expect(
            output.results == [
                MetricDataResult(
                    id: "a", label: "Errors <fn>", timestamps: [1_783_159_200, 1_783_159_260], values: [12, 0.0025],
                    statusCode: "Complete"),
                MetricDataResult(id: "b", label: "b", statusCode: "PartialData"),
            ])
        #expect(output.messages == [MetricDataMessage(code: "ArithmeticError", value: "One & more")])
        #expect(output.nextToken == "next")
    }

    @Test func refusesEveryBeginningOfAnAnswer() {
        let bytes = Array(Self.answer.utf8)
        for length in 0..<bytes.count {
            #expect(throws: CodecError.self) { try GetMetricData.decode(HTTPResponse(status: 200, body: Data(bytes[..<length]))) }
        }
    }

    @Test func refusesMoreTimesThanValues() {
        let text = Self.answer.replacing("<member>12.0</member>", with: "")
        #expect(throws: CodecError("a has 2 times and 1 values")) { try decode(text) }
    }

    @Test(arguments: ["<member>x</member>", "<member></member>", "<member><y/></member>", "<member>1<!-- -->2</member>"])
    func refusesAPointThatIsNoNumber(point: String) {
        #expect(throws: CodecError.self) { try decode(Self.answer.replacing("<member>12.0</member>", with: point)) }
    }

    @Test func refusesAnAnswerOfAnotherCall() {
        #expect(throws: CodecError("the answer is not <GetMetricDataResponse>", at: 0)) { try decode("<html/>") }
        #expect(throws: CodecError("<GetMetricDataResult> is missing")) { try decode("<GetMetricDataResponse/>") }
    }

    /// Every decimal of five digits, with the point at every place and with none, and the bounds of the exact ones.
    @Test func readsShortDecimalsExactlyAsTheStandardLibrary() {
        var texts = ["9007199254740991", "9007199254740992", "0.123456789012345", "1e3", "-1", ".5", "5.", ".", "1.2.3", ""]
        for value in 0..<100_000 {
            let digits = String(repeating: "0", count: 5 - String(value).count) + String(value)
            texts.append(digits)
            texts.append(digits.prefix(value % 4 + 1) + "." + digits.dropFirst(value % 4 + 1))
        }
        for text in texts {
            guard let fast = MetricDataReader.number(Array(text.utf8)[...]) else { continue }
            #expect(fast == Double(text), "\(text)")
        }
        #expect(MetricDataReader.number(Array("12.5".utf8)[...]) == 12.5)
        #expect(MetricDataReader.number(Array("9007199254740992".utf8)[...]) == nil)
    }

    @Test func writesMetricsAndExpressions() throws {
        let input = GetMetricData.Input(
            queries: [
                MetricDataQuery(
                    id: "a", namespace: "AWS/Lambda", metricName: "Errors",
                    dimensions: [Dimension(name: "FunctionName", value: "f g")],
                    periodSeconds: 60, stat: "Sum"),
                MetricDataQuery(id: "e", source: .expression("a*2", periodSeconds: 300), returnData: false),
            ], startTime: Date(timeIntervalSince1970: 0), endTime: Date(timeIntervalSince1970: 60))
        let request = try GetMetricData.encode(input)
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == "Action=GetMetricData&Version=2010-08-01&StartTime=1970-01-01T00%3A00%3A00Z&EndTime=1970-01-01T00%3A01%3A00Z"
                + "&ScanBy=TimestampAscending&MetricDataQueries.member.1.Id=a"
                + "&MetricDataQueries.member.1.MetricStat.Metric.Namespace=AWS%2FLambda"
                + "&MetricDataQueries.member.1.MetricStat.Metric.MetricName=Errors"
                + "&MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name=FunctionName"
                + "&MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value=f%20g"
                + "&MetricDataQueries.member.1.MetricStat.Period=60&MetricDataQueries.member.1.MetricStat.Stat=Sum"
                + "&MetricDataQueries.member.2.Id=e&MetricDataQueries.member.2.Expression=a%2A2&MetricDataQueries.member.2.Period=300"
                + "&MetricDataQueries.member.2.ReturnData=false")
        #expect(GetMetricData.estimatedCostUSD(input) == 0.000_01)
    }
}

/// Lists alarms of both types, at most 100 a page. Source: CloudWatch API Reference, DescribeAlarms.
package enum DescribeAlarms: QueryOperation, PagedOperation {
    package static let target = Target(.cloudWatch, "DescribeAlarms")
    package static let mayRepeat = true

    package struct Input: QueryEncodable, Sendable {
        package var alarmNames: [String]
        package var alarmNamePrefix: String?
        /// `MetricAlarm`, `CompositeAlarm`; AWS answers only metric alarms where it is left out.
        package var alarmTypes: [String]
        package var stateValue: String?
        /// 1...100.
        package var maxRecords: Int?
        package var nextToken: String?

        package init(
            alarmNames: [String] = [], alarmNamePrefix: String? = nil, alarmTypes: [String] = ["MetricAlarm", "CompositeAlarm"],
            stateValue: String? = nil, maxRecords: Int? = 100, nextToken: String? = nil
        ) {
            self.alarmNames = alarmNames
            self.alarmNamePrefix = alarmNamePrefix
            self.alarmTypes = alarmTypes
            self.stateValue = stateValue
            self.maxRecords = maxRecords
            self.nextToken = nextToken
        }

        package func encode(to form: inout QueryForm) {
            form.add("AlarmNames", alarmNames)
            form.add("AlarmNamePrefix", alarmNamePrefix)
            form.add("AlarmTypes", alarmTypes)
            form.add("StateValue", stateValue)
            form.add("MaxRecords", maxRecords)
            form.add("NextToken", nextToken)
        }
    }

    package struct Output: XMLDecodable, Sendable {
        package var metricAlarms: [MetricAlarm]
        package var compositeAlarms: [CompositeAlarm]
        package var nextToken: String?

        package init(xml: XMLElement) throws {
            metricAlarms = try xml.members("MetricAlarms").map(MetricAlarm.init)
            compositeAlarms = try xml.members("CompositeAlarms").map(CompositeAlarm.init)
            nextToken = xml.string("NextToken")
        }
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        guard let token = nextToken(output.nextToken) else { return nil }
        var following = input
        following.nextToken = token
        return following
    }
}

package import FoundationEssentials

/// What has happened to alarms in the last 30 days, newest first unless told. Source: CloudWatch API Reference, DescribeAlarmHistory.
package enum DescribeAlarmHistory: QueryOperation, PagedOperation {
    package static let target = Target(.cloudWatch, "DescribeAlarmHistory")
    package static let mayRepeat = true

    package struct Input: QueryEncodable, Sendable {
        package var alarmName: String?
        package var alarmTypes: [String]
        /// `StateUpdate`, `ConfigurationUpdate`, `Action` …
        package var historyItemType: String?
        package var startDate: Date?
        package var endDate: Date?
        /// 1...100.
        package var maxRecords: Int?
        package var scanBy: GetMetricData.ScanBy
        package var nextToken: String?

        package init(
            alarmName: String? = nil, alarmTypes: [String] = ["MetricAlarm", "CompositeAlarm"], historyItemType: String? = nil,
            startDate: Date? = nil, endDate: Date? = nil, maxRecords: Int? = nil, scanBy: GetMetricData.ScanBy = .descending,
            nextToken: String? = nil
        ) {
            self.alarmName = alarmName
            self.alarmTypes = alarmTypes
            self.historyItemType = historyItemType
            self.startDate = startDate
            self.endDate = endDate
            self.maxRecords = maxRecords
            self.scanBy = scanBy
            self.nextToken = nextToken
        }

        package func encode(to form: inout QueryForm) {
            form.add("AlarmName", alarmName)
            form.add("AlarmTypes", alarmTypes)
            form.add("HistoryItemType", historyItemType)
            form.add("StartDate", startDate)
            form.add("EndDate", endDate)
            form.add("MaxRecords", maxRecords)
            form.add("ScanBy", scanBy.rawValue)
            form.add("NextToken", nextToken)
        }
    }

    package struct Output: XMLDecodable, Sendable {
        package var items: [AlarmHistoryItem]
        package var nextToken: String?

        package init(xml: XMLElement) throws {
            items = try xml.members("AlarmHistoryItems").map(AlarmHistoryItem.init)
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

/// Source: CloudWatch API Reference, AlarmHistoryItem.
package struct AlarmHistoryItem: Sendable, Equatable, XMLDecodable {
    package var alarmName: String
    package var alarmType: String?
    package var timestamp: Date
    package var historyItemType: String
    /// For a person: `Alarm updated from OK to ALARM`.
    package var historySummary: String?
    /// JSON, as CloudWatch wrote it.
    package var historyData: String?

    package init(xml: XMLElement) throws {
        alarmName = try xml.required("AlarmName")
        alarmType = xml.string("AlarmType")
        guard let date = try xml.date("Timestamp") else { throw CodecError("<Timestamp> is missing in <\(xml.name)>") }
        timestamp = date
        historyItemType = try xml.required("HistoryItemType")
        historySummary = xml.string("HistorySummary")
        historyData = xml.string("HistoryData")
    }
}

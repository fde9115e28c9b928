/// An alarm on other alarms. Source: CloudWatch API Reference, CompositeAlarm.
package struct CompositeAlarm: Sendable, Equatable, XMLDecodable {
    package var state: AlarmState
    /// `ALARM("a") AND NOT OK("b")` …
    package var alarmRule: String
    /// `WaitPeriod | ExtensionPeriod | Alarm`; nil where nothing is suppressed.
    package var actionsSuppressedBy: String?

    package init(xml: XMLElement) throws {
        state = try AlarmState(xml: xml)
        alarmRule = xml.string("AlarmRule") ?? ""
        actionsSuppressedBy = xml.string("ActionsSuppressedBy")
    }
}

package import FoundationEssentials

/// What alarms of both types say about themselves and their state. Source: CloudWatch API Reference, MetricAlarm, CompositeAlarm.
package struct AlarmState: Sendable, Equatable, XMLDecodable {
    package var alarmName: String
    package var alarmARN: String?
    package var alarmDescription: String?
    /// `OK | ALARM | INSUFFICIENT_DATA`.
    package var stateValue: String
    package var stateReason: String?
    /// JSON, as CloudWatch wrote it.
    package var stateReasonData: String?
    package var stateUpdatedTimestamp: Date?
    /// When the state last changed; emulators leave it out.
    package var stateTransitionedTimestamp: Date?
    package var configurationUpdatedTimestamp: Date?
    package var actionsEnabled: Bool?
    package var alarmActions: [String]
    package var okActions: [String]
    package var insufficientDataActions: [String]

    package init(xml: XMLElement) throws {
        alarmName = try xml.required("AlarmName")
        alarmARN = xml.string("AlarmArn")
        alarmDescription = xml.string("AlarmDescription")
        stateValue = try xml.required("StateValue")
        stateReason = xml.string("StateReason")
        stateReasonData = xml.string("StateReasonData")
        stateUpdatedTimestamp = try xml.date("StateUpdatedTimestamp")
        stateTransitionedTimestamp = try xml.date("StateTransitionedTimestamp")
        configurationUpdatedTimestamp = try xml.date("AlarmConfigurationUpdatedTimestamp")
        actionsEnabled = try xml.bool("ActionsEnabled")
        alarmActions = xml.strings("AlarmActions")
        okActions = xml.strings("OKActions")
        insufficientDataActions = xml.strings("InsufficientDataActions")
    }
}

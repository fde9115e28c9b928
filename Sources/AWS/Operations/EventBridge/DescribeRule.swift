/// One rule of the default event bus. Source: EventBridge API Reference, DescribeRule.
package enum DescribeRule: JSONOperation {
    package static let target = Target(.eventBridge, "DescribeRule")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var name: String

        package init(name: String) { self.name = name }
    }

    package typealias Output = EventRule
}

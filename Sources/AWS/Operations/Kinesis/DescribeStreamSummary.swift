/// One stream without its shards. Source: Kinesis API Reference, DescribeStreamSummary.
package enum DescribeStreamSummary: JSONOperation {
    package static let target = Target(.kinesis, "DescribeStreamSummary")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var streamName: String

        package init(streamName: String) { self.streamName = streamName }
    }

    package struct Output: Decodable, Sendable {
        package var streamDescriptionSummary: Summary
    }

    package struct Summary: Decodable, Sendable {
        package var streamName: String
        /// `CREATING | DELETING | ACTIVE | UPDATING`.
        package var streamStatus: String
        package var retentionPeriodHours: Int?
        package var openShardCount: Int?
    }
}

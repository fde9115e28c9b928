/// Lists the streams of a log group, at most 50 a page. Source: CloudWatch Logs API Reference, DescribeLogStreams.
package enum DescribeLogStreams: LogsOperation, PagedOperation {
    package static let target = Target(.logs, "DescribeLogStreams")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var logGroupName: String
        package var logStreamNamePrefix: String?
        /// `LogStreamName` or `LastEventTime`; the latter goes with no prefix.
        package var orderBy: String?
        package var descending: Bool?
        package var nextToken: String?
        /// 1...50.
        package var limit: Int?

        package init(
            logGroupName: String, logStreamNamePrefix: String? = nil, orderBy: String? = nil, descending: Bool? = nil,
            nextToken: String? = nil, limit: Int? = 50
        ) {
            self.logGroupName = logGroupName
            self.logStreamNamePrefix = logStreamNamePrefix
            self.orderBy = orderBy
            self.descending = descending
            self.nextToken = nextToken
            self.limit = limit
        }
    }

    package struct Output: Decodable, Sendable {
        package var logStreams: [LogStream]?
        package var nextToken: String?
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        guard let token = nextToken(output.nextToken), token != input.nextToken else { return nil }
        var following = input
        following.nextToken = token
        return following
    }
}

package struct LogStream: Decodable, Sendable, Equatable {
    package var logStreamName: String
    /// Milliseconds since 1970; nil for a stream without events. The last one may be an hour behind.
    package var firstEventTimestamp: Int64?
    package var lastEventTimestamp: Int64?
}

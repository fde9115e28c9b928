/// Lists log groups, at most 50 a page. Source: CloudWatch Logs API Reference, DescribeLogGroups.
package enum DescribeLogGroups: LogsOperation, PagedOperation {
    package static let target = Target(.logs, "DescribeLogGroups")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var logGroupNamePrefix: String?
        package var nextToken: String?
        /// 1...50.
        package var limit: Int?

        package init(logGroupNamePrefix: String? = nil, nextToken: String? = nil, limit: Int? = 50) {
            self.logGroupNamePrefix = logGroupNamePrefix
            self.nextToken = nextToken
            self.limit = limit
        }
    }

    package struct Output: Decodable, Sendable {
        package var logGroups: [LogGroup]?
        package var nextToken: String?
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        guard let token = nextToken(output.nextToken), token != input.nextToken else { return nil }
        return Input(logGroupNamePrefix: input.logGroupNamePrefix, nextToken: token, limit: input.limit)
    }
}

package struct LogGroup: Decodable, Sendable, Equatable {
    package var logGroupName: String
    /// Ends in `:*`.
    package var arn: String?
    /// Without `:*`; not given by older endpoints.
    package var logGroupArn: String?
    /// nil: events are kept for ever.
    package var retentionInDays: Int?
    package var storedBytes: Int64?

    /// The ARN as live tail wants it.
    package var identifier: String {
        guard let arn = logGroupArn ?? arn else { return logGroupName }
        return arn.hasSuffix(":*") ? String(arn.dropLast(2)) : arn
    }
}

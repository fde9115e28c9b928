/// One SQS queue: a row of pane `queues`.
package struct Queue: Sendable, Equatable, Identifiable, Codable {
    package var name: String
    package var url: String
    package var arn: String?
    /// ApproximateNumberOfMessages, …NotVisible and …Delayed of the queue's attributes.
    package var visible: Int?
    package var inFlight: Int?
    package var delayed: Int?
    /// The newest Maximum of ApproximateAgeOfOldestMessage.
    package var oldestAgeSeconds: Double?
    /// Mean of the one-minute sums of NumberOfMessagesSent and NumberOfMessagesReceived over the window.
    package var sentPerMinute: Double?
    package var receivedPerMinute: Double?
    package var isFIFO: Bool
    /// The name of the queue that takes what this one cannot deliver; nil where there is none.
    package var deadLetterQueue: String?
    package var deadLetterDepth: Int?
    /// The names of the queues whose dead letters this one takes.
    package var deadLetterSources: [String]
    package var visibilityTimeoutSeconds: Int?
    /// Depth at the ends of the steps of the window, for the trend and the sparkline.
    package var depthSeries: MetricSeries?
    /// Messages a minute by which the depth changes over the window; negative drains.
    package var growthPerMinute: Double?
    package var severity: Severity
    package var reasons: [String]

    package var id: String { name }

    /// Seconds until the queue is empty at the present rate; nil when it does not drain.
    package var secondsToDrain: Double? {
        guard let visible, visible > 0, let growthPerMinute, growthPerMinute < 0 else { return nil }
        return Double(visible) / -growthPerMinute * 60
    }

    package init(name: String, url: String) {
        self.name = name
        self.url = url
        self.isFIFO = name.hasSuffix(".fifo")
        self.deadLetterSources = []
        self.severity = .unknown
        self.reasons = []
    }
}

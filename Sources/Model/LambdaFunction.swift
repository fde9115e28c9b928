package import FoundationEssentials

/// One Lambda function over the window: a row of pane `lambda`.
///
/// A question that was answered without data points gives 0 for the three sums and nil for the rest;
/// a question that failed gives nil (contract, Window).
package struct LambdaFunction: Sendable, Equatable, Identifiable, Codable {
    package var name: String
    package var invocations: Double?
    package var errors: Double?
    package var throttles: Double?
    package var durationP95Ms: Double?
    /// The newest one-minute Maximum of ConcurrentExecutions.
    package var concurrency: Double?
    /// The newest one-minute Maximum of IteratorAge; nil where no stream feeds the function.
    package var iteratorAgeMs: Double?
    /// True when a Kinesis or DynamoDB stream feeds it.
    package var isStreamFed: Bool
    /// AWS's word, read only for some functions (contract, Window).
    package var state: String?
    package var lastUpdateStatus: String?
    package var lastModified: Date?
    package var timeoutSeconds: Int?
    package var memoryMB: Int?
    package var runtime: String?
    package var arn: String?
    /// One-minute sums over the window, for sparklines and charts.
    package var invocationSeries: MetricSeries?
    package var errorSeries: MetricSeries?
    /// One-minute maxima of IteratorAge in milliseconds; nil where no stream feeds the function.
    package var iteratorAgeSeries: MetricSeries?
    package var severity: Severity
    /// Why the severity is not ok, worst first ("error rate 12 % > 5 %").
    package var reasons: [String]

    package var id: String { name }

    /// errors ÷ invocations, a fraction; nil when either is unknown or nothing was invoked.
    package var errorRate: Double? {
        guard let invocations, let errors, invocations > 0 else { return nil }
        return errors / invocations
    }

    package init(name: String) {
        self.name = name
        self.isStreamFed = false
        self.severity = .unknown
        self.reasons = []
    }
}

/// A function as ListFunctions and GetFunctionConfiguration answer it. The environment is not read: it may hold secrets.
/// Source: Lambda API Reference, FunctionConfiguration.
package struct FunctionConfiguration: Decodable, Sendable, Equatable {
    package var functionName: String
    package var functionArn: String?
    package var runtime: String?
    package var packageType: String?
    /// Seconds.
    package var timeout: Int?
    /// Megabytes.
    package var memorySize: Int?
    /// `2026-07-04T10:00:00.000+0000`.
    package var lastModified: String?
    package var version: String?
    package var revisionId: String?
    /// `Pending | Active | Inactive | Failed`; the list call leaves the states out.
    package var state: String?
    package var stateReason: String?
    package var stateReasonCode: String?
    /// `Successful | Failed | InProgress`.
    package var lastUpdateStatus: String?
    package var lastUpdateStatusReason: String?
    package var lastUpdateStatusReasonCode: String?
    package var deadLetterConfig: DeadLetterConfig?
    package var loggingConfig: LoggingConfig?

    package struct DeadLetterConfig: Decodable, Sendable, Equatable {
        package var targetArn: String?
    }

    package struct LoggingConfig: Decodable, Sendable, Equatable {
        package var logGroup: String?
    }
}

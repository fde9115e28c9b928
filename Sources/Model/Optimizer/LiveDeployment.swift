/// The parts of a running optimizer deployment by their names (systems.md, 1).
package struct LiveDeployment: Sendable, Equatable {
    /// What begins a run, and what groups and sends its queues.
    package var creator = "altaworx-queue-creator"
    package var sync = "altaworx-jasper-device-sync"
    package var optimizer = "altaworx-sim-card-optimizer"
    package var cleanup = "altaworx-optimization-cleanup"

    package var watchQueue = "optimization-watch-queue"
    package var syncQueue = "device-sync-queue"
    package var carrierQueue = "carrier-optimization-queue"
    package var otherQueues = ["optimization-usage-queue", "export-device-usage-queue", "rate-plan-update-queue"]

    /// The delay before the cleanup looks again: as the document has it, and as it is in use.
    package static let cleanupDelaySeconds = 300.0...600.0
    /// How often the cleanup looks again before it gives up.
    package static let cleanupRetries = 10

    package init() {}

    package var functions: [String] { [optimizer, sync, cleanup, creator] }
    package var queues: [String] { [watchQueue, syncQueue, carrierQueue] + otherQueues }

    /// What takes the messages of a queue; nil for those of which it is not known.
    package func function(reading queue: String) -> String? {
        switch queue {
        case watchQueue: optimizer
        case syncQueue: sync
        case carrierQueue: creator
        default: nil
        }
    }

    /// Where a function logs unless it says otherwise.
    package func logGroup(of function: String) -> String { "/aws/lambda/\(function)" }
}

/// One of the deployment's queues. What SQS does not tell is nil.
package struct LiveQueue: Sendable, Equatable {
    package var name: String
    package var url: String?
    package var arn: String?
    package var visible: Int?
    package var inFlight: Int?
    package var delayed: Int?
    package var oldestAgeSeconds: Double?
    package var visibilityTimeoutSeconds: Int?
    package var deadLetterQueue: String?
    package var deadLetters: Int?

    /// - Parameter row: nil where there is no such queue, or nobody has told of it yet.
    package init(_ name: String, _ row: Queue?) {
        self.name = name
        url = row?.url
        arn = row?.arn
        visible = row?.visible
        inFlight = row?.inFlight
        delayed = row?.delayed
        oldestAgeSeconds = row?.oldestAgeSeconds
        visibilityTimeoutSeconds = row?.visibilityTimeoutSeconds
        deadLetterQueue = row?.deadLetterQueue
        deadLetters = row?.deadLetterDepth
    }

    /// Out of its ARN; nil where that is not told.
    package var region: String? {
        guard let parts = arn?.split(separator: ":", omittingEmptySubsequences: false), parts.count > 3 else { return nil }
        return String(parts[3])
    }

    /// All that is in it, waiting, taken or delayed; nil unless all three are known.
    package var level: Int? {
        guard let visible, let inFlight, let delayed else { return nil }
        return visible + inFlight + delayed
    }
}

/// One of the deployment's functions over the window, with what its log says. What is not told is nil.
package struct LiveFunction: Sendable, Equatable {
    package var name: String
    package var invocations: Double?
    package var errors: Double?
    package var durationP95Ms: Double?
    package var timeoutSeconds: Int?
    package var memoryMB: Int?
    /// nil where its log cannot be read.
    package var log: LiveLogCounts?

    /// - Parameter row: nil where there is no such function, or nobody has told of it yet.
    package init(_ name: String, _ row: LambdaFunction?, log: LiveLogCounts?) {
        self.name = name
        invocations = row?.invocations
        errors = row?.errors
        durationP95Ms = row?.durationP95Ms
        timeoutSeconds = row?.timeoutSeconds
        memoryMB = row?.memoryMB
        self.log = log
    }

    package var errorRate: Double? {
        guard let invocations, let errors, invocations > 0 else { return nil }
        return errors / invocations
    }
}

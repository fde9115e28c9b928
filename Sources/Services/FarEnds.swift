package import AWS
package import Model

/// What notifiers reach the outside with, and where their settings come from.
package struct FarEnds: Sendable {
    /// The names of `systems.md` section 4, such as `TWILIO_ACCOUNT_SID`.
    package var environment: [String: String]
    package var transport: any Transport
    package var clock: any WallClock
    /// The configuration's `webhook` section; nil where there is none.
    package var webhook: WebhookSettings?
    /// Asked before each call, since the original's table may change at any time.
    package var callerIDs: @Sendable () async throws -> CallerIDRegistry
    /// Whether a call is watched until it has ended; see ``FollowedCalls``.
    package var followsCalls = false
    /// Shows a notice on the console that runs here; false when there is none.
    package var console: @Sendable (ConsoleNotice) async -> Bool

    package init(
        environment: [String: String], transport: any Transport, clock: any WallClock = SystemClock(),
        webhook: WebhookSettings? = nil,
        callerIDs: @escaping @Sendable () async throws -> CallerIDRegistry = { CallerIDRegistry([:]) },
        console: @escaping @Sendable (ConsoleNotice) async -> Bool = { _ in false }
    ) {
        self.environment = environment
        self.transport = transport
        self.clock = clock
        self.webhook = webhook
        self.callerIDs = callerIDs
        self.console = console
    }

    /// The value of a setting that must be there.
    /// - Throws: ``SettingMissing`` also for an empty one.
    func required(_ name: String) throws(SettingMissing) -> String { try NamedSettings(environment: environment).required(name) }

    /// nil also for an empty one.
    func optional(_ name: String) -> String? { NamedSettings(environment: environment).optional(name) }
}

/// Settings by the names of the environment.
struct NamedSettings {
    var environment: [String: String]

    /// - Throws: ``SettingMissing`` also for an empty one.
    func required(_ name: String) throws(SettingMissing) -> String {
        guard let value = optional(name) else { throw SettingMissing(name: name) }
        return value
    }

    /// nil also for an empty one.
    func optional(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
}

/// A channel cannot work: an environment variable is not set, or is not what it should be.
struct SettingMissing: Error, Equatable {
    var name: String
    var problem = "is not set"

    /// Final: the environment of a running program does not change.
    var outcome: DeliveryOutcome { .failed(reason: "\(name) \(problem).", isFinal: true, retryAfter: nil) }
}

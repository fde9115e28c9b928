package import AWS
package import Model

/// What checks look with.
package struct HealthSources: Sendable {
    /// Why AWS cannot be asked at all, or how.
    package var client: Result<AWSClient, Problem>
    package var credentials: (any CredentialsProvider)?
    /// For what is not AWS.
    package var transport: any Transport
    package var clock: any WallClock
    /// What programs that are started see.
    package var environment: [String: String]
    /// How the engine stands; nil where the context has none.
    package var engine: @Sendable () async -> EngineSight?
    let credentialReport = CredentialReportReader()

    package init(
        client: Result<AWSClient, Problem>, credentials: (any CredentialsProvider)? = nil, transport: any Transport,
        clock: any WallClock, environment: [String: String] = [:], engine: @escaping @Sendable () async -> EngineSight? = { nil }
    ) {
        self.client = client
        self.credentials = credentials
        self.transport = transport
        self.clock = clock
        self.environment = environment
        self.engine = engine
    }
}

/// Who delivers escalations, and what waits.
package struct EngineSight: Sendable, Equatable {
    package var status: EngineStatus
    /// Notifications whose time has come.
    package var due: Int
    /// What keeps the engine, or us from seeing it.
    package var trouble: String?

    package init(status: EngineStatus, due: Int, trouble: String? = nil) {
        self.status = status
        self.due = due
        self.trouble = trouble
    }
}

package import FoundationEssentials

/// Names one engine for as long as its process runs.
package struct EngineID: Sendable, Hashable {
    package let text: String
    /// - Parameter text: Unique, such as a random number.
    package init(_ text: String) { self.text = text }
}

/// An engine's sign of life, with what it has done.
package struct EngineBeat: Sendable, Equatable {
    package var engine: EngineID
    package var host: String
    package var pid: Int32
    package var at: Date
    /// It is taken for gone when it has not been heard of for so long.
    package var lease: Duration
    package var counts: EngineCounts

    package static let defaultLease: Duration = .seconds(30)

    package init(
        engine: EngineID, host: String, pid: Int32, at: Date, lease: Duration = Self.defaultLease,
        counts: EngineCounts = EngineCounts()
    ) {
        self.engine = engine
        self.host = host
        self.pid = pid
        self.at = at
        self.lease = lease
        self.counts = counts
    }
}

/// What an engine has done since it started.
package struct EngineCounts: Sendable, Equatable, Codable {
    package var taken = 0
    package var refused = 0
    /// Requests that changed nothing: a start for a process that runs, a stop for one that does not.
    package var ignored = 0
    package var repeated = 0
    package var delivered = 0
    package var failed = 0
    package var unknown = 0
    package var deadLetters = 0
    /// Why the newest request was refused or changed nothing.
    package var lastRefusal: String?
    /// What keeps the engine from its work now: nothing is lost, but something waits.
    package var trouble: String?

    package init() {}
}

/// Whether an engine that has said that it lives may work.
package enum EngineDuty: Sendable, Equatable {
    case works
    /// Another one has the lease.
    case watches(EngineBeat)
}

/// What a screen says about the engine: the chip of the header.
package enum EngineStatus: Sendable, Equatable {
    /// This process delivers.
    case here
    /// Another one does, and was heard of so long ago.
    case elsewhere(seconds: Int)
    /// Nobody does.
    case none
}

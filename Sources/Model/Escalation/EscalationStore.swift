package import FoundationEssentials

/// Where escalations live: SQLite, our own tables in PostgreSQL, or the original's. Every method is one transaction that has been
/// written to the disk when it returns; what throws has changed nothing.
///
/// A store keeps and finds; what is to become of an attempt is decided by its caller. All methods throw ``Problem`` that says what was tried,
/// why it failed and what to do.
package protocol EscalationStore: Sendable {
    /// Another one whenever anything has been written, by whomever; cheap, and never waits. nil where only asking tells.
    var mark: StoreMark? { get }

    /// Puts requests into force, in order. A start for a process that exists and a stop for one that does not change nothing; so does
    /// a message that was taken before, also after its process has ended.
    /// - Returns: One answer for each request.
    func apply(_ requests: [TakenRequest], at now: Date) async throws(Problem) -> [RequestEffect]

    /// Closes attempts and claims what may be sent next. An attempt that is claimed stands in the journal before this returns, and
    /// nobody else claims it; a stopped process has none.
    func advance(_ step: DeliveryStep) async throws(Problem) -> DeliveryTurn

    /// Open attempts of engines that are gone, now claimed by `engine`: nobody knows whether they were sent.
    /// - Parameters:
    ///   - engine: Must hold the lease (``beat(_:)`` has answered `.works`).
    ///   - known: What `engine` has in hand. Any other open attempt of its own is among the answer: it was claimed by a transaction whose
    ///     answer was lost. nil for only those of others.
    func adopt(for engine: EngineID, knowing known: Set<ClaimID>?, at now: Date) async throws(Problem) -> [ClaimedDelivery]

    /// Says that `engine` lives, and asks whether it is the one that works.
    func beat(_ beat: EngineBeat) async throws(Problem) -> EngineDuty

    /// Gives the lease back, if `engine` has it.
    func retire(_ engine: EngineID) async throws(Problem)

    /// Who works here, the newest beat first; engines that have retired are left out.
    func engines() async throws(Problem) -> [EngineBeat]

    /// - Parameter includesEnded: Also processes that have ended, the newest run of each id.
    /// - Returns: In the order of the next notification; severities are not judged yet.
    func list(includesEnded: Bool) async throws(Problem) -> [Escalation]

    /// The newest run of a process; nil where there is none.
    func history(of id: ProcessID) async throws(Problem) -> EscalationHistory?

    /// Makes the next notification due at once; a given up or undecided one where no other is left.
    /// - Returns: False where there is nothing to send.
    func hasten(_ id: ProcessID, at now: Date) async throws(Problem) -> Bool

    /// Nothing of this process is sent before `until`.
    /// - Returns: False where there is no such process, or nothing to be sent.
    func snooze(_ id: ProcessID, until: Date, note: String, at now: Date) async throws(Problem) -> Bool
}

extension EscalationStore {
    package func adopt(for engine: EngineID, at now: Date) async throws(Problem) -> [ClaimedDelivery] {
        try await adopt(for: engine, knowing: nil, at: now)
    }

    package var mark: StoreMark? { nil }
}

/// How far a store has been written, as its file tells without being opened.
package struct StoreMark: Sendable, Equatable {
    package var bytes: Int64
    /// Since 1970.
    package var writtenNanoseconds: Int64
    /// False while it was written so lately that another write could leave the same mark: the same one, settled, is another.
    package var isSettled: Bool

    package init(bytes: Int64, writtenNanoseconds: Int64, isSettled: Bool) {
        self.bytes = bytes
        self.writtenNanoseconds = writtenNanoseconds
        self.isSettled = isSettled
    }
}

/// A request with what is needed to know it again.
package struct TakenRequest: Sendable, Equatable {
    package var request: EscalationRequest
    /// The queue's id of the message; nil for what a person orders.
    package var messageID: String?

    package init(_ request: EscalationRequest, messageID: String? = nil) {
        self.request = request
        self.messageID = messageID
    }
}

/// What a request has changed.
package enum RequestEffect: Sendable, Equatable {
    case started
    /// - `unsent`: Notifications that will not be sent now.
    /// - `inFlight`: Notifications that are being sent and cannot be held back.
    case stopped(unsent: Int, inFlight: Int)
    /// A start for a process that exists.
    case exists
    /// A stop for a process that does not.
    case noSuchProcess
    /// The message was taken before.
    case repeated
    /// The store cannot hold it, now or ever: it is skipped like a request that is not valid.
    case refused(reason: String)
}

/// Names one attempt within its store, for as long as it is open.
package struct ClaimID: Sendable, Hashable {
    package let number: Int64
    package init(_ number: Int64) { self.number = number }
}

/// An attempt that is to be sent, or was.
package struct ClaimedDelivery: Sendable, Equatable {
    package var claim: ClaimID
    package var delivery: Delivery
    /// Attempts of this notification that count against the retries, this one included; those that an engine's end has cut off do not.
    package var countedAttempts: Int
    /// When it became due, seconds since 1970.
    package var dueAt: Double

    package init(claim: ClaimID, delivery: Delivery, countedAttempts: Int, dueAt: Double) {
        self.claim = claim
        self.delivery = delivery
        self.countedAttempts = countedAttempts
        self.dueAt = dueAt
    }
}

/// How an attempt has ended and what comes after it.
package struct ClosedAttempt: Sendable, Equatable {
    package enum Next: Sendable, Equatable {
        case done
        /// - Parameter at: Seconds since 1970.
        case again(at: Double)
        case deadLetter
        /// A person decides.
        case ask
    }

    package var claim: ClaimID
    package var endedAt: Date
    package var outcome: EscalationAttempt.Outcome
    /// One line, masked.
    package var reason: String?
    package var reference: String?
    /// Without effect where the process was stopped meanwhile.
    package var next: Next
    /// False for attempts that the end of an engine has cut off.
    package var counts: Bool

    package init(
        claim: ClaimID, endedAt: Date, outcome: EscalationAttempt.Outcome, reason: String? = nil, reference: String? = nil,
        next: Next, counts: Bool = true
    ) {
        self.claim = claim
        self.endedAt = endedAt
        self.outcome = outcome
        self.reason = reason
        self.reference = reference
        self.next = next
        self.counts = counts
    }
}

/// One turn of a delivering engine.
package struct DeliveryStep: Sendable, Equatable {
    package var engine: EngineID
    package var now: Date
    package var closing: [ClosedAttempt]
    /// How many more each channel may have in work. Channels that are not named are not claimed.
    package var free: [String: Int]
    /// Only this process, for an order to deliver now; nil for all.
    package var only: ProcessID?
    /// Nothing that became due after this moment is claimed, so that one pass ends; nil for `now`.
    package var dueBy: Date?

    package init(
        engine: EngineID, now: Date, closing: [ClosedAttempt] = [], free: [String: Int] = [:], only: ProcessID? = nil,
        dueBy: Date? = nil
    ) {
        self.engine = engine
        self.now = now
        self.closing = closing
        self.free = free
        self.only = only
        self.dueBy = dueBy
    }
}

/// What a turn has brought.
package struct DeliveryTurn: Sendable, Equatable {
    /// In the order in which they became due.
    package var claimed: [ClaimedDelivery]
    /// The earliest moment at which anything else is due in channels that have slots left, seconds since 1970; nil when nothing is. Of
    /// the step's `only` process where it names one.
    package var nextDueAt: Double?
    /// Channels with due notifications that the step did not name.
    package var unservedChannels: [String]

    package init(claimed: [ClaimedDelivery] = [], nextDueAt: Double? = nil, unservedChannels: [String] = []) {
        self.claimed = claimed
        self.nextDueAt = nextDueAt
        self.unservedChannels = unservedChannels
    }
}

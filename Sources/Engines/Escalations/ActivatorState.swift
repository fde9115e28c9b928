package import FoundationEssentials
package import Model

/// Decides what is claimed and what becomes of what was sent: no clock, no waiting.
package struct ActivatorState: Sendable {
    package struct Limits: Sendable, Equatable {
        /// Most notifications at once, by channel; 3 where nothing is said.
        package var byChannel: [String: Int]
        /// Most channels at once; nil for all.
        package var channels: Int?
        package static let usual = 3

        package init(byChannel: [String: Int] = [:], channels: Int? = nil) {
            self.byChannel = byChannel
            self.channels = channels
        }
    }

    package let plan: RetryPlan
    private let limits: Limits
    /// Channels that are asked for; those that only the store knows are added, so that theirs end as dead letters and not as silence.
    private var channels: Set<String>
    /// Channels that had to wait because too many others are at work, longest first.
    private var waiting: [String] = []
    private var inFlight: [ClaimID: ClaimedDelivery] = [:]
    private var closing: [ClosedAttempt] = []
    /// When something is due next, as far as the newest turn knows; nil when nothing is.
    package private(set) var nextDueAt: Date?

    package init(channels: [String], limits: Limits = Limits(), plan: RetryPlan = RetryPlan()) {
        self.channels = Set(channels)
        self.limits = limits
        self.plan = plan
    }

    package var isIdle: Bool { inFlight.isEmpty && closing.isEmpty }
    package var inFlightCount: Int { inFlight.count }
    package var hasClosings: Bool { !closing.isEmpty }

    // MARK: Turns

    /// What the store is asked next.
    /// - Parameter isDraining: Nothing new is taken.
    package func step(
        for engine: EngineID, at now: Date, only: ProcessID? = nil, dueBy: Date? = nil, isDraining: Bool = false
    ) -> DeliveryStep {
        DeliveryStep(
            engine: engine, now: now, closing: closing, free: isDraining ? [:] : freeSlots(), only: only, dueBy: dueBy)
    }

    /// Takes note of what a step has brought.
    /// - Returns: What is to be sent now.
    package mutating func took(_ turn: DeliveryTurn, of step: DeliveryStep) -> [ClaimedDelivery] {
        let closed = Set(step.closing.map(\.claim))
        closing.removeAll { closed.contains($0.claim) }
        for claimed in turn.claimed { inFlight[claimed.claim] = claimed }
        nextDueAt = turn.nextDueAt.map(EpochMoment.date)
        waiting = turn.unservedChannels.filter { channels.contains($0) && !active.contains($0) }
        let strangers = Set(turn.unservedChannels).subtracting(channels)
        channels.formUnion(strangers)
        // Due already, and nobody has asked for them yet.
        if !strangers.isEmpty || !waiting.isEmpty && freeSlots().contains(where: { $0.value > 0 && waiting.contains($0.key) }) {
            nextDueAt = step.now
        }
        return turn.claimed
    }

    // MARK: Ends

    /// - Returns: What becomes of it; nil for what is not under way.
    @discardableResult
    package mutating func ended(
        _ claim: ClaimID, _ outcome: DeliveryOutcome, at now: Date, jitter: Double
    ) -> ClosedAttempt.Next? {
        guard let claimed = inFlight.removeValue(forKey: claim) else { return nil }
        let next = plan.next(after: outcome, counted: claimed.countedAttempts, at: now, jitter: jitter)
        closing.append(ClosedAttempt(claim, outcome, at: now, next: next))
        return next
    }

    /// Attempts that nobody will finish: those of an engine that is gone, or ours when there is no more time.
    package mutating func cutOff(_ claims: [ClaimedDelivery], reason: String, at now: Date, jitter: () -> Double) {
        for claimed in claims {
            inFlight[claimed.claim] = nil
            let next = plan.next(afterCutOff: claimed.delivery.attempt, at: now, jitter: jitter())
            closing.append(
                ClosedAttempt(claim: claimed.claim, endedAt: now, outcome: .unknown, reason: reason, next: next, counts: false))
        }
    }

    /// Everything that is being sent, or has ended and is not written down yet.
    package var claims: Set<ClaimID> { Set(inFlight.keys).union(closing.map(\.claim)) }

    /// In the order in which they were claimed.
    package var underWay: [ClaimedDelivery] { inFlight.values.sorted { $0.claim.number < $1.claim.number } }

    // MARK: Slots

    private var active: Set<String> { Set(inFlight.values.map(\.delivery.notification.channel)) }

    /// Free slots of the channels that may work now. Where only some may, a channel that others wait for takes nothing new.
    private func freeSlots() -> [String: Int] {
        let used = Dictionary(inFlight.values.map { ($0.delivery.notification.channel, 1) }, uniquingKeysWith: +)
        let most = max(1, limits.channels ?? .max)
        var free: [String: Int] = [:]
        for channel in used.keys {
            let yields = used.count >= most && !waiting.isEmpty
            free[channel] = yields ? 0 : max(0, limit(of: channel) - used[channel, default: 0])
        }
        for channel in waiting + channels.subtracting(waiting).sorted() where free[channel] == nil && free.count < most {
            free[channel] = limit(of: channel)
        }
        return free
    }

    private func limit(of channel: String) -> Int { max(1, limits.byChannel[channel] ?? Limits.usual) }
}

extension ClosedAttempt {
    fileprivate init(_ claim: ClaimID, _ outcome: DeliveryOutcome, at now: Date, next: Next) {
        switch outcome {
        case .delivered(let reference):
            self.init(claim: claim, endedAt: now, outcome: .delivered, reference: reference, next: next)
        case .failed(let reason, _, _): self.init(claim: claim, endedAt: now, outcome: .failed, reason: reason, next: next)
        case .unknown(let reason): self.init(claim: claim, endedAt: now, outcome: .unknown, reason: reason, next: next)
        }
    }
}

import FoundationEssentials

/// Decides when credentials are used, renewed meanwhile, or waited for. The windows are botocore's.
struct RefreshPolicy {
    enum Step: Equatable {
        case use(AWSCredentials)
        /// Still good for some minutes: renew, and use these until then.
        case useAndRefresh(AWSCredentials)
        case waitForRefresh
    }

    private static let advisorySeconds = 15.0 * 60
    private static let mandatorySeconds = 10.0 * 60
    /// After a renewal that failed, or that brought credentials of a short life, the next waits so long.
    private static let restSeconds = 60.0
    /// Credentials that need a person for their renewal are asked for so long before, and used to their end.
    private static let advisoryByHandSeconds = 5.0 * 60

    private var current: AWSCredentials?
    private var lastTry = Date.distantPast

    func step(at now: Date) -> Step {
        guard let current else { return .waitForRefresh }
        guard let expiration = current.expiration else { return .use(current) }
        let secondsLeft = expiration.timeIntervalSince(now)
        if secondsLeft <= 0 { return .waitForRefresh }
        guard Self.isDue(current, at: now) else { return .use(current) }
        // A clock that was set back must not keep the rest going.
        let hasRested = !(0..<Self.restSeconds).contains(now.timeIntervalSince(lastTry))
        if secondsLeft >= Self.mandatorySeconds || current.isRenewedByHand {
            return hasRested ? .useAndRefresh(current) : .use(current)
        }
        return hasRested ? .waitForRefresh : .use(current)
    }

    /// True when the time of renewal has come; they may still be good.
    static func isDue(_ credentials: AWSCredentials, at now: Date) -> Bool {
        guard let expiration = credentials.expiration else { return false }
        return expiration.timeIntervalSince(now) < (credentials.isRenewedByHand ? advisoryByHandSeconds : advisorySeconds)
    }

    mutating func succeed(_ credentials: AWSCredentials, at now: Date) {
        current = credentials
        lastTry = now
    }

    /// Credentials in the mandatory window are asked for again at once: their caller has seen the failure.
    mutating func fail(at now: Date) {
        guard let current, let expiration = current.expiration else { return }
        if expiration.timeIntervalSince(now) >= Self.mandatorySeconds || current.isRenewedByHand { lastTry = now }
    }

    /// Forgets `credentials`, when they are those in use.
    mutating func refuse(_ credentials: AWSCredentials) {
        if current == credentials { current = nil }
    }
}

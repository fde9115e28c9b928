import FoundationEssentials

/// Decides when a device code is tried again, and when no more. Source: RFC 8628, section 3.5.
struct DevicePoll: Equatable {
    enum Answer: Equatable {
        case pending, slowDown, expired, denied
        /// No answer; the service may or may not have been reached.
        case noConnection
        /// By the service's word for it.
        case refused(String)
    }

    enum Step: Equatable {
        case tryAgain(at: Date)
        case end(Failure)
    }

    enum Failure: Error, Equatable {
        case expired, denied
        case refused(String)
    }

    let expiresAt: Date
    private(set) var intervalSeconds: Double

    static let defaultSeconds = 5.0
    private static let slowDownSeconds = 5.0
    private static let longestSeconds = 60.0

    /// - Parameter intervalSeconds: As the service says; its default where it says nothing, or nothing sensible.
    init(expiresAt: Date, intervalSeconds: Double?) {
        self.expiresAt = expiresAt
        self.intervalSeconds =
            intervalSeconds.flatMap { (1...Self.longestSeconds).contains($0) ? $0 : nil } ?? Self.defaultSeconds
    }

    /// When the first try is due.
    func first(after now: Date) -> Date { now.addingTimeInterval(intervalSeconds) }

    mutating func step(after answer: Answer, at now: Date) -> Step {
        switch answer {
        case .pending: break
        case .slowDown: intervalSeconds += Self.slowDownSeconds
        case .noConnection: intervalSeconds = min(Self.longestSeconds, intervalSeconds * 2)
        case .expired: return .end(.expired)
        case .denied: return .end(.denied)
        case .refused(let code): return .end(.refused(code))
        }
        let next = now.addingTimeInterval(intervalSeconds)
        return next < expiresAt ? .tryAgain(at: next) : .end(.expired)
    }
}

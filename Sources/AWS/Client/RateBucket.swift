import FoundationEssentials

/// A token bucket that slows down when it is told so and finds back to its full rate within a minute.
struct RateBucket: Equatable {
    /// Requests a second.
    let fullRate: Double
    private(set) var rate: Double
    /// Negative while requests wait for their turn.
    private var tokens: Double
    private var updatedAt: Date
    private var heldUntil: Date?
    private var slowedAt: Date?

    init(rate: Double, at now: Date) {
        fullRate = rate
        self.rate = rate
        tokens = max(1, rate)
        updatedAt = now
    }

    /// Takes a place in the queue.
    /// - Returns: When the request may go out.
    mutating func reserve(at now: Date) -> Date {
        refill(at: now)
        tokens -= 1
        let turn = tokens >= 0 ? now : now.addingTimeInterval(-tokens / rate)
        return max(turn, heldUntil ?? turn)
    }

    /// Gives up a place that was not used.
    mutating func giveBack() { tokens += 1 }

    /// Halves the rate, at most once a second, since many requests are under way when the service says stop.
    mutating func slowDown(at now: Date, holdFor seconds: Double?) {
        refill(at: now)
        if let seconds { heldUntil = max(heldUntil ?? now, now.addingTimeInterval(seconds)) }
        if let slowedAt, abs(now.timeIntervalSince(slowedAt)) < 1 { return }
        slowedAt = now
        rate = max(rate / 2, fullRate / 32)
        tokens = min(tokens, 0)
    }

    private mutating func refill(at now: Date) {
        // The wall clock may jump back: then nothing has passed.
        let elapsed = max(0, now.timeIntervalSince(updatedAt))
        updatedAt = now
        rate = min(fullRate, rate + fullRate * elapsed / 60)
        tokens = min(max(1, rate), tokens + rate * elapsed)
    }
}

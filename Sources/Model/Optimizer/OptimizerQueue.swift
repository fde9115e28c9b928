/// A group's search as the store has it: one OptimizationQueue, in the original's words.
package struct OptimizerQueue: Sendable, Equatable {
    package var group: String
    /// In the original's words: NotStarted, RunningPermutations, CompleteWithSuccess, or CompleteWithErrors where the search was cut short.
    package var state: String
    package var devices: Int
    package var baseline: Money
    package var total: Money?
    package var bound: Money?
    package var rounds: Int
    package var seconds: Double?
    /// Of the group's plans, by code.
    package var prices: [String: Int64]

    package init(
        group: String, state: String, devices: Int, baseline: Money, total: Money?, bound: Money?, rounds: Int,
        seconds: Double?, prices: [String: Int64] = [:]
    ) {
        self.group = group
        self.state = state
        self.devices = devices
        self.baseline = baseline
        self.total = total
        self.bound = bound
        self.rounds = rounds
        self.seconds = seconds
        self.prices = prices
    }

    package var saving: Money? { total.map { Money(ticks: baseline.ticks - $0.ticks) } }
}

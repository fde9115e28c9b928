/// What a live deployment costs a month, as its operations document reckons: provisioned concurrency and call minutes.
package struct WorkerCosts: Sendable, Equatable {
    /// US dollars a month for one unit of provisioned concurrency of the Connect function.
    package static let dollarsPerUnit = 15.0
    /// US dollars a minute of a call; a call costs a minute at least.
    package static let dollarsPerCallMinute = 0.038

    /// Units; nil where it is not known.
    package var provisionedUnits: Int?
    /// Of this month so far; nil where they are not known.
    package var calls: Int?
    /// Days of the month that are over, the present one in part, and all of them.
    package var daysOver: Double
    package var daysOfMonth: Int

    package init(provisionedUnits: Int?, calls: Int?, daysOver: Double, daysOfMonth: Int) {
        self.provisionedUnits = provisionedUnits
        self.calls = calls
        self.daysOver = daysOver
        self.daysOfMonth = daysOfMonth
    }

    package var concurrencyDollars: Double? { provisionedUnits.map { Double($0) * Self.dollarsPerUnit } }

    /// So far. Calls are short: each is reckoned with the one minute that it costs at least.
    package var callDollars: Double? { calls.map { Double($0) * Self.dollarsPerCallMinute } }

    /// Of the whole month, if calls go on as they did; nil in its first hours, when nothing can be said.
    package var expectedCalls: Int? {
        guard let calls, daysOver >= 0.5 else { return nil }
        return Int((Double(calls) / daysOver * Double(daysOfMonth)).rounded())
    }

    package var expectedDollars: Double? {
        guard let expectedCalls, let concurrencyDollars else { return nil }
        return concurrencyDollars + Double(expectedCalls) * Self.dollarsPerCallMinute
    }
}

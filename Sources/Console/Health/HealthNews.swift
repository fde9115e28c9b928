package import Model

/// What is told of health checks. Runs are numbered; what comes of an earlier one is passed over.
package enum HealthNews: Sendable, Equatable {
    /// The sets that this context has, by name.
    case sets([String])
    /// These checks have begun, in the order in which they are shown.
    case began(Int, checks: [String])
    case result(Int, HealthResult)
    case ended(Int, HealthReport)
    /// It could not begin.
    case failed(Int, Problem)
}

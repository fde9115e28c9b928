/// A habit of a practice function that a scenario can set. (What CloudWatch reports follows from it: ``FunctionMetric``.)
package enum FunctionFigure: String, Sendable, CaseIterable {
    /// A minute.
    case invocations
    /// A fraction of the invocations.
    case errors
    /// A minute.
    case throttles
    /// p95 in milliseconds.
    case duration
    /// Milliseconds; only for a function that a stream feeds.
    case iteratorAge = "iterator_age"

    var quantity: Quantity {
        switch self {
        case .invocations, .throttles: .perMinute
        case .errors: .share
        case .duration, .iteratorAge: .milliseconds
        }
    }
}

extension DrillFunction {
    subscript(figure: FunctionFigure) -> Double {
        get { self[keyPath: Self.path(of: figure)] }
        set { self[keyPath: Self.path(of: figure)] = newValue }
    }

    private static func path(of figure: FunctionFigure) -> WritableKeyPath<DrillFunction, Double> {
        switch figure {
        case .invocations: \.invocationsPerMinute
        case .errors: \.errorRate
        case .throttles: \.throttlesPerMinute
        case .duration: \.durationP95Ms
        case .iteratorAge: \.iteratorAgeMs
        }
    }
}

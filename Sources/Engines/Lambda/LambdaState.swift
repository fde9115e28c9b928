import FoundationEssentials
package import Model

/// What the Lambda poller is told by the context.
package struct LambdaSettings: Sendable, Equatable {
    package var names: NameFilter
    package var thresholds: Thresholds
    package var window: Duration
    /// Figures of all functions.
    package var cadence: Duration = .seconds(60)
    /// Figures and state of the rows on screen.
    package var attendedCadence: Duration = .seconds(20)
    /// The list of functions, of stream mappings and of metrics that have data.
    package var listCadence: Duration = .seconds(300)

    package init(names: NameFilter = NameFilter(), thresholds: Thresholds = Thresholds(), window: Duration = .seconds(900)) {
        self.names = names
        self.thresholds = thresholds
        self.window = window
    }
}

/// The answers about one function in one round.
struct LambdaFigures: Sendable, Equatable {
    var invocations = MetricAnswer.failed
    var errors = MetricAnswer.failed
    var throttles = MetricAnswer.failed
    /// Without points where it was not worth a question.
    var duration = MetricAnswer.points([])
    var concurrency = MetricAnswer.points([])
    var iteratorAge = MetricAnswer.points([])

    /// Something happened in the window, so that the costlier figures have data, too.
    var hasActivity: Bool { [invocations, errors, throttles].contains { ($0.sum ?? 0) > 0 } }
    /// Without knowing the sums nothing can be ruled out.
    var isUncertain: Bool { invocations.isFailed || errors.isFailed || throttles.isFailed }
    var allFailed: Bool { invocations.isFailed && errors.isFailed && throttles.isFailed }
}

/// A figure that is a question to CloudWatch.
enum LambdaFigure: CaseIterable, Sendable {
    case invocations, errors, throttles, duration, concurrency, iteratorAge

    static let sums: [LambdaFigure] = [.invocations, .errors, .throttles]

    var metric: String {
        switch self {
        case .invocations: "Invocations"
        case .errors: "Errors"
        case .throttles: "Throttles"
        case .duration: "Duration"
        case .concurrency: "ConcurrentExecutions"
        case .iteratorAge: "IteratorAge"
        }
    }

    var path: any WritableKeyPath<LambdaFigures, MetricAnswer> & Sendable {
        switch self {
        case .invocations: \.invocations
        case .errors: \.errors
        case .throttles: \.throttles
        case .duration: \.duration
        case .concurrency: \.concurrency
        case .iteratorAge: \.iteratorAge
        }
    }

    /// Contract, Window: sums of one-minute Sums, p95 over the whole window, the newest one-minute Maximum.
    func question(about name: String, window: Window) -> MetricQuestion {
        let dimensions = [MetricQuestion.Dimension(name: "FunctionName", value: name)]
        switch self {
        case .invocations, .errors, .throttles: return MetricQuestion("AWS/Lambda", metric, dimensions, "Sum")
        case .duration: return MetricQuestion("AWS/Lambda", metric, dimensions, "p95", periodSeconds: window.seconds)
        case .concurrency, .iteratorAge: return MetricQuestion("AWS/Lambda", metric, dimensions, "Maximum")
        }
    }
}

/// Which functions CloudWatch lists Duration and ConcurrentExecutions for.
struct ListedFunctions: Sendable, Equatable {
    var duration: Set<String>
    var concurrency: Set<String>
}

/// What is known of all functions, and what to ask next. Decides only: no clock, no call.
struct LambdaState: Sendable {
    let settings: LambdaSettings
    /// In the order of their names.
    private(set) var names: [String] = []
    private var rows: [String: LambdaFunction] = [:]
    /// nil until ListEventSourceMappings has answered.
    private(set) var streamFed: Set<String>?
    /// nil while ListMetrics has not answered: then everything is asked for.
    private(set) var listed: ListedFunctions?

    init(settings: LambdaSettings) { self.settings = settings }

    /// Takes a new list: new functions appear, deleted ones go, known ones keep their figures.
    mutating func take(list: [LambdaFunction]) {
        var kept: [String: LambdaFunction] = [:]
        for function in list where settings.names.allows(function.name) {
            var row = rows[function.name] ?? function
            row.arn = function.arn
            row.runtime = function.runtime
            row.timeoutSeconds = function.timeoutSeconds
            row.memoryMB = function.memoryMB
            row.lastModified = function.lastModified
            row.isStreamFed = streamFed?.contains(function.name) ?? false
            kept[function.name] = row
        }
        rows = kept
        names = kept.keys.sorted()
    }

    mutating func take(streamFed names: Set<String>) {
        streamFed = names
        for name in rows.keys { rows[name]?.isStreamFed = names.contains(name) }
    }

    mutating func take(listed: ListedFunctions?) { self.listed = listed }

    // MARK: Questions

    /// The three sums of some functions, one figure after the other.
    static func sumQuestions(about names: [String], window: Window) -> [MetricQuestion] {
        LambdaFigure.sums.flatMap { figure in names.map { figure.question(about: $0, window: window) } }
    }

    /// What is worth asking once the sums are known: p95 and concurrency of functions that CloudWatch lists or that were active,
    /// iterator age of those that a stream feeds.
    func furtherQuestions(about figures: [(name: String, figures: LambdaFigures)]) -> [(name: String, figure: LambdaFigure)] {
        var wanted: [(String, LambdaFigure)] = []
        for figure in [LambdaFigure.duration, .concurrency, .iteratorAge] {
            for (name, known) in figures where isWorthAsking(figure, name, known) { wanted.append((name, figure)) }
        }
        return wanted
    }

    private func isWorthAsking(_ figure: LambdaFigure, _ name: String, _ known: LambdaFigures) -> Bool {
        // Where the sums could not be had, the same service will not know these either.
        guard !known.allFailed else { return false }
        switch figure {
        case .invocations, .errors, .throttles: return true
        case .iteratorAge: return streamFed?.contains(name) ?? false
        case .duration, .concurrency:
            guard let listed, !known.hasActivity, !known.isUncertain else { return true }
            return (figure == .duration ? listed.duration : listed.concurrency).contains(name)
        }
    }

    // MARK: Answers

    mutating func apply(_ figures: LambdaFigures, to name: String, window: Window) {
        guard var row = rows[name] else { return }
        row.invocations = figures.invocations.sum
        row.errors = figures.errors.sum
        row.throttles = figures.throttles.sum
        row.durationP95Ms = figures.duration.newest
        row.concurrency = figures.concurrency.newest
        row.iteratorAgeMs = figures.iteratorAge.newest
        row.invocationSeries = figures.invocations.series(in: window)
        row.errorSeries = figures.errors.series(in: window)
        row.iteratorAgeSeries = row.isStreamFed ? figures.iteratorAge.series(in: window) : nil
        LambdaJudge(thresholds: settings.thresholds).judge(&row)
        rows[name] = row
    }

    mutating func apply(state: String?, lastUpdateStatus: String?, lastModified: Date?, to name: String) {
        rows[name]?.state = state
        rows[name]?.lastUpdateStatus = lastUpdateStatus
        if let lastModified { rows[name]?.lastModified = lastModified }
    }

    /// State is told only of rows that are looked after now: an old word would be worse than none (contract, Window).
    mutating func forgetStates(except names: Set<String>) {
        for name in rows.keys where !names.contains(name) {
            rows[name]?.state = nil
            rows[name]?.lastUpdateStatus = nil
        }
    }

    /// The functions whose state is to be read: those on screen, those that are in trouble, or all of them. Figures that could not be
    /// had are no trouble of the function: asking Lambda about each would only add to the load.
    func namesWantingState(attended: [String], full: Bool) -> [String] {
        if full { return names }
        let onScreen = Set(attended)
        return names.filter { name in onScreen.contains(name) || (rows[name]?.severity ?? .ok) > .unknown }
    }

    // MARK: Rows

    func row(_ name: String) -> LambdaFunction? { rows[name] }

    /// Worst first, then by name.
    var rowsWorstFirst: [LambdaFunction] { rows.values.sorted { ($1.severity, $0.name) < ($0.severity, $1.name) } }
}

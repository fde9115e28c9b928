import FoundationEssentials
package import Model

/// What the queue poller is told by the context.
package struct QueuesSettings: Sendable, Equatable {
    package var names: NameFilter
    package var thresholds: Thresholds
    package var window: Duration
    /// Attributes of all queues.
    package var cadence: Duration = .seconds(15)
    /// CloudWatch's figures, which have a resolution of a minute, and the list of queues.
    package var metricCadence: Duration = .seconds(60)
    /// Attributes of the rows on screen; matters when the cadence is widened beyond it.
    package var attendedCadence: Duration = .seconds(20)

    package init(names: NameFilter = NameFilter(), thresholds: Thresholds = Thresholds(), window: Duration = .seconds(900)) {
        self.names = names
        self.thresholds = thresholds
        self.window = window
    }
}

/// The attributes of a queue that matter here, in SQS's meaning.
struct QueueAttributes: Sendable, Equatable {
    var arn: String?
    var visible: Int?
    var inFlight: Int?
    var delayed: Int?
    var visibilityTimeoutSeconds: Int?
    var isFIFO = false
    var deadLetterTargetARN: String?
}

/// CloudWatch's answers about one queue.
struct QueueFigures: Sendable, Equatable {
    var oldestAge = MetricAnswer.failed
    var sent = MetricAnswer.failed
    var received = MetricAnswer.failed
    /// Asked for only until own samples fill the window.
    var depth = MetricAnswer.points([])

    var allFailed: Bool { oldestAge.isFailed && sent.isFailed && received.isFailed }
}

enum QueueFigure: CaseIterable, Sendable {
    case oldestAge, sent, received, depth

    var path: any WritableKeyPath<QueueFigures, MetricAnswer> & Sendable {
        switch self {
        case .oldestAge: \.oldestAge
        case .sent: \.sent
        case .received: \.received
        case .depth: \.depth
        }
    }

    func question(about name: String) -> MetricQuestion {
        let dimensions = [MetricQuestion.Dimension(name: "QueueName", value: name)]
        switch self {
        case .oldestAge: return MetricQuestion("AWS/SQS", "ApproximateAgeOfOldestMessage", dimensions, "Maximum")
        case .sent: return MetricQuestion("AWS/SQS", "NumberOfMessagesSent", dimensions, "Sum")
        case .received: return MetricQuestion("AWS/SQS", "NumberOfMessagesReceived", dimensions, "Sum")
        case .depth: return MetricQuestion("AWS/SQS", "ApproximateNumberOfMessagesVisible", dimensions, "Maximum")
        }
    }
}

/// What is known of all queues, and what to ask next. Decides only: no clock, no call.
struct QueuesState: Sendable {
    let settings: QueuesSettings
    private var rows: [String: Queue] = [:]
    private var depths: [String: DepthHistory] = [:]
    private var targets: [String: String] = [:]
    /// Depths of dead-letter queues that the filter leaves out.
    private var outsideDepths: [String: Int] = [:]

    init(settings: QueuesSettings) { self.settings = settings }

    /// In the order of their names.
    var queues: [(name: String, url: String)] { rows.values.map { ($0.name, $0.url) }.sorted { $0.0 < $1.0 } }
    func row(_ name: String) -> Queue? { rows[name] }

    /// The last part of a queue's URL or ARN. A URL is a name here, never an address.
    static func name(ofURL url: String) -> String { url.split(separator: "/").last.map(String.init) ?? url }
    static func name(ofARN arn: String) -> String { arn.split(separator: ":").last.map(String.init) ?? arn }

    /// The prefixes that together find every wanted queue, so that SQS lists less; `[nil]` asks for all.
    static func prefixes(for names: NameFilter) -> [String?] {
        let literals = names.include.map { glob in glob.pattern.prefix { $0 != "*" && $0 != "?" } }
        guard !literals.isEmpty, literals.allSatisfy({ !$0.isEmpty }) else { return [nil] }
        let distinct = Set(literals.map(String.init)).sorted()
        return distinct.filter { one in !distinct.contains { $0 != one && one.hasPrefix($0) } }
    }

    /// Takes a new list: new queues appear, deleted ones go, known ones keep what is known.
    mutating func take(urls: [String]) {
        var kept: [String: Queue] = [:]
        for url in urls {
            let name = Self.name(ofURL: url)
            guard settings.names.allows(name) else { continue }
            kept[name] = rows[name] ?? Queue(name: name, url: url)
        }
        rows = kept
        depths = depths.filter { kept[$0.key] != nil }
        targets = targets.filter { kept[$0.key] != nil }
    }

    /// Deleted between the list and the question: no error, just gone.
    mutating func remove(_ name: String) {
        rows[name] = nil
        depths[name] = nil
        targets[name] = nil
    }

    /// Dead-letter queues that are not among the rows, so that their depth needs a question of its own: their names, sorted.
    /// A dead-letter queue always lies in the account and region of its source. Source: SQS Developer Guide, dead-letter queues.
    var outsideTargets: [String] { Set(targets.values.map(Self.name(ofARN:))).filter { rows[$0] == nil }.sorted() }

    /// - Parameter attributes: nil when the question failed: what was known of the numbers is known no more.
    mutating func apply(_ attributes: QueueAttributes?, to name: String, at now: Date) {
        guard var row = rows[name] else { return }
        row.visible = attributes?.visible
        row.inFlight = attributes?.inFlight
        row.delayed = attributes?.delayed
        if let attributes {
            row.arn = attributes.arn
            row.isFIFO = attributes.isFIFO || name.hasSuffix(".fifo")
            row.visibilityTimeoutSeconds = attributes.visibilityTimeoutSeconds
            targets[name] = attributes.deadLetterTargetARN
            row.deadLetterQueue = attributes.deadLetterTargetARN.map(Self.name(ofARN:))
            if let visible = attributes.visible {
                depths[name, default: DepthHistory(length: settings.window)].sample(Double(visible), at: now)
            }
        }
        rows[name] = row
    }

    mutating func apply(_ figures: QueueFigures, to name: String, window: Window) {
        guard rows[name] != nil else { return }
        let minutes = Double(window.seconds) / 60
        rows[name]?.oldestAgeSeconds = figures.oldestAge.newest
        rows[name]?.sentPerMinute = figures.sent.hasPoints ? figures.sent.sum.map { $0 / minutes } : nil
        rows[name]?.receivedPerMinute = figures.received.hasPoints ? figures.received.sum.map { $0 / minutes } : nil
        if case .points(let points) = figures.depth {
            depths[name, default: DepthHistory(length: settings.window)].fill(with: points)
        }
    }

    /// Takes depths that an earlier run has seen; what is known already stays.
    /// - Parameter past: By queue, one value a minute.
    mutating func remember(_ past: [String: MetricSeries]) {
        for (name, series) in past where rows.isEmpty || rows[name] != nil {
            depths[name, default: DepthHistory(length: settings.window)].fill(from: series)
        }
    }

    /// Queues whose depth in the past is not yet known from own samples.
    func namesWantingDepth() -> [String] { rows.keys.filter { depths[$0]?.isFilled != true }.sorted() }

    /// - Parameter depth: nil when it could not be had.
    mutating func applyOutside(_ depth: Int?, to name: String) { outsideDepths[name] = depth }

    /// Draws the conclusions from all answers of a round.
    mutating func settle(window: Window) {
        var sources: [String: [String]] = [:]
        for (name, row) in rows { row.deadLetterQueue.map { sources[$0, default: []].append(name) } }
        let judge = QueueJudge(thresholds: settings.thresholds, window: settings.window)
        for name in rows.keys {
            guard var row = rows[name] else { continue }
            row.deadLetterSources = sources[name]?.sorted() ?? []
            row.deadLetterDepth = row.deadLetterQueue.flatMap { rows[$0].map(\.visible) ?? outsideDepths[$0] }
            row.depthSeries = depths[name]?.series(in: window)
            row.growthPerMinute = row.depthSeries.flatMap(Growth.perMinute)
            judge.judge(&row)
            rows[name] = row
        }
    }

    /// Worst first, then by name.
    var rowsWorstFirst: [Queue] { rows.values.sorted { ($1.severity, $0.name) < ($0.severity, $1.name) } }
}

/// The depth of one queue minute by minute: CloudWatch's maxima for the past, own samples for what came since.
struct DepthHistory: Sendable, Equatable {
    private let minutes: Int
    /// Newest value of each minute; the minute is counted from 1970.
    private var samples: [Int: Float] = [:]
    private(set) var isFilled = false

    init(length: Duration) { minutes = max(1, Int(length.inSeconds / 60)) }

    mutating func sample(_ depth: Double, at now: Date) {
        // The last minute of the window that ends now: on the full minute that is the one just over (contract, Window).
        let minute = Int((now.timeIntervalSince1970 / 60).rounded(.up)) - 1
        samples[minute] = Float(depth)
        samples = samples.filter { $0.key > minute - minutes }
    }

    /// Own samples are exact for their instant and stay.
    mutating func fill(with points: [MetricPoint]) {
        isFilled = true
        for point in points {
            let minute = Int(point.at.timeIntervalSince1970) / 60
            if samples[minute] == nil { samples[minute] = Float(point.value) }
        }
    }

    /// Leaves the question to CloudWatch open: a recording may have holes.
    mutating func fill(from series: MetricSeries) {
        guard series.stepSeconds == 60 else { return }
        let first = Int(series.start.timeIntervalSince1970) / 60
        for (place, value) in series.values.enumerated() where samples[first + place] == nil { samples[first + place] = value }
    }

    func series(in window: Window) -> MetricSeries {
        let first = Int(window.start.timeIntervalSince1970) / 60
        return MetricSeries(start: window.start, stepSeconds: 60, values: (0..<window.seconds / 60).map { samples[first + $0] })
    }
}

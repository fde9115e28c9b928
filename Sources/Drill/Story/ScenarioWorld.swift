/// How a scenario's account differs from the practice night before anything happens: given habits replace those of the thing
/// of that name; a name that is not known yet is a further thing.
package struct ScenarioWorld: Sendable, Equatable {
    package var functions: [FunctionHabits] = []
    package var queues: [QueueHabits] = []
    package var alarms: [AlarmHabits] = []
    /// Instead of those of the practice night; none: those.
    package var escalations: [EscalationHabits] = []

    package init(
        functions: [FunctionHabits] = [], queues: [QueueHabits] = [], alarms: [AlarmHabits] = [],
        escalations: [EscalationHabits] = []
    ) {
        self.functions = functions
        self.queues = queues
        self.alarms = alarms
        self.escalations = escalations
    }

    func hasEscalation(_ name: String) -> Bool {
        (escalations.isEmpty ? EscalationHabits.usual : escalations).contains { $0.name == name }
    }

    package func applied(to world: DrillWorld, seed: UInt64) -> DrillWorld {
        var (functions, queues, alarms) = (world.functions, world.queues, world.alarms)
        for habits in self.functions {
            functions.change(where: { $0.name == habits.name }, orAdd: DrillFunction(habits.name, invocationsPerMinute: 1)) {
                habits.apply(to: &$0)
            }
        }
        for habits in self.queues {
            queues.change(where: { $0.name == habits.name }, orAdd: DrillQueue(habits.name, sentPerMinute: 1)) {
                habits.apply(to: &$0)
            }
        }
        for habits in self.alarms {
            alarms.change(where: { $0.name == habits.name }, orAdd: DrillAlarm(habits.name, state: "OK", reason: "")) {
                habits.apply(to: &$0)
            }
        }
        return DrillWorld(functions: functions, queues: queues, alarms: alarms, seed: seed)
    }
}

extension Array {
    fileprivate mutating func change(where fits: (Element) -> Bool, orAdd new: Element, _ change: (inout Element) -> Void) {
        if !contains(where: fits) { append(new) }
        for index in indices where fits(self[index]) { change(&self[index]) }
    }
}

package struct FunctionHabits: Sendable, Equatable {
    package var name: String
    /// Giving an iterator age makes it stream-fed.
    package var figures: [FunctionFigure: Double]
    package var timeoutSeconds: Int?
    package var deployedHoursAgo: Int?

    package init(
        _ name: String, _ figures: [FunctionFigure: Double] = [:], timeoutSeconds: Int? = nil, deployedHoursAgo: Int? = nil
    ) {
        self.name = name
        self.figures = figures
        self.timeoutSeconds = timeoutSeconds
        self.deployedHoursAgo = deployedHoursAgo
    }

    func apply(to function: inout DrillFunction) {
        for (figure, value) in figures { function[figure] = value }
        if figures[.iteratorAge] != nil { function.isStreamFed = true }
        if let timeoutSeconds { function.timeoutSeconds = timeoutSeconds }
        if let deployedHoursAgo { function.deployedHoursAgo = deployedHoursAgo }
    }
}

package struct QueueHabits: Sendable, Equatable {
    package var name: String
    package var sentPerMinute: Double?
    package var growthPerMinute: Double?
    /// Messages that lie in it whatever happens.
    package var resting: Int?
    package var visibilityTimeoutSeconds: Int?
    package var deadLetterQueue: String?

    package init(
        _ name: String, sentPerMinute: Double? = nil, growthPerMinute: Double? = nil, resting: Int? = nil,
        visibilityTimeoutSeconds: Int? = nil, deadLetterQueue: String? = nil
    ) {
        self.name = name
        self.sentPerMinute = sentPerMinute
        self.growthPerMinute = growthPerMinute
        self.resting = resting
        self.visibilityTimeoutSeconds = visibilityTimeoutSeconds
        self.deadLetterQueue = deadLetterQueue
    }

    func apply(to queue: inout DrillQueue) {
        if let sentPerMinute { queue.sentPerMinute = sentPerMinute }
        if let growthPerMinute { queue.pilingUpPerMinute = growthPerMinute }
        if let resting { queue.resting = resting }
        if let visibilityTimeoutSeconds { queue.visibilityTimeoutSeconds = visibilityTimeoutSeconds }
        if let deadLetterQueue { queue.deadLetterQueue = deadLetterQueue }
    }
}

package struct AlarmHabits: Sendable, Equatable {
    package var name: String
    package var state: String?
    package var reason: String?
    package var summary: String?
    /// What it watches; nil leaves it as it was.
    package var watches: Watched?
    package var threshold: Double?
    package var periodSeconds: Int?
    package var evaluationPeriods: Int?
    /// The rule of a composite alarm.
    package var rule: String?

    package struct Watched: Sendable, Equatable {
        package enum Kind: String, Sendable { case function, queue }
        package var kind: Kind
        package var name: String
        /// CloudWatch's name, in the namespace of the kind.
        package var metric: String

        package init(_ kind: Kind, _ name: String, metric: String) {
            self.kind = kind
            self.name = name
            self.metric = metric
        }
    }

    package init(
        _ name: String, state: String? = nil, reason: String? = nil, summary: String? = nil, watches: Watched? = nil,
        threshold: Double? = nil, periodSeconds: Int? = nil, evaluationPeriods: Int? = nil, rule: String? = nil
    ) {
        self.name = name
        self.state = state
        self.reason = reason
        self.summary = summary
        self.watches = watches
        self.threshold = threshold
        self.periodSeconds = periodSeconds
        self.evaluationPeriods = evaluationPeriods
        self.rule = rule
    }

    func apply(to alarm: inout DrillAlarm) {
        if let state { alarm.state = state }
        if let reason { alarm.reason = reason }
        if let summary { alarm.summary = summary }
        if let watches {
            alarm.namespace = watches.kind == .function ? "AWS/Lambda" : "AWS/SQS"
            alarm.dimension = (watches.kind == .function ? "FunctionName" : "QueueName", watches.name)
            alarm.metric = watches.metric
            alarm.statistic = watches.kind == .function ? "Sum" : "Maximum"
        }
        if let threshold { alarm.threshold = threshold }
        if let periodSeconds { alarm.periodSeconds = periodSeconds }
        if let evaluationPeriods { alarm.evaluationPeriods = evaluationPeriods }
        if let rule { alarm.rule = rule }
    }
}

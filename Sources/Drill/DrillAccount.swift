import FoundationEssentials

/// A world with its names looked up quickly, and what a story makes of it at present.
struct DrillAccount: Sendable {
    let world: DrillWorld
    let functionIndex: [String: Int]
    let queueIndex: [String: Int]
    var timeline = StoryTimeline.none
    /// Whose records the sender logs about; nil where there is no table.
    var table: PracticeTable?

    init(world: DrillWorld) {
        self.world = world
        functionIndex = Dictionary(world.functions.enumerated().map { ($1.name, $0) }) { first, _ in first }
        queueIndex = Dictionary(world.queues.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    func arn(_ service: String, _ resource: String) -> String {
        "arn:aws:\(service):\(DrillWorld.region):\(DrillWorld.account):\(resource)"
    }
    func url(ofQueue name: String) -> String { "https://sqs.\(DrillWorld.region).amazonaws.com/\(DrillWorld.account)/\(name)" }
}

extension DrillAccount {
    /// What CloudWatch has for each minute; nil where it has no data point. Functions without a part in the story cost no look-up a minute.
    func points(of metric: FunctionMetric, functionAt index: Int) -> (Int) -> Double? {
        let (function, noise) = (world.functions[index], world.noise)
        guard let plot = timeline.functions[function.name] else {
            return { function.value(metric, index: index, minute: $0, noise: noise) }
        }
        return { minute in
            plot.habits(of: function, index: index, at: Double(minute) * 60 + 30)
                .value(metric, index: index, minute: minute, noise: noise)
        }
    }

    func points(of metric: QueueMetric, queueAt index: Int) -> (Int) -> Double {
        { value(metric, queueAt: index, at: Date(timeIntervalSince1970: Double($0) * 60 + 30)) }
    }

    func value(_ metric: QueueMetric, queueAt index: Int, at moment: Date) -> Double {
        let queue = world.queues[index]
        let minute = Int(moment.timeIntervalSince1970) / 60
        func usual(_ metric: QueueMetric) -> Double { queue.value(metric, index: index, minute: minute, noise: world.noise) }
        guard let plot = timeline.queues[queue.name] else { return usual(metric) }
        return plot.value(metric, at: moment.timeIntervalSince1970, usual: usual)
    }

    /// The habits of a function at a moment, for whatever is not asked minute by minute.
    func function(at index: Int, _ moment: Date) -> DrillFunction {
        let function = world.functions[index]
        let plot = timeline.functions[function.name]
        return plot?.habits(of: function, index: index, at: moment.timeIntervalSince1970) ?? function
    }

    func alarms(at now: Date) -> [DrillAlarm] {
        guard !timeline.alarms.isEmpty else { return world.alarms }
        return world.alarms.map { timeline.alarms[$0.name]?.applied(to: $0, at: now.timeIntervalSince1970) ?? $0 }
    }
}

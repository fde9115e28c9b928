/// Reads one event of a scenario.
struct EventReader {
    private static let subjects = ["deploy", "function", "queue", "alarm", "log"]
    private static let details: [String: [String]] = [
        "deploy": ["over", "status"],
        "function": FunctionFigure.allCases.map(\.rawValue) + ["over", "failure"],
        "queue": ["arrives", "grows", "drains", "up_to"],
        "alarm": ["state", "reason"],
        "log": ["level", "message", "every", "for"],
    ]
    /// Every key that an event may have; which of them go together is checked for each event.
    static let keys = ["at"] + subjects + Array(Set(details.values.flatMap { $0 })).sorted()

    private let map: ScenarioMap
    private let world: DrillWorld

    init(_ map: ScenarioMap, world: DrillWorld) {
        self.map = map
        self.world = world
    }

    func read() throws(ScenarioError) -> StoryEvent {
        let at = try map.required("at", try map.duration("at"))
        let subject = try map.single(of: Self.subjects)
        let allowed = Self.details[subject] ?? []
        for key in Self.keys where map.has(key) && key != "at" && key != subject && !allowed.contains(key) {
            throw map.failure(
                key, "does not belong to an event of \"\(subject)\"", hint: "It takes: \(allowed.joined(separator: ", ")).")
        }
        let name = try map.requiredText(subject)
        guard knows(name, as: subject) else { throw map.unknownName(subject, name) }
        return StoryEvent(at: at, try what(subject, name))
    }

    private func knows(_ name: String, as subject: String) -> Bool {
        switch subject {
        case "queue": world.hasQueue(name)
        case "alarm": world.hasAlarm(name)
        default: world.hasFunction(name)
        }
    }

    private func what(_ subject: String, _ name: String) throws(ScenarioError) -> StoryEvent.What {
        switch subject {
        case "deploy":
            let status = try map.choice("status", of: ["Successful", "Failed"]) ?? "Successful"
            return .deployment(DeploymentTurn(name, lasts: try map.duration("over") ?? .seconds(10), status: status))
        case "queue": return .queue(try queue(name))
        case "alarm":
            let state = try map.required("state", try map.choice("state", of: ["ALARM", "OK", "INSUFFICIENT_DATA"]))
            return .alarm(AlarmTurn(name, state, reason: try map.text("reason") ?? ""))
        case "log": return .log(try log(name))
        default: return .function(try function(name))
        }
    }

    private func function(_ name: String) throws(ScenarioError) -> FunctionTurn {
        var turn = FunctionTurn(name, [:], over: try map.duration("over") ?? .zero, failure: try map.text("failure"))
        for figure in FunctionFigure.allCases {
            let kind = figure.quantity.description + ", or usual"
            turn.figures[figure] = try map.value(figure.rawValue, kind) { text in
                text == "usual" ? .usual : figure.quantity.parse(text).map { .value($0) }
            }
        }
        if turn.figures.isEmpty, turn.failure == nil {
            throw map.failure("function", "is named, but nothing about it changes", hint: "Write errors: 40%, or another figure.")
        }
        if turn.figures[.iteratorAge] != nil, world.functions.first(where: { $0.name == name })?.isStreamFed != true {
            throw map.failure(
                "iterator_age", "is given, but no stream feeds \(name)", hint: "Give the function an iterator_age under world.")
        }
        return turn
    }

    private func queue(_ name: String) throws(ScenarioError) -> QueueTurn {
        let (grows, drains) = (try map.number("grows", .perMinute), try map.number("drains", .perMinute))
        if grows != nil, drains != nil { throw map.failure("drains", "and grows cannot both be true") }
        let turn = QueueTurn(
            name, arriving: try map.count("arrives") ?? 0, growthPerMinute: grows ?? drains.map { -$0 },
            upTo: try map.count("up_to"))
        if turn.arriving == 0, turn.growthPerMinute == nil {
            throw map.failure("queue", "is named, but nothing about it changes", hint: "Write arrives, grows or drains.")
        }
        return turn
    }

    private func log(_ name: String) throws(ScenarioError) -> LogTurn {
        let turn = LogTurn(
            name, level: try map.choice("level", of: ["error", "warn", "info", "debug"]) ?? "info",
            try map.requiredText("message"), every: try map.duration("every"), lasts: try map.duration("for"))
        if let every = turn.every, every < .seconds(1) { throw map.failure("every", "must be at least 1s") }
        return turn
    }
}

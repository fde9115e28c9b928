/// Reads how a scenario's account differs from the practice night.
struct WorldReader {
    private let map: ScenarioMap?

    init(_ root: ScenarioMap) throws(ScenarioError) {
        map = try root.map("world", known: ["functions", "queues", "alarms", "escalations"])
    }

    func read() throws(ScenarioError) -> ScenarioWorld {
        guard let map else { return ScenarioWorld() }
        var world = ScenarioWorld()
        let figures = FunctionFigure.allCases.map(\.rawValue)
        for item in try map.maps("functions", known: ["name", "timeout", "deployed"] + figures) {
            world.functions.append(try function(item))
        }
        for item in try map.maps("queues", known: ["name", "sent", "grows", "resting", "visibility", "dead_letters"]) {
            world.queues.append(try queue(item))
        }
        let known = [
            "name", "state", "reason", "summary", "function", "queue", "metric", "threshold", "period", "periods", "rule",
        ]
        for item in try map.maps("alarms", known: known) { world.alarms.append(try alarm(item)) }
        for item in try map.maps("escalations", known: ["name", "calls"]) { world.escalations.append(try escalation(item)) }
        return world
    }

    private func escalation(_ item: ScenarioMap) throws(ScenarioError) -> EscalationHabits {
        var habits = EscalationHabits(try item.requiredText("name"), [])
        for call in try item.maps("calls", known: ["channel", "in", "target"]) {
            let channel = try call.required("channel", try call.choice("channel", of: EscalationHabits.channels))
            let after = try call.required("in", try call.duration("in"))
            habits.calls.append(.init(channel, after: after, try call.requiredText("target")))
        }
        if habits.calls.isEmpty { throw item.failure("calls", "must name somebody", hint: "Write at least one call.") }
        return habits
    }

    private func function(_ item: ScenarioMap) throws(ScenarioError) -> FunctionHabits {
        var habits = FunctionHabits(
            try item.requiredText("name"), timeoutSeconds: try item.duration("timeout").map { Int($0.seconds) },
            deployedHoursAgo: try item.duration("deployed").map { Int($0.seconds) / 3600 })
        for figure in FunctionFigure.allCases { habits.figures[figure] = try item.number(figure.rawValue, figure.quantity) }
        return habits
    }

    private func queue(_ item: ScenarioMap) throws(ScenarioError) -> QueueHabits {
        QueueHabits(
            try item.requiredText("name"), sentPerMinute: try item.number("sent", .perMinute),
            growthPerMinute: try item.number("grows", .perMinute), resting: try item.count("resting"),
            visibilityTimeoutSeconds: try item.duration("visibility").map { Int($0.seconds) },
            deadLetterQueue: try item.text("dead_letters"))
    }

    private func alarm(_ item: ScenarioMap) throws(ScenarioError) -> AlarmHabits {
        AlarmHabits(
            try item.requiredText("name"), state: try item.choice("state", of: ["ALARM", "OK", "INSUFFICIENT_DATA"]),
            reason: try item.text("reason"), summary: try item.text("summary"), watches: try watched(item),
            threshold: try item.value("threshold", "a number") { Double($0).flatMap { $0.isFinite ? $0 : nil } },
            periodSeconds: try item.duration("period").map { Int($0.seconds) }, evaluationPeriods: try item.count("periods"),
            rule: try item.text("rule"))
    }

    private func watched(_ item: ScenarioMap) throws(ScenarioError) -> AlarmHabits.Watched? {
        guard item.has("function") || item.has("queue") || item.has("metric") else { return nil }
        let kind: AlarmHabits.Watched.Kind = try item.single(of: ["function", "queue"]) == "queue" ? .queue : .function
        return AlarmHabits.Watched(kind, try item.requiredText(kind.rawValue), metric: try item.requiredText("metric"))
    }
}

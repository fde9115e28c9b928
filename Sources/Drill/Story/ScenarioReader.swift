/// Reads a scenario from the tree of its file, strictly.
package struct ScenarioReader {
    private static let keys = [
        "title", "about", "seed", "start", "limit", "repeat", "world", "events", "right_view", "fix", "after_fix", "handled",
        "walkthrough",
    ]

    /// The account as it is when the events begin: what they may name.
    private let world: DrillWorld
    private let changes: ScenarioWorld
    private let root: ScenarioMap

    /// - Parameter name: The scenario's, which is its file's without `.yaml`.
    /// - Parameter file: For error texts.
    package static func read(
        _ tree: ScenarioValue, name: String, file: String, in world: DrillWorld = .night()
    ) throws(ScenarioError) -> Scenario {
        let root = try ScenarioMap(tree, path: "", file: file, known: keys)
        let changes = try WorldReader(root).read()
        let seed = try root.value("seed", "a whole number, not negative") { UInt64($0) } ?? 3292
        return try ScenarioReader(world: changes.applied(to: world, seed: seed), changes: changes, root: root).scenario(
            name, seed)
    }

    private func scenario(_ name: String, _ seed: UInt64) throws(ScenarioError) -> Scenario {
        let limit = try root.required("limit", try root.duration("limit"))
        guard (.seconds(60) ... .seconds(86_400)).contains(limit) else { throw root.failure("limit", "must be 1m to 24h") }
        let again = try root.duration("repeat")
        if let again, again < .seconds(60) { throw root.failure("repeat", "must be at least 1m") }
        return Scenario(
            name: name, title: try root.requiredText("title"), about: try root.text("about") ?? "", seed: seed,
            start: try root.duration("start", mayBeNegative: true) ?? .zero, limit: limit, repeatsAfter: again, world: changes,
            events: try events("events", isRequired: true), rightViews: try rightViews(), fixes: try fixes(),
            afterFix: try events("after_fix", isRequired: false), handled: try handled(limit: limit),
            walkthrough: try walkthrough())
    }

    private func events(_ key: String, isRequired: Bool) throws(ScenarioError) -> [StoryEvent] {
        var events: [StoryEvent] = []
        for map in try root.maps(key, known: EventReader.keys) { events.append(try EventReader(map, world: world).read()) }
        if isRequired, events.isEmpty { throw root.failure(key, "must tell of something", hint: "Write at least one event.") }
        return events
    }

    // MARK: What the person does

    private static let viewKeys = StoryView.Kind.allCases.map(\.rawValue)

    private func view(_ map: ScenarioMap) throws(ScenarioError) -> StoryView {
        let key = try map.single(of: Self.viewKeys)
        let name = try map.requiredText(key)
        // Always one of the kinds: `single` has looked.
        let view = StoryView(StoryView.Kind(rawValue: key) ?? .function, name)
        let isKnown =
            switch view.kind {
            case .function, .logs: world.hasFunction(view.subject)
            case .queue: world.hasQueue(name)
            case .alarm: world.hasAlarm(name)
            case .escalation: changes.hasEscalation(name)
            }
        guard isKnown else { throw map.unknownName(key, name) }
        return view
    }

    private func rightViews() throws(ScenarioError) -> [StoryView] {
        var views: [StoryView] = []
        for map in try root.maps("right_view", known: Self.viewKeys) { views.append(try view(map)) }
        return views
    }

    private func fixes() throws(ScenarioError) -> [StoryFix] {
        var fixes: [StoryFix] = []
        for map in try root.maps("fix", known: Self.viewKeys + ["invoke", "action", "target", "payload", "answer"]) {
            switch try map.single(of: Self.viewKeys + ["invoke", "action"]) {
            case "invoke":
                fixes.append(
                    .invoke(
                        try functionName("invoke", of: map), payload: try map.texts("payload"), answer: try map.text("answer")))
            case "action":
                fixes.append(
                    .action(
                        name: try map.requiredText("action"), target: try map.requiredText("target"),
                        payload: try map.texts("payload"), answer: try map.text("answer")))
            default: fixes.append(.view(try view(map)))
            }
        }
        if fixes.isEmpty { throw root.failure("fix", "must name what mends it", hint: "Write at least one fix.") }
        return fixes
    }

    private func handled(limit: Duration) throws(ScenarioError) -> HandledRule {
        guard let map = try root.map("handled", known: ["view_within", "fix_within"]) else { return HandledRule() }
        let rule = HandledRule(viewWithin: try map.duration("view_within"), fixWithin: try map.duration("fix_within"))
        for (key, time) in [("view_within", rule.viewWithin), ("fix_within", rule.fixWithin)] {
            if let time, time > limit { throw map.failure(key, "is longer than the limit, so that it says nothing") }
        }
        return rule
    }

    private func walkthrough() throws(ScenarioError) -> [ScenarioStep] {
        var steps: [ScenarioStep] = []
        for map in try root.maps("walkthrough", known: ["at", "invoke", "action", "target", "payload"] + Self.viewKeys) {
            let at = try map.required("at", try map.duration("at"))
            switch try map.single(of: Self.viewKeys + ["invoke", "action"]) {
            case "invoke":
                let name = try functionName("invoke", of: map)
                steps.append(
                    ScenarioStep(at: at, .actionDone(name: StoryFix.invoke, target: name, payload: try map.text("payload"))))
            case "action":
                let (name, target) = (try map.requiredText("action"), try map.requiredText("target"))
                steps.append(ScenarioStep(at: at, .actionDone(name: name, target: target, payload: try map.text("payload"))))
            default: steps.append(ScenarioStep(at: at, .viewOpened(try view(map))))
            }
        }
        return steps
    }

    private func functionName(_ key: String, of map: ScenarioMap) throws(ScenarioError) -> String {
        let name = try map.requiredText(key)
        guard world.hasFunction(name) else { throw map.unknownName(key, name) }
        return name
    }
}

extension ScenarioMap {
    func unknownName(_ key: String, _ name: String) -> ScenarioError {
        failure(
            key, "names \"\(name)\", which the practice world does not have",
            hint: "Correct the name, or add it under world.")
    }
}

extension DrillWorld {
    func hasFunction(_ name: String) -> Bool { functions.contains { $0.name == name } }
    func hasQueue(_ name: String) -> Bool { queues.contains { $0.name == name } }
    func hasAlarm(_ name: String) -> Bool { alarms.contains { $0.name == name } }
}

/// A scripted incident to practise on. Times count from the story's first second unless they say otherwise.
package struct Scenario: Sendable, Equatable {
    /// The file's name without `.yaml`; what `drill run` takes.
    package var name: String
    package var title: String
    /// What the person is told before it begins, and what can be learnt from it.
    package var about: String
    package var seed: UInt64
    /// When the story begins, seen from the opening of the console. Negative: it has been going on for a while.
    package var start: Duration
    /// How long after the first trouble could be seen the story ends by itself, not handled.
    package var limit: Duration
    /// The quiet time after all is well, before the story begins anew; nil when it is told once.
    package var repeatsAfter: Duration?
    package var world: ScenarioWorld
    package var events: [StoryEvent]
    /// The views that show the cause: one of them is to be reached. Empty: none in particular.
    package var rightViews: [StoryView]
    /// What mends it: the first of these that is done.
    package var fixes: [StoryFix]
    /// What happens then; times count from the fix, or from the limit when nobody has mended it.
    package var afterFix: [StoryEvent]
    package var handled: HandledRule
    /// One way to handle it; times count from when the first trouble could be seen.
    package var walkthrough: [ScenarioStep]

    package init(
        name: String, title: String, about: String = "", seed: UInt64 = 3292, start: Duration = .zero, limit: Duration,
        repeatsAfter: Duration? = nil, world: ScenarioWorld = ScenarioWorld(), events: [StoryEvent], rightViews: [StoryView] = [],
        fixes: [StoryFix], afterFix: [StoryEvent] = [], handled: HandledRule = HandledRule(), walkthrough: [ScenarioStep] = []
    ) {
        self.name = name
        self.title = title
        self.about = about
        self.seed = seed
        self.start = start
        self.limit = limit
        self.repeatsAfter = repeatsAfter
        self.world = world
        self.events = events
        self.rightViews = rightViews
        self.fixes = fixes
        self.afterFix = afterFix
        self.handled = handled
        self.walkthrough = walkthrough
    }
}

/// When an incident counts as handled; times count from when the first trouble could be seen. The view has to be reached
/// before the fix: mending what one has not looked at is luck.
package struct HandledRule: Sendable, Equatable {
    /// nil: any time before the fix will do.
    package var viewWithin: Duration?
    /// nil: any time before the limit will do.
    package var fixWithin: Duration?

    package init(viewWithin: Duration? = nil, fixWithin: Duration? = nil) {
        self.viewWithin = viewWithin
        self.fixWithin = fixWithin
    }
}

/// A place in the console that shows one thing.
package struct StoryView: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The detail of a function, a queue, an alarm, an escalation.
        case function, queue, alarm, escalation
        /// The log of a function, by the function's name or its group's.
        case logs
    }

    package var kind: Kind
    package var name: String

    package init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    /// The name without the prefix of a log group: a function's log is found by either name.
    package var subject: String {
        let prefix = "/aws/lambda/"
        return kind == .logs && name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    }

    func shows(_ other: StoryView) -> Bool { kind == other.kind && subject == other.subject }

    /// `logs of X`, `function X`.
    package var description: String { kind == .logs ? "logs of \(subject)" : "\(kind.rawValue) \(name)" }
}

/// Something that mends what the story has broken.
package enum StoryFix: Sendable, Equatable {
    /// An action by its audit name (`lambda.invoke`, `queue.redrive`) on a target. `payload`: members that the JSON object sent
    /// along must have, as text. `answer`: what the function then answers.
    case action(name: String, target: String, payload: [String: String] = [:], answer: String? = nil)
    /// Somebody has to look; the rest is done by others.
    case view(StoryView)

    package static func invoke(_ function: String, payload: [String: String] = [:], answer: String? = nil) -> StoryFix {
        .action(name: Self.invoke, target: function, payload: payload, answer: answer)
    }

    /// The audit name of a test-invoke.
    package static let invoke = "lambda.invoke"

    package var description: String {
        switch self {
        case .action(let name, let target, _, _): "\(name) \(target)"
        case .view(let view): view.description
        }
    }
}

/// Something that the person has done.
package enum StoryHappening: Sendable, Equatable {
    case viewOpened(StoryView)
    /// An action that went out and was not refused. `payload`: the JSON that went with it.
    case actionDone(name: String, target: String, payload: String? = nil)

    package var description: String {
        switch self {
        case .viewOpened(let view): view.description
        case .actionDone(let name, let target, _): "\(name) \(target)"
        }
    }
}

/// A happening at its time.
package struct ScenarioStep: Sendable, Equatable {
    package var at: Duration
    package var happening: StoryHappening

    package init(at: Duration, _ happening: StoryHappening) {
        self.at = at
        self.happening = happening
    }
}

import Drawing
import Model

extension Action {
    static let resources: [Action] = [
        Action(
            "queue.redrive", keys: [.character("D")], title: "Redrive: move dead letters back to where they came from",
            label: "redrive", group: .act, scopes: [.panes, .detail], permission: .mutate, pane: .queues
        ) { state in
            state.offerForQueue { queue in { $0.wish(ResourceWish.What.redrive(queue: queue)) } }
        },
        Action(
            "queue.redrive.stop", keys: [], title: "Stop the redrive of a dead-letter queue", group: .act,
            scopes: [.panes, .detail],
            permission: .mutate, pane: .queues
        ) { state in
            state.offerForQueue { queue in { $0.wish(ResourceWish.What.stopRedrive(queue: queue)) } }
        },
        Action(
            "function.settings", keys: [.character("F")], title: "Memory, time-out or provisioned concurrency of a function",
            label: "settings", group: .act, scopes: [.panes, .detail], permission: .mutate, pane: .lambda
        ) { state in
            guard case .success(let function) = state.oneFunction else { return state.refusalOfFunction }
            return .does { state in
                let settings = ["function.memory", "function.timeout", "function.provisioned"]
                state.views.append(
                    .menu(
                        MenuView(
                            title: "Set what of \(function.name)?",
                            items: settings.compactMap { id in
                                Action.byID[id].map { MenuView.Item(label: $0.title, choice: .action(id)) }
                            })))
                return []
            }
        },
        setting("function.memory", "Memory of a function", .memory),
        setting("function.timeout", "Time-out of a function", .timeout),
        setting("function.provisioned", "Provisioned concurrency of a version or alias", .provisioned),
        Action(
            "backup", keys: [], title: "Back up the configuration of functions, queues and alarms", group: .data,
            scopes: [.panes, .detail]
        ) { _ in
            .does { state in
                state.answer("Reading the configuration; a message says where it is")
                return [.backUp]
            }
        },
    ]

    private static func setting(_ id: String, _ title: String, _ kind: FunctionSetting.Kind) -> Action {
        Action(id, keys: [], title: title, group: .act, scopes: [.panes, .detail], permission: .mutate, pane: .lambda) { state in
            guard case .success(let function) = state.oneFunction else { return state.refusalOfFunction }
            return .does {
                $0.prompt(
                    .setting(
                        FunctionSetting(
                            kind: kind, function: function.name, presentMB: function.memoryMB,
                            presentSeconds: function.timeoutSeconds)
                    ))
            }
        }
    }
}

extension ConsoleState {
    /// The function at hand, or why there is none.
    fileprivate var oneFunction: Result<LambdaFunction, ActionRefusal> {
        let pane = PaneKind.lambda
        if isOff(pane) { return .failure(ActionRefusal("\(pane.title): off in this context.")) }
        guard openDetail?.subject.pane ?? focus == pane else {
            return .failure(ActionRefusal("That is for functions: \(keyText("focus.\(pane.rawValue)")) goes to them."))
        }
        guard targets.count <= 1 else { return .failure(ActionRefusal("This is for one function; \(targets.count) are marked.")) }
        guard case .function(let function)? = targets.first else { return .failure(ActionRefusal(nothingSelected)) }
        return .success(function)
    }

    fileprivate var refusalOfFunction: Action.Offer {
        guard case .failure(let refusal) = oneFunction else { return .refuses(nothingSelected) }
        return .refuses(refusal.text)
    }

    /// The dead-letter queue at hand, or that of the queue at hand.
    fileprivate func offerForQueue(
        _ change: (String) -> @Sendable (inout ConsoleState) -> [Effect]
    ) -> Action.Offer {
        let pane = PaneKind.queues
        if isOff(pane) { return .refuses("\(pane.title): off in this context.") }
        guard openDetail?.subject.pane ?? focus == pane else {
            return .refuses("That is for queues: \(keyText("focus.\(pane.rawValue)")) goes to them.")
        }
        guard targets.count <= 1 else { return .refuses("This is for one queue; \(targets.count) are marked.") }
        guard case .queue(let queue)? = targets.first else { return .refuses(nothingSelected) }
        if !queue.deadLetterSources.isEmpty { return .does(change(queue.name)) }
        guard let deadLetters = queue.deadLetterQueue else {
            return .refuses("\(queue.name) has no dead-letter queue, and is none.")
        }
        return .does(change(deadLetters))
    }

    /// Looks at what is there; the question stands at once, and fills when the answer has come.
    mutating func wish(_ what: ResourceWish.What) -> [Effect] {
        let wish = ResourceWish(number: changes.nextID(), what: what)
        views.append(.confirm(ConfirmView(question: .resourceWish(wish))))
        return [.discardInput, .prepareResource(wish)]
    }

    /// The answer to a question that was left is passed over.
    mutating func take(_ order: ResourceOrder, to number: Int) -> [Effect] {
        guard closeQuestion(number), let proposal = Proposal(id: number, ordering: [order]) else { return [] }
        return ask(proposal)
    }
}

/// Why an action cannot be done, in words.
private struct ActionRefusal: Error {
    let text: String
    init(_ text: String) { self.text = text }
}

import Model

/// What the keys for runs come to where the run is that of a running deployment.
extension ConsoleState {
    func offerLiveRequeue(_ row: OptimizerRow) -> Action.Offer {
        guard let sight = row.live else { return .refuses("What is seen of the live deployment is not known here.") }
        let found = LiveCalls.requeue(sight, region: place.region)
        guard !found.isEmpty else {
            return .refuses("No queue of the live deployment is behind: none has dead letters, and no run is stuck.")
        }
        return .does { state in
            let orders = found.compactMap { calls in
                calls.order.map {
                    MenuView.Item(label: $0.title, note: "asks first", choice: .resource($0))
                }
            }
            let texts = found.map { MenuView.Item(label: "\($0.title): the calls", choice: .calls($0)) }
            guard orders.isEmpty, let only = found.first, found.count == 1 else {
                state.views.append(.menu(MenuView(title: "What is behind", items: orders + texts)))
                return []
            }
            return state.show(only)
        }
    }

    func offerLiveEnd(_ row: OptimizerRow) -> Action.Offer {
        guard let sight = row.live, sight.progress.isUnderWay else {
            return .refuses("No run of the live deployment is seen open.")
        }
        return .does { $0.show(LiveCalls.end(instance: nil, deployment: LiveDeployment())) }
    }

    var refusalOfLiveCancel: Action.Offer {
        .refuses("The live deployment has no cancel: \(keyText("run.end")) shows the calls that end its run.")
    }

    var refusalOfLiveStart: Action.Offer {
        .refuses(
            "The live deployment starts its runs itself: invoke \(LiveDeployment().creator) in pane \(PaneKind.lambda.number).")
    }

    /// The calls, and why they are not made.
    mutating func show(_ calls: LiveCalls) -> [Effect] {
        let whyNot = calls.order.map {
            "Nightdesk does the first of them after a question: \($0.title). \(LiveCalls.whyNotTheRest)"
        }
        views.append(
            .text(
                TextView(
                    title: calls.title,
                    paragraphs: [whyNot ?? LiveCalls.whyNot] + calls.lines
                        + ["As lines to copy: nightdesk optimizer \(calls.command)"])))
        return []
    }
}

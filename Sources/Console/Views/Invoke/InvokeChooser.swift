import Model

/// What a test-invoke runs with: event, qualifier, and whether the result is waited for.
struct InvokeChooser: Equatable, Sendable {
    /// Name or ARN.
    let functionName: String
    /// nil until it has been read.
    var material: InvokeMaterial?
    /// nil until Lambda has answered; `$LATEST` can be chosen before.
    var options: InvokeOptions?
    /// The event.
    var cursor = 0
    /// Index of the qualifier; 0 is `$LATEST`.
    var qualifier = 0
    var mode = InvokePlan.Mode.requestResponse

    init(functionName: String) { self.functionName = functionName }

    struct Qualifier: Equatable, Sendable {
        /// nil for `$LATEST`.
        var name: String?
        var label: String
    }

    /// `$LATEST`, the aliases, the versions from the newest on.
    var qualifiers: [Qualifier] {
        let aliases = (options?.aliases ?? []).map { alias in
            Qualifier(name: alias.name, label: alias.version.map { "\(alias.name) (version \($0))" } ?? alias.name)
        }
        return [Qualifier(name: nil, label: "$LATEST")] + aliases
            + (options?.versions ?? []).map { Qualifier(name: $0, label: "version \($0)") }
    }

    var chosenQualifier: Qualifier {
        let all = qualifiers
        return all[min(qualifier, all.count - 1)]
    }

    var chosenEvent: InvokeMaterial.Event? {
        guard let events = material?.events, events.indices.contains(cursor) else { return nil }
        return events[cursor]
    }
}

extension ConsoleState {
    /// Opens the choices for one function, by its name.
    mutating func beginInvoke(_ functionName: String) -> [Effect] {
        views.append(.chooser(InvokeChooser(functionName: functionName)))
        return [.prepareInvoke(functionName)]
    }

    mutating func changeChooser(of functionName: String, _ change: (inout InvokeChooser) -> Void) {
        for place in views.indices {
            guard case .chooser(var chooser) = views[place], chooser.functionName == functionName else { continue }
            change(&chooser)
            views[place] = .chooser(chooser)
        }
    }

    /// From the choices to the question, with everything in it frozen.
    mutating func chooseInvocation(_ chooser: InvokeChooser) -> [Effect] {
        guard let event = chooser.chosenEvent, let material = chooser.material else {
            refuse("The events have not been read yet.")
            return []
        }
        var place = place
        place.region = material.region
        let qualifier = chooser.chosenQualifier.name
        do throws(Problem) {
            let plan = try InvokePlan(
                functionName: chooser.functionName, qualifier: qualifier, mode: chooser.mode, payload: event.payload,
                place: place,
                // Another version may have another time-out: then the longest is waited for.
                timeoutSeconds: qualifier == nil ? chooser.options?.timeoutSeconds : nil)
            return ask(Proposal(id: changes.nextID(), invoking: plan))
        } catch {
            refuse(sentences(of: error))
            return []
        }
    }
}

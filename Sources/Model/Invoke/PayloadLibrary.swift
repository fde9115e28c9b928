/// The payloads that `T` and `--event` offer: those of the folders `events`, and the empty event.
package struct PayloadLibrary: Sendable, Equatable {
    package let payloads: [Payload]

    /// - Parameter files: Name without `.json`, and text, the user's own before the shipped: of one name the first is taken.
    package init(files: [(name: String, text: String)] = []) {
        var names: Set<String> = []
        let found = files.filter { names.insert($0.name).inserted }.map {
            Payload(name: $0.name, text: $0.text, warning: Self.warnings[$0.name])
        }
        payloads = found + (names.contains(Self.empty.name) ? [] : [Self.empty])
    }

    package subscript(name name: String) -> Payload? { payloads.first { $0.name == name } }

    /// Those that a function is likely meant for first: a lone worker's Connect and Check function take only their own.
    package func ordered(for functionName: String) -> [Payload] {
        let name = functionName.lowercased()
        func rank(_ payload: Payload) -> Int {
            if payload.name.hasPrefix("lone-worker-button-") { return name.contains("connect") ? 0 : 2 }
            if payload.name == "check-function" { return name.contains("check") ? 0 : 2 }
            return 1
        }
        return payloads.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
    }

    /// The event without content.
    package static let empty = Payload(name: "empty", text: "{}")

    /// What the shipped events do that one might not expect. The calling number in them is one of those that Ofcom
    /// keeps for fiction: nobody is known by it, so that a trial checks nobody in; an emergency is mailed whoever calls.
    private static let warnings = [
        "lone-worker-button-3": "Reports an emergency: the emergency list is mailed, also for an unknown number.",
        "check-function": "Runs the routine check: whoever is overdue is mailed about.",
    ]
}

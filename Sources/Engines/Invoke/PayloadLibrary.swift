/// The payloads that `T` and `--event` offer: ours, and those of the folder `events` beside the configuration.
package struct PayloadLibrary: Sendable, Equatable {
    package let payloads: [Payload]

    /// - Parameter user: The user's files: name without `.json`, and text. One of ours with the same name gives way.
    package init(user: [(name: String, text: String)] = []) {
        let own = user.sorted { $0.name < $1.name }.map { Payload(name: $0.name, text: $0.text) }
        let names = Set(own.map(\.name))
        payloads = own + Self.shipped.filter { !names.contains($0.name) }
    }

    package subscript(name name: String) -> Payload? { payloads.first { $0.name == name } }

    /// Those that a function is likely meant for first: a lone worker's Connect and Check function take only their own.
    package func ordered(for functionName: String) -> [Payload] {
        let name = functionName.lowercased()
        func rank(_ payload: Payload) -> Int {
            if payload.name.hasPrefix("lone-worker-button-") { return name.contains("connect") ? 0 : 2 }
            if payload.name == Self.checkFunction.name { return name.contains("check") ? 0 : 2 }
            return 1
        }
        return payloads.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
    }

    /// Ours. The calling number is one of those that Ofcom keeps for fiction: nobody is known by it, so that a trial checks
    /// nobody in. An emergency is mailed whoever calls (systems, 0).
    package static let shipped = [
        loneWorker(button: 1), loneWorker(button: 2),
        loneWorker(button: 3, warning: "Reports an emergency: the emergency list is mailed, also for an unknown number."),
        checkFunction,
    ]

    private static let checkFunction = Payload(
        name: "check-function", text: "{}", warning: "Runs the routine check: whoever is overdue is mailed about.")

    /// As Amazon Connect calls a function. Source: Amazon Connect Administrator Guide, "Invoke Lambda functions".
    private static func loneWorker(button: Int, warning: String? = nil) -> Payload {
        let text = """
            {
              "Details": {
                "ContactData": {
                  "Attributes": {},
                  "Channel": "VOICE",
                  "ContactId": "00000000-0000-0000-0000-000000000000",
                  "CustomerEndpoint": {
                    "Address": "+447700900123",
                    "Type": "TELEPHONE_NUMBER"
                  },
                  "InitialContactId": "00000000-0000-0000-0000-000000000000",
                  "InitiationMethod": "INBOUND",
                  "PreviousContactId": "",
                  "Queue": null,
                  "SystemEndpoint": {
                    "Address": "+441632960000",
                    "Type": "TELEPHONE_NUMBER"
                  }
                },
                "Parameters": {
                  "buttonpressed": "\(button)"
                }
              },
              "Name": "ContactFlowEvent"
            }
            """
        return Payload(name: "lone-worker-button-\(button)", text: text, warning: warning)
    }
}

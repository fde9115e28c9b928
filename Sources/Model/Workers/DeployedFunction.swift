/// The two functions of a live deployment, as its operations document names them; stacks put their own words around the names.
package enum DeployedFunction: String, Sendable, CaseIterable {
    case connect = "ConnectFunction"
    case check = "CheckFunction"

    /// Whether a function of Lambda is this one.
    package func isNamed(in name: String) -> Bool { name.lowercased().contains(rawValue.lowercased()) }
}

/// The events with which the deployed functions are tried out (operations document, "Validating the lambda functions").
package enum WorkerEvent {
    /// - Parameter number: Empty for none.
    package static func call(_ button: WorkerButton, from number: String) -> Payload {
        let text = JSONText.object { json in
            json.key("Details")
            json.object { json in
                json.key("Parameters")
                json.object { $0.member("buttonpressed", button.rawValue) }
                json.key("ContactData")
                json.object { json in
                    json.key("CustomerEndpoint")
                    json.object { $0.member("Address", number) }
                }
            }
        }
        return Payload(
            name: "lone-worker-button-\(button.rawValue)", text: text,
            warning: button == .emergency ? "button 3 of a live deployment sends real mail to the emergency list." : nil)
    }

    package static var check: Payload {
        Payload(name: "check-function", text: "{}", warning: "a check of a live deployment sends real mail about every miss.")
    }
}

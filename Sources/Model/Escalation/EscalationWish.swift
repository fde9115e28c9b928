package import FoundationEssentials

/// What a person wants of processes on the screen, before their histories are read: then it becomes orders.
package struct EscalationWish: Sendable, Equatable {
    package enum What: Sendable, Equatable {
        case stop([ProcessID])
        case deliver(ProcessID)
        case snooze(ProcessID, for: Duration, note: String)
        /// A process that calls one number, so that somebody sees whether calling works.
        case test(phone: String)
        /// Undoes stops; what was left then is known where the store has forgotten it.
        case restart([EscalationRequest])
    }

    /// Unique in this process: an answer is to the question that asked.
    package let number: Int
    package let what: What

    package init(number: Int, what: What) {
        self.number = number
        self.what = what
    }

    package var title: String {
        switch what {
        case .stop(let ids): Self.title("Stop escalation", ids)
        case .deliver(let id): Self.title("Deliver now:", [id])
        case .snooze(let id, _, _): Self.title("Snooze escalation", [id])
        case .test: "Start a test escalation"
        case .restart(let requests): Self.title("Start escalation again", requests.map(\.processID))
        }
    }

    private static func title(_ verb: String, _ ids: [ProcessID]) -> String {
        ids.count == 1 ? "\(verb) \(HarmlessText.line(ids[0].text))" : "\(verb) (\(ids.count))"
    }
}

extension EscalationRequest {
    /// A process that calls `phone` at once.
    /// - Parameter now: Also names it, so that two tests are two processes.
    package static func test(phone: String, at now: Date) -> EscalationRequest {
        let at = now.timeIntervalSince1970.rounded(.down)
        let stamp = ISO8601.text(now).prefix(19).filter { $0 != "-" && $0 != ":" }
        let source = JSONText.object { json in
            json.member("channel", "phone")
            json.member("at", at)
            json.member("phone-number", phone)
        }
        let entry = Entry(notification: EscalationNotification(channel: "phone", at: at, target: phone), source: source)
        return EscalationRequest(processID: ProcessID("nightdesk-test-\(stamp)"), action: .start([entry]))
    }
}

/// A phone number as a person types it.
package enum PhoneNumber {
    /// `+` and 7 to 15 digits; spaces, dashes, dots and brackets in it are passed over. nil for anything else.
    /// Source: ITU-T E.164.
    package static func parse(_ text: String) -> String? {
        let bare = text.filter { !" -.()/".contains($0) }
        guard bare.first == "+" else { return nil }
        let digits = bare.dropFirst()
        guard (7...15).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }), digits.first != "0" else {
            return nil
        }
        return bare
    }
}

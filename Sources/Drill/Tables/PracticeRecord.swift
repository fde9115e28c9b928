import FoundationEssentials
import Model

/// One notification of the practice world: how it was when the world was opened, and what became of it after a retry.
struct PracticeRecord: Sendable {
    enum Habit: Sendable, Equatable {
        case delivered, sent, queued, created
        /// Failed, and sent when it is tried again.
        case failed(reason: String)
        /// Failed, and fails as often as it is tried.
        case hopeless(reason: String)
    }

    let id: String
    var habit: Habit
    var event: String
    /// Seconds since 1970.
    var saleAt: Double
    var createdAt: Double
    /// When it got into the state that it was found in.
    var settledAt: Double
    var phone: String
    var user: String
    /// When somebody set it to RETRY last.
    var retriedAt: Double?

    /// The sender takes up what was set to RETRY, queues it, and hands it to the SMS service.
    private static let (takenUp, handedOver, reported) = (2.0, 4.0, 12.0)

    func state(at now: Double) -> (status: String, since: Double, sentAt: Double?, reason: String?) {
        guard let retriedAt else { return firstState(at: now) }
        let seconds = now - retriedAt
        if seconds < Self.takenUp { return ("RETRY", retriedAt, nil, nil) }
        if seconds < Self.handedOver { return ("QUEUED", retriedAt + Self.takenUp, nil, nil) }
        let handed = retriedAt + Self.handedOver
        if case .hopeless(let reason) = habit { return ("FAILED", handed, nil, reason) }
        if seconds < Self.reported { return ("SENT", handed, handed, nil) }
        return ("DELIVERED", retriedAt + Self.reported, handed, nil)
    }

    private func firstState(at now: Double) -> (status: String, since: Double, sentAt: Double?, reason: String?) {
        switch habit {
        case .delivered: ("DELIVERED", settledAt, settledAt - 6, nil)
        case .sent: ("SENT", settledAt, settledAt, nil)
        case .queued: ("QUEUED", settledAt, nil, nil)
        case .created: ("CREATED", createdAt, nil, nil)
        case .failed(let reason), .hopeless(let reason): ("FAILED", settledAt, nil, reason)
        }
    }

    func item(at now: Double) -> [String: AttributeValue] {
        let state = state(at: now)
        func text(_ moment: Double) -> AttributeValue { .string(ISO8601.text(Date(timeIntervalSince1970: moment))) }
        var item: [String: AttributeValue] = [
            "pk": .string("notification#\(id)"), "sk": .string("metadata"), "status": .string(state.status),
            "createdAt": text(createdAt), "updatedAt": text(state.since), "eventId": .string(event), "saleStartsAt": text(saleAt),
            "channel": .string("sms"), "phone": .string(phone), "userId": .string(user),
            "shortUrl": .string("https://tm.example/\(id)"),
        ]
        if let sentAt = state.sentAt {
            item["sentAt"] = text(sentAt)
            item["providerMessageId"] = .string("SM\(id)\(Int(sentAt) % 1000)")
        }
        if let reason = state.reason { item["failureReason"] = .string(reason) }
        return item
    }

    /// What the sender has logged about it until now, oldest first.
    func log(until now: Double) -> [(at: Double, level: String, text: String)] {
        var lines: [(at: Double, level: String, text: String)] = []
        switch habit {
        case .created: return []
        case .queued: lines.append((settledAt, "info", "notification#\(id) taken from the stream"))
        case .delivered, .sent: lines.append((settledAt - 6, "info", "notification#\(id) notification sent"))
        case .failed(let reason), .hopeless(let reason):
            for attempt in 1...3 {
                lines.append(
                    (settledAt - Double(3 - attempt) * 4, "error", "notification#\(id) attempt \(attempt) of 3 failed: \(reason)")
                )
            }
        }
        guard let retriedAt else { return lines }
        lines.append((retriedAt + Self.takenUp, "info", "notification#\(id) taken up again (RETRY)"))
        if case .hopeless(let reason) = habit {
            lines.append((retriedAt + Self.handedOver, "error", "notification#\(id) attempt 1 of 3 failed: \(reason)"))
        } else {
            lines.append((retriedAt + Self.handedOver, "info", "notification#\(id) notification sent"))
        }
        return lines.filter { $0.at <= now }
    }
}

import FoundationEssentials
package import Model

/// Carries out what a person orders of escalations, through the one desk for changes.
package struct EscalationDesk: Sendable {
    private let store: any EscalationStore
    private let desk: ChangeDesk
    private let sender: (any RequestSender)?
    private let clock: any WallClock
    /// Tries to deliver one process here; false where another engine has the lease. nil where nothing may be delivered from here.
    private let deliver: (@Sendable (ProcessID) async throws(Problem) -> Bool)?

    /// How long a running deployment has for what it was asked.
    static let patience: Duration = .seconds(60)

    /// - Parameters:
    ///   - sender: For orders that go by a queue.
    ///   - deliver: See above.
    package init(
        store: any EscalationStore, desk: ChangeDesk, sender: (any RequestSender)? = nil, clock: any WallClock = SystemClock(),
        deliver: (@Sendable (ProcessID) async throws(Problem) -> Bool)? = nil
    ) {
        self.store = store
        self.desk = desk
        self.sender = sender
        self.clock = clock
        self.deliver = deliver
    }

    package func submit(_ order: EscalationOrder) async -> Outcome { await desk.submit(order.change) { await carryOut(order) } }

    private func carryOut(_ order: EscalationOrder) async -> Outcome {
        do throws(Problem) {
            switch (order.act, order.way) {
            case (.start(let request), _), (.restart(let request), _):
                return try await put(request, order)
            case (.stop, _): return try await put(EscalationRequest(processID: order.processID, action: .stop), order)
            case (.deliver, _): return try await deliverNow(order.processID)
            case (.snooze(let until, let note), _):
                let isDone = try await store.snooze(order.processID, until: until, note: note, at: clock.now)
                return isDone ? Outcome(.confirmed) : Outcome(.failed(.nothing(order.processID, "there is nothing to be sent")))
            }
        } catch {
            return Outcome(error.code == Self.unsureCode ? .unknown(error) : .failed(error))
        }
    }

    static let unsureCode = "OutcomeUnknown"

    // MARK: Start and stop

    private func put(_ request: EscalationRequest, _ order: EscalationOrder) async throws(Problem) -> Outcome {
        if case .queue = order.way { return try await send(request) }
        let effect = try await store.apply([TakenRequest(request)], at: clock.now).first
        switch effect {
        case .started: return Outcome(.confirmed)
        case .stopped(let unsent, let inFlight):
            let note = "\(Wording.count(unsent, "notification")) not sent\(inFlight > 0 ? ", \(inFlight) being sent" : "")."
            return Outcome(.confirmed, note: note)
        case .refused(let reason):
            return Outcome(.failed(.nothing(request.processID, reason)))
        case .exists: return Outcome(.failed(.nothing(request.processID, "it is running already")))
        case .noSuchProcess, .repeated, nil: return Outcome(.failed(.nothing(request.processID, "there is no such process")))
        }
    }

    /// A running deployment is told by a message; then its store is read until it shows.
    private func send(_ request: EscalationRequest) async throws(Problem) -> Outcome {
        guard let sender else {
            throw Problem(
                code: "NoQueue", message: "Not sent: no request queue is configured. Nothing has changed.",
                hint: "Set REQUEST_QUEUE, or queue in the context's escalations section.")
        }
        let messageID = try await sender.send(request)
        let wantsIt = request.action != .stop
        let deadline = clock.now + Self.patience
        while true {
            let row = try? await store.history(of: request.processID)?.row
            if (row.map { $0.endedAt == nil } ?? false) == wantsIt { return Outcome(.confirmed, requestID: messageID) }
            guard clock.now < deadline, (try? await clock.sleep(until: clock.now + .seconds(1))) != nil else {
                return Outcome(.unknown(.notConfirmed(request)), requestID: messageID)
            }
        }
    }

    // MARK: Deliver

    private func deliverNow(_ id: ProcessID) async throws(Problem) -> Outcome {
        let before = try await store.history(of: id)?.attemptCount ?? 0
        guard try await store.hasten(id, at: clock.now) else {
            return Outcome(.failed(.nothing(id, "there is nothing to be sent")))
        }
        _ = try await deliver?(id)
        let deadline = clock.now + Self.patience
        while true {
            if let last = try await store.history(of: id)?.newestAttempt(after: before) { return Outcome(last, of: id) }
            guard clock.now < deadline, (try? await clock.sleep(until: clock.now + .milliseconds(250))) != nil else {
                return Outcome(.unknown(.notDelivered(id)))
            }
        }
    }
}

extension EscalationHistory {
    fileprivate var attemptCount: Int { steps.reduce(0) { $0 + $1.attempts.count } }

    /// The one that has ended last, if there are more than `count` and none is under way.
    fileprivate func newestAttempt(after count: Int) -> EscalationAttempt? {
        guard attemptCount > count, !steps.contains(where: { $0.state == .delivering }) else { return nil }
        return steps.flatMap(\.attempts).max { $0.at < $1.at }
    }
}

extension Outcome {
    fileprivate init(_ attempt: EscalationAttempt, of id: ProcessID) {
        let name = HarmlessText.line(id.text)
        switch attempt.outcome {
        case .delivered: self.init(.confirmed, note: attempt.reference.map { "Reference \($0)." })
        case .failed:
            self.init(.failed(Problem(code: "NotDelivered", message: "\(name) was not delivered. \(attempt.reason ?? "")")))
        case .unknown, nil:
            self.init(
                .unknown(
                    Problem(
                        code: EscalationDesk.unsureCode,
                        message: "Nobody knows whether \(name) was delivered. \(attempt.reason ?? "")",
                        hint: "See nightdesk escalation show \(name).")))
        }
    }
}

extension Problem {
    fileprivate static func nothing(_ id: ProcessID, _ why: String) -> Problem {
        Problem(
            code: "NothingDone", message: "Nothing was done about \(HarmlessText.line(id.text)): \(why).",
            hint: "See nightdesk escalation list --all.")
    }

    fileprivate static func notConfirmed(_ request: EscalationRequest) -> Problem {
        let name = HarmlessText.line(request.processID.text)
        let isStop = request.action == .stop
        return Problem(
            code: EscalationDesk.unsureCode,
            message: "Not confirmed: the message was sent, but \(name) \(isStop ? "is still there" : "has not come") after "
                + "\(EscalationDesk.patience.components.seconds) s.",
            hint:
                "Check that the deployment runs and reads its queue; until then \(isStop ? "it goes on calling" : "nobody is called")."
        )
    }

    fileprivate static func notDelivered(_ id: ProcessID) -> Problem {
        Problem(
            code: EscalationDesk.unsureCode, message: "\(HarmlessText.line(id.text)) is due, but was not delivered in time.",
            hint: "See whether an engine works: nightdesk escalation list; nightdesk engine run.")
    }
}

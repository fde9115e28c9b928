package import AWS
import FoundationEssentials
package import Model
import Synchronization

/// How an order ended.
package struct ResourceAnswer: Sendable, Equatable {
    package var outcome: Outcome
    /// The fault of the service that ended it; nil when there was none.
    package var fault: AWSError?

    package init(outcome: Outcome, fault: AWSError? = nil) {
        self.outcome = outcome
        self.fault = fault
    }
}

/// Carries out what a person orders of functions, queues and alarms, through the one desk for changes, and reads back what it did.
package struct ResourceDesk: Sendable {
    let lambda: AWSClient
    let sqs: AWSClient
    let cloudWatch: AWSClient
    private let desk: ChangeDesk
    let clock: any WallClock
    private let patience: Patience

    /// How long the effect of an order is waited for.
    package struct Patience: Sendable {
        /// Longer than most need; who has not got there by then is told as under way.
        package var effect: Duration = .seconds(120)
        /// After a lost answer, until the old values that are still there are believed to stay.
        package var lostAnswer: Duration = .seconds(10)
        package init() {}
    }

    package init(
        lambda: AWSClient, sqs: AWSClient, cloudWatch: AWSClient, desk: ChangeDesk, clock: any WallClock = SystemClock(),
        patience: Patience = Patience()
    ) {
        self.lambda = lambda
        self.sqs = sqs
        self.cloudWatch = cloudWatch
        self.desk = desk
        self.clock = clock
        self.patience = patience
    }

    /// Looks at what is there and says what would be done; changes nothing.
    /// - Throws: ``Problem`` where it cannot be done, or where there is nothing to do.
    package func order(_ wish: ResourceWish.What, in place: Place) async throws(ResourceRefusal) -> ResourceOrder {
        if let flaw = wish.flaw { throw ResourceRefusal(.nothing(flaw)) }
        let act: ResourceOrder.Act =
            switch wish {
            case .redrive(let queue, let to, let perSecond): .redrive(try await redrive(queue, to: to, perSecond: perSecond))
            case .stopRedrive(let queue): try await stopRedrive(queue)
            case .resize(let function, let memory, let timeout): .resize(try await resize(function, memory, timeout))
            case .provision(let function, let qualifier, let count): .provision(try await provision(function, qualifier, count))
            }
        return ResourceOrder(act, in: place)
    }

    package func submit(_ order: ResourceOrder) async -> ResourceAnswer {
        let fault = Mutex<AWSError?>(nil)
        let outcome = await desk.submit(order.change) {
            do throws(AWSError) {
                return try await carryOut(order.act)
            } catch {
                fault.withLock { $0 = error }
                var problem = Problem(error)
                guard error.outcomeIsUnknown else { return Outcome(.failed(problem), requestID: error.requestID) }
                problem.message += " Nobody knows whether it was done."
                problem.hint = order.change.whatToCheck
                return Outcome(.unknown(problem), requestID: error.requestID)
            }
        }
        return ResourceAnswer(outcome: outcome, fault: fault.withLock { $0 })
    }

    private func carryOut(_ act: ResourceOrder.Act) async throws(AWSError) -> Outcome {
        switch act {
        case .redrive(let redrive): try await carryOut(redrive)
        case .stopRedrive(_, let arn, let handle): try await stop(arn, handle)
        case .resize(let resize): try await carryOut(resize)
        case .provision(let change): try await carryOut(change)
        case .restore(let alarm, _): try await restore(alarm)
        }
    }

    // MARK: Reading back

    /// Looks each second until there is a verdict.
    /// - Parameter look: nil as long as it is not decided; a question that fails decides nothing.
    /// - Returns: nil when nothing was decided in time.
    func wait(_ time: Duration, _ look: () async -> Outcome?) async -> Outcome? {
        let deadline = clock.now.addingTimeInterval(time / .seconds(1))
        while true {
            if let outcome = await look() { return outcome }
            guard clock.now < deadline, (try? await clock.sleep(until: clock.now.addingTimeInterval(1))) != nil else {
                return nil
            }
        }
    }

    func waitForEffect(_ look: () async -> Outcome?) async -> Outcome? { await wait(patience.effect, look) }

    /// After a call whose answer was lost: the same look tells whether it was done all the same.
    /// - Throws: `error` where it was not seen to be done: then nobody knows.
    func settle(_ error: AWSError, _ look: () async -> Outcome?) async throws(AWSError) -> Outcome {
        guard error.outcomeIsUnknown else { throw error }
        guard var outcome = await wait(patience.lostAnswer, look) else { throw error }
        outcome.note = ["The answer was lost; it was read back.", outcome.note].compactMap(\.self).joined(separator: " ")
        return outcome
    }

    // MARK: Alarms

    private func restore(_ alarm: AlarmDefinition) async throws(AWSError) -> Outcome {
        let answer: PutMetricAlarm.Output =
            switch alarm.kind {
            case .metric: try await cloudWatch.call(PutMetricAlarm.self, alarm)
            case .composite: try await cloudWatch.call(PutCompositeAlarm.self, alarm)
            }
        let found = try await cloudWatch.all(DescribeAlarmSettings.self, .init(alarmNamePrefix: alarm.name)) { $0.alarms }
            .first { $0.name == alarm.name }
        guard let found else {
            return Outcome(
                .unknown(.notSeen("CloudWatch has taken it, but does not tell an alarm of that name.")),
                requestID: answer.requestID)
        }
        let left = alarm.differences(from: found)
        guard left.isEmpty else {
            let text = "CloudWatch has taken it, and tells it otherwise: \(left.joined(separator: "; "))."
            return Outcome(.unknown(.notSeen(text)), requestID: answer.requestID)
        }
        return Outcome(.confirmed, requestID: answer.requestID)
    }
}

/// Why something cannot be ordered.
package struct ResourceRefusal: Error, Sendable, Equatable {
    package var problem: Problem
    /// The fault of the service that stands behind it; nil where all was answered.
    package var fault: AWSError?

    init(_ problem: Problem) { self.problem = problem }

    init(_ fault: AWSError) {
        problem = Problem(fault)
        self.fault = fault
    }
}

extension Problem {
    /// Nothing was sent, since there is nothing to be done or it cannot be.
    static func nothing(_ why: String, hint: String = "") -> Problem {
        Problem(code: "NothingDone", message: "\(why) Nothing has changed.", hint: hint)
    }

    static func notSeen(_ text: String) -> Problem {
        Problem(code: "NotConfirmed", message: text, hint: "Look at it in the AWS console before you repeat it.")
    }
}

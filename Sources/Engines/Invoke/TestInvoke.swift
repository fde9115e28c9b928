package import AWS
import FoundationEssentials
package import Model
import Synchronization

/// How a test-invoke ended.
package struct InvokeAnswer: Sendable, Equatable {
    package var outcome: Outcome
    /// nil when no answer of the function came.
    package var result: InvokeResult?
    /// The fault of the service that ended it, also one of the dry run; nil when there was none.
    package var fault: AWSError?
}

/// Test-invoke: asks Lambda by a dry run while the preview is read, then runs the function through the desk, once.
package struct TestInvoke: Sendable {
    private let client: AWSClient
    private let desk: ChangeDesk
    private let clock: any WallClock

    package init(client: AWSClient, desk: ChangeDesk, clock: any WallClock = SystemClock()) {
        self.client = client
        self.desk = desk
        self.clock = clock
    }

    /// Asks whether Lambda would run it; runs nothing. To be called while the preview stands on the screen, so that the
    /// answer costs nobody time.
    package func check(_ plan: InvokePlan) async -> InvokeCheck { await dryRun(plan).check }

    private func dryRun(_ plan: InvokePlan) async -> (check: InvokeCheck, fault: AWSError?) {
        if plan.place.isReadOnly { return (.denied(.readOnly(plan.place)), nil) }
        do throws(AWSError) {
            let output = try await client.call(Invoke.self, plan.input(.dryRun))
            return (output.status == 204 ? .allowed : .notKnown(.noDryRun("it answered with status \(output.status)")), nil)
        } catch {
            switch error.kind {
            case .denied, .credentials, .notFound, .rejected, .cancelled: return (.denied(Problem(error)), error)
            case .notOffered: return (.notKnown(.noDryRun("it does not offer them")), error)
            case .throttled, .server, .transport, .unreadable: return (.notKnown(Problem(error)), error)
            }
        }
    }

    /// Runs the function.
    /// - Parameters:
    ///   - check: What ``check(_:)`` has said; nil asks now.
    ///   - answered: Called as soon as the answer is there, before the audit row is closed.
    /// - Returns: `.confirmed` when the function ran, also when it failed (``InvokeResult/functionError``); `.failed` when
    ///   it surely did not run; `.unknown` when it may have.
    package func run(
        _ plan: InvokePlan, check: InvokeCheck? = nil, answered: @escaping @Sendable (InvokeAnswer) -> Void = { _ in }
    ) async -> InvokeAnswer {
        let answer = Mutex(InvokeAnswer(outcome: Outcome(.failed(.cancelled))))
        let outcome = await desk.submit(plan.change) {
            let came = await carryOut(plan, check: check)
            answer.withLock { $0 = came }
            answered(came)
            return came.outcome
        }
        var ended = answer.withLock { $0 }
        ended.outcome = outcome
        return ended
    }

    private func carryOut(_ plan: InvokePlan, check: InvokeCheck?) async -> InvokeAnswer {
        let dryRun: (check: InvokeCheck, fault: AWSError?) = if let check { (check, nil) } else { await dryRun(plan) }
        var note: String?
        switch dryRun.check {
        case .allowed: break
        case .notKnown(let problem): note = "No dry run: \(problem.message)"
        case .denied(let problem):
            return InvokeAnswer(outcome: Outcome(.failed(problem), note: "The dry run was refused."), fault: dryRun.fault)
        }
        return await invoke(plan, note: note)
    }

    private func invoke(_ plan: InvokePlan, note: String?) async -> InvokeAnswer {
        let start = clock.now
        do throws(AWSError) {
            let output = try await client.call(Invoke.self, plan.input(plan.mode.invokeMode))
            let result = InvokeResult(output, tookMs: clock.now.timeIntervalSince(start) * 1000)
            let failure = result.errorText.map { "The function failed: \($0)" }
            let notes = [note, failure].compactMap(\.self).joined(separator: " ")
            return InvokeAnswer(
                outcome: Outcome(.confirmed, requestID: output.requestID, note: notes.isEmpty ? nil : notes), result: result)
        } catch {
            return InvokeAnswer(
                outcome: Outcome(InvokeFault.result(of: error, plan), requestID: error.requestID, note: note), fault: error)
        }
    }
}

/// What a fault of the service says about whether the function ran.
enum InvokeFault {
    /// Faults with a status of a server's by which Lambda says that it could not start the function.
    /// Source: Lambda API Reference, Invoke, Errors.
    static let neverStarted: Set<String> = [
        "EC2AccessDeniedException", "EC2ThrottledException", "EC2UnexpectedException", "EFSIOException",
        "EFSMountConnectivityException", "EFSMountFailureException", "EFSMountTimeoutException", "ENILimitReachedException",
        "InvalidRuntimeException", "InvalidSecurityGroupIDException", "InvalidSubnetIDException", "InvalidZipFileException",
        "KMSAccessDeniedException", "KMSDisabledException", "KMSInvalidStateException", "KMSNotFoundException",
        "ResourceNotReadyException", "SnapStartException", "SnapStartNotReadyException", "SnapStartTimeoutException",
        "SubnetIPAddressLimitReachedException",
    ]

    static func result(of error: AWSError, _ plan: InvokePlan) -> Outcome.Result {
        var problem = Problem(error)
        guard error.outcomeIsUnknown, !neverStarted.contains(error.code) else { return .failed(problem) }
        problem.message += " The function may be running, or may have run."
        problem.hint = plan.change.whatToCheck
        return .unknown(problem)
    }
}

extension Problem {
    fileprivate static func noDryRun(_ reason: String) -> Problem {
        Problem(code: "NoDryRun", message: "This endpoint has no dry runs: \(reason).")
    }
}

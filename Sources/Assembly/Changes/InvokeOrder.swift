import AWS
import Engines
import FoundationEssentials
package import Model
import Store

/// One test-invoke from the command line: what is asked for, then what comes of it.
package struct InvokeOrder: Sendable {
    private let machine: Machine
    private let desk: Desk
    private let changes: ChangeDesk
    /// What will be done, as it is asked about.
    package let proposal: Proposal
    private let plan: InvokePlan

    /// Asks AWS which account it is and how long the function may take, unless only the calls are to be printed.
    /// - Throws: ``CommandFailure``: 65 for a payload that Lambda would refuse, before anything is asked or sent.
    package init(
        of functionName: String, qualifier: String?, payload: Payload, mode: InvokePlan.Mode, machine: Machine,
        context: ContextPlan
    ) async throws {
        do throws(Problem) {
            try payload.check(for: mode)
        } catch {
            throw CommandFailure(.badInput, code: error.code, message: error.message, hint: error.hint)
        }
        let machine = await machine.locatingRegion(for: context)
        self.machine = machine
        let desk = try Desk(machine: machine, plan: context) { _ in }
        self.desk = desk
        changes = ChangeDesk(audit: AuditLog(folder: machine.locations.state), author: .current, clock: machine.clock)
        var place = desk.place
        place.region = desk.lambdaRegion
        var timeoutSeconds: Int?
        if !machine.options.isDryRun, !place.isReadOnly {
            await desk.answerCodes()
            async let account = desk.identity.collect()
            timeoutSeconds = await desk.lambdaClient.timeoutSeconds(of: functionName, qualifier: qualifier)
            place.account = try? await account.get()
        }
        plan = try InvokePlan(
            functionName: functionName, qualifier: qualifier, mode: mode, payload: payload, place: place,
            timeoutSeconds: timeoutSeconds)
        proposal = Proposal(id: 1, invoking: plan)
    }

    /// Runs the function through the desk: what is read-only is refused there, and recorded.
    /// - Returns: The function's answer, and why its end is not in the audit where it is not.
    /// - Throws: ``CommandFailure`` when no answer came: 4 refused, 69, 75 unknown, 77 ….
    package func run() async throws -> (result: InvokeResult, notRecorded: Problem?) {
        defer { desk.shutdown() }
        // What an earlier run has left open gets its end before this change's row; where that fails, so does the row itself.
        _ = try? await changes.settleOrphans()
        let answer = await TestInvoke(client: desk.lambdaClient, desk: changes, clock: machine.clock).run(plan)
        guard let result = answer.result else { throw CommandFailure(answer) }
        return (result, answer.outcome.notRecorded)
    }
}

extension CommandFailure {
    /// Of a change that brought no answer.
    fileprivate init(_ answer: InvokeAnswer) {
        let problem = answer.outcome.problem ?? Problem(code: "NoAnswer", message: "No answer came.")
        let exit: ExitStatus =
            switch answer.outcome.kind {
            case .refused: .refused
            case .unknown: .outcomeUnknown
            // Without a fault of the service nothing was sent, because it could not be recorded.
            case .failed, .confirmed: answer.fault.map(Self.exit) ?? .unavailable
            }
        let notes = [problem.message, answer.outcome.notRecorded?.message].compactMap(\.self)
        self.init(
            exit, code: problem.code, message: notes.joined(separator: " "), hint: problem.hint, requestID: problem.requestID)
    }

    private static func exit(of fault: AWSError) -> ExitStatus {
        let isPayload = ["RequestTooLargeException", "InvalidRequestContentException"].contains(fault.code)
        return isPayload ? .badInput : CommandFailure(fault).exit
    }
}

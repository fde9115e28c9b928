import AWS
package import Engines
import FoundationEssentials
import Model

/// The engine as a scheduled Lambda function: each invocation is one pass, `nightdesk engine run` is the runtime's loop.
///
/// Source of the loop: AWS, "Building a custom runtime for AWS Lambda".
package struct LambdaRun: Sendable {
    private let room: EscalationsRoom
    private let runtime: LambdaRuntime
    private let transport: CurlTransport
    private let note: @Sendable (EngineNote) async -> Void

    /// Whether this process is a Lambda runtime.
    package static func isWanted(_ machine: Machine) -> Bool {
        machine.environment.variables[LambdaRuntime.variable].map { !$0.isEmpty } ?? false
    }

    /// - Throws: ``CommandFailure``, as ``EngineRun`` does; Lambda has been told then.
    package static func open(machine: Machine, note: @escaping @Sendable (EngineNote) async -> Void) async throws -> LambdaRun {
        var settings = CurlSettings()
        settings.ignoresProxies = true
        let transport = CurlTransport(settings)
        let variables = machine.environment.variables
        guard let runtime = LambdaRuntime(environment: variables, transport: transport, clock: machine.clock) else {
            throw CommandFailure(
                .badConfiguration, code: "BadEnvironment", message: "\(LambdaRuntime.variable) is no host and port.",
                hint: "Lambda sets it. Unset it to run the engine elsewhere.")
        }
        do {
            let room = try EngineRun.room(machine)
            try requireMemory(room, machine)
            return LambdaRun(room: room, runtime: runtime, transport: transport, note: note)
        } catch let failure as CommandFailure {
            try? await runtime.failInit(code: failure.code, message: "\(failure.message) \(failure.hint)")
            transport.shutdown()
            throw failure
        }
    }

    /// The disk of a function is thrown away with it: requests that were taken off the queue would be lost.
    private static func requireMemory(_ room: EscalationsRoom, _ machine: Machine) throws {
        let variables = machine.environment.variables
        let isStateNamed = machine.options.stateDir != nil || variables["NIGHTDESK_STATE_DIR"].map { !$0.isEmpty } ?? false
        guard room.section.source == .embedded, room.section.store == .sqlite, !isStateNamed else { return }
        throw CommandFailure(
            .badConfiguration, code: "NothingIsKept",
            message: "A Lambda function's disk is not kept, and the escalations would be on it.",
            hint: "Write store: postgres, or name a folder that is kept (a mounted file system) with NIGHTDESK_STATE_DIR.")
    }

    /// Takes invocations until the process is asked to end.
    /// - Throws: ``CommandFailure`` 69 when Lambda itself cannot be reached.
    package func untilSignal() async throws {
        let loop = Task { try await serve() }
        Task {
            await EndSignal.wait()
            loop.cancel()
        }
        defer {
            room.shutdown()
            transport.shutdown()
        }
        do {
            try await loop.value
        } catch let error as TransportError {
            throw CommandFailure(
                .unavailable, code: "NoRuntime", message: "The Runtime API of Lambda cannot be used. \(error.message)",
                hint: "Lambda starts the function anew.")
        }
    }

    private func serve() async throws {
        while !Task.isCancelled {
            do {
                let invocation = try await runtime.next()
                // In a task of its own: whoever ends the process waits for the answer.
                let work = Task { try await answer(invocation) }
                try await withTaskCancellationHandler {
                    try await work.value
                } onCancel: {
                    work.cancel()
                }
            } catch let error as TransportError where error.code == .cancelled {
                return
            }
        }
    }

    private func answer(_ invocation: LambdaRuntime.Invocation) async throws {
        let result = await pass(until: invocation.deadline)
        // The pass may have been cancelled; its answer must not be.
        try await Task { [runtime] in
            switch result {
            case .success(let result): try await runtime.respond(to: invocation, result.json)
            case .failure(let problem):
                try await runtime.fail(invocation, code: problem.code, message: "\(problem.message) \(problem.hint)")
            }
        }.value
    }

    /// One pass, which starts nothing new when its time is nearly over.
    private func pass(until deadline: Date) async -> Result<LambdaResult, Problem> {
        let budget = LambdaBudget(settings: room.settings, now: room.clock.now, deadline: deadline)
        let engine: EscalationEngine
        do {
            engine = try room.engine(note: note, adjust: budget.apply)
        } catch {
            let failure = error as? CommandFailure
            return .failure(
                Problem(code: failure?.code ?? "NoEngine", message: failure?.message ?? "\(error)", hint: failure?.hint ?? ""))
        }
        let work = Task { () -> Result<Bool, Problem> in
            do throws(Problem) { return .success(try await engine.runOnce()) } catch { return .failure(error) }
        }
        let alarm = Task { [clock = room.clock] in
            try await clock.sleep(until: budget.stopAt)
            work.cancel()
        }
        defer { alarm.cancel() }
        let outcome = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }
        let counts = await engine.report
        return outcome.map { LambdaResult(worked: $0, counts: counts) }
    }
}

/// What an invocation answers.
struct LambdaResult {
    /// False where another engine has the lease of the store.
    var worked: Bool
    var counts: EngineCounts

    var json: String {
        JSONText.object { json in
            json.member("worked", worked)
            json.member("taken", counts.taken)
            json.member("refused", counts.refused)
            json.member("ignored", counts.ignored)
            json.member("repeated", counts.repeated)
            json.member("delivered", counts.delivered)
            json.member("failed", counts.failed)
            json.member("unknown", counts.unknown)
            json.member("deadLetters", counts.deadLetters)
        }
    }
}

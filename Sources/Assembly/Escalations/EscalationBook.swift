import Engines
package import FoundationEssentials
package import Model
import Store

/// Escalations for the command line: what there is, and what is ordered.
package struct EscalationBook: Sendable {
    package let room: EscalationsRoom
    private let machine: Machine
    private let changes: ChangeDesk

    /// - Throws: ``CommandFailure``: 78 where the context has no escalations, 69 for a store that cannot be opened.
    package init(machine: Machine) throws {
        let plan = try machine.plan(try machine.locations.loadConfiguration())
        guard let room = try EscalationsRoom.open(machine: machine, plan: plan) else {
            throw CommandFailure(
                .badConfiguration, code: "NoEscalations", message: "Context \"\(plan.name)\" has no escalations section.",
                hint: "Write one, or choose another context with --context.")
        }
        self.room = room
        self.machine = machine
        changes = ChangeDesk(audit: AuditLog(folder: machine.locations.state), author: .current, clock: machine.clock)
    }

    package func list(includesEnded: Bool) async throws -> (rows: [Escalation], takenAt: Date) {
        await room.rehearse()
        do throws(Problem) {
            let rows = try await room.store.list(includesEnded: includesEnded)
            let now = machine.clock.now
            return (rows.map { $0.judged(at: now) }, now)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Who delivers, for whoever looks at a list.
    package func engine() async -> EngineStatus {
        let sight = await EscalationsPoller(store: room.store, clock: machine.clock) { _ in }.collect()
        return sight.engine
    }

    /// nil for a process that is not known.
    package func history(of id: ProcessID) async throws -> EscalationHistory? {
        await room.rehearse()
        do throws(Problem) {
            var history = try await room.store.history(of: id)
            if let row = history?.row { history?.row = row.judged(at: machine.clock.now) }
            return history
        } catch {
            throw CommandFailure(error)
        }
    }

    /// - Throws: ``CommandFailure`` 65 that says what is wrong with the request, and where.
    package func request(_ data: Data, named name: String) throws -> EscalationRequest {
        do throws(EscalationRefusal) {
            let request = try EscalationRequest(json: Array(data), channels: room.settings.channels)
            guard case .start = request.action else { throw EscalationRefusal("action is stop; use escalation stop.") }
            return request
        } catch {
            throw CommandFailure(
                .badInput, code: "BadRequest", message: "\(name): \(error.reason)",
                hint: "Nothing was started. Correct the request.")
        }
    }

    /// What a running deployment is ordered goes by its queue; what its tables are told, only an engine that works on them may.
    /// - Throws: ``CommandFailure`` 78 where the context can never carry out such an order.
    package func requireReach(of act: EscalationOrder.Act) throws {
        guard room.section.source == .live else { return }
        switch act {
        case .start, .stop, .restart:
            guard room.requestQueue == nil else { return }
            throw CommandFailure(
                .badConfiguration, code: "NoQueue", message: "Nothing was sent: no request queue is configured.",
                hint: "Set REQUEST_QUEUE, or queue in the context's escalations section.")
        case .deliver, .snooze:
            guard !room.section.runs else { return }
            throw CommandFailure(
                .badConfiguration, code: "Store.watching",
                message: "The live escalations are watched only: nothing was changed in their tables.",
                hint: "Set run: true under escalations where this program is to work instead of the original.")
        }
    }

    /// False where a deployment delivers that says nothing of itself.
    package var knowsItsEngine: Bool { room.section.source == .embedded || room.section.runs }

    /// - Throws: ``CommandFailure`` where the context cannot order anything.
    package func submit(_ orders: [EscalationOrder]) async throws -> [Outcome] {
        _ = try? await changes.settleOrphans()
        let desk = try room.desk(changes)
        var outcomes: [Outcome] = []
        for order in orders { outcomes.append(await desk.submit(order)) }
        return outcomes
    }

    package var now: Date { machine.clock.now }
    package func shutdown() { room.shutdown() }
}

extension ExitStatus {
    /// Of one order (contract, Exit codes).
    package init(_ outcome: Outcome) {
        switch outcome.result {
        case .confirmed: self = outcome.notRecorded == nil ? .done : .failed
        case .refused: self = .refused
        case .unknown: self = .outcomeUnknown
        case .failed(let problem):
            self = problem.code == "NothingDone" || problem.code == "NotDelivered" ? .failed : CommandFailure(problem).exit
        }
    }

    /// Of several: refused and unknown weigh more than failed, and anything more than done.
    package static func worst(_ all: [ExitStatus]) -> ExitStatus { all.max { $0.rawValue < $1.rawValue } ?? .done }
}

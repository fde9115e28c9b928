import Console
import Engines
import Model

/// Carries out what was confirmed on the screen about lone workers.
struct WorkerOrders: Sendable {
    let machine: Machine
    let plan: ContextPlan
    let changes: ChangeDesk
    /// Called after a change, so that the pane shows it at once.
    let knock: @Sendable () async -> Void

    func carryOut(_ order: WorkerOrder, _ proposal: Proposal) async -> Outcome {
        let outcome = await changes.submit(proposal.change) {
            do {
                let desk = try await WorkerDesk(machine: machine, plan: plan, changes: changes)
                defer { desk.close() }
                return Outcome(.confirmed, note: try await perform(order, on: desk))
            } catch let problem as Problem {
                return Outcome(.failed(problem))
            } catch let failure as CommandFailure {
                return Outcome(.failed(Problem(failure: failure)))
            } catch {
                return Outcome(.failed(Problem(code: "InternalError", message: "\(error)")))
            }
        }
        await knock()
        return outcome
    }

    /// What a call or a check would find; changes nothing.
    func rehearse(_ order: WorkerOrder) async -> Rehearsal {
        do {
            let desk = try await WorkerDesk(machine: machine, plan: plan, changes: changes)
            defer { desk.close() }
            return .found(try await desk.preview(of: order).map(Masker.masked))
        } catch let problem as Problem {
            return .failed(problem)
        } catch let failure as CommandFailure {
            return .failed(Problem(failure: failure))
        } catch {
            return .failed(Problem(code: "InternalError", message: "\(error)"))
        }
    }

    /// - Returns: What came of it, in one line.
    private func perform(_ order: WorkerOrder, on desk: WorkerDesk) async throws -> String? {
        switch order {
        case .call(let button, let number): return try await desk.call(button, number: number).message
        case .check:
            let answer = try await desk.check()
            return "\(answer.missedCheckIns) check-ins and \(answer.missedCheckOuts) check-outs missed"
        case .set(let id, let setting, _): return try await desk.set(id, setting).state.rawValue
        case .acknowledge(let id, let note, _):
            _ = try await desk.acknowledge(id, note: note)
            return nil
        case .doctor, .takeFile, .add:
            throw Problem(code: "NotOffered", message: "Files are imported by nightdesk worker import.")
        }
    }
}

import AWS
import Drill
package import Engines
package import FoundationEssentials
package import Model
import Store

/// Functions, queues and alarms for the command line: what is there, and what is ordered.
package struct ResourceBook: Sendable {
    private let desk: Desk
    private let machine: Machine
    private let changes: ChangeDesk
    private let resources: ResourceDesk
    private let account: String?

    /// Asks AWS which account it is.
    /// - Throws: ``CommandFailure`` 78.
    package init(machine: Machine) async throws {
        let plan = try machine.plan(try machine.locations.loadConfiguration())
        let machine = await machine.locatingRegion(for: plan)
        self.machine = machine
        desk = try Desk(machine: machine, plan: plan) { _ in }
        changes = ChangeDesk(audit: AuditLog(folder: machine.locations.state), author: .current, clock: machine.clock)
        resources = try desk.resourceDesk(changes)
        await desk.answerCodes()
        account = try? await desk.identity.collect().get()
    }

    package func shutdown() { desk.shutdown() }

    // MARK: Orders

    /// - Throws: ``CommandFailure`` 1 where there is nothing to do, 64 for what can never be, else what AWS said.
    package func order(_ wish: ResourceWish.What) async throws -> ResourceOrder {
        if let flaw = wish.flaw { throw CommandFailure(.usage, code: "Usage", message: flaw, hint: "Nothing was sent.") }
        let place = try desk.place(of: wish, account: account)
        do throws(ResourceRefusal) {
            return try await resources.order(wish, in: place)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// What a restore of these alarms comes to, and the folder that keeps what it would overwrite.
    package func restorePlan(of saved: [AlarmDefinition]) async throws -> AlarmRestorePlan {
        let names = Set(saved.map(\.name))
        let part = await (try desk.configurationReader(ofAlarmsWithPrefix: "")).readAlarms()
        guard let now = part.elements else {
            let silent = Problem(code: "NoAlarms", message: "CloudWatch does not tell its alarms.")
            throw CommandFailure(part.missing.first ?? silent)
        }
        return AlarmRestorePlan(restoring: saved, over: now.filter { names.contains($0.name) })
    }

    package func orders(of plan: AlarmRestorePlan) throws -> [ResourceOrder] {
        let place = try desk.placeOfAlarms(account: account)
        return plan.orders.map { ResourceOrder(.restore($0, over: plan.present[$0.name]), in: place) }
    }

    /// Keeps what the plan overwrites, so that it can be restored in its turn.
    /// - Returns: The folder; nil where nothing is overwritten.
    package func keepPresent(_ plan: AlarmRestorePlan) throws -> String? {
        guard !plan.present.isEmpty else { return nil }
        var backup = ConfigurationBackup(takenAt: machine.clock.now, place: try desk.placeOfAlarms(account: account))
        backup.alarms = plan.present.values.sorted { $0.name < $1.name }
        let folder = BackupFolder.own(machine.locations.state, desk.plan.name, "before-restore", backup.takenAt)
        try BackupFolder(folder).write(backup)
        return folder
    }

    /// Each through the desk for changes, one after the other; a part that fails does not stop the next.
    package func submit(_ orders: [ResourceOrder]) async -> [ResourceAnswer] {
        // What an earlier run has left open gets its end before these rows; where that fails, so do the rows themselves.
        _ = try? await changes.settleOrphans()
        var answers: [ResourceAnswer] = []
        for order in orders {
            let answer = await resources.submit(order)
            if answer.outcome.kind == .confirmed {
                desk.story?.take(.actionDone(name: order.change.action, target: order.act.target))
            }
            answers.append(answer)
        }
        return answers
    }

    // MARK: Looking

    package func redriveTasks(of queue: String) async throws -> (rows: [RedriveTask], takenAt: Date) {
        do throws(ResourceRefusal) {
            return (try await resources.redriveTasks(of: queue), machine.clock.now)
        } catch {
            throw CommandFailure(error)
        }
    }

    package func standing(of function: String, qualifier: String?) async throws -> FunctionStanding {
        do throws(ResourceRefusal) {
            return try await resources.standing(of: function, qualifier: qualifier)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// - Parameter progress: Told how many functions and queues were read, of how many.
    package func backup(progress: @escaping @Sendable (Int, Int) -> Void) async throws -> ConfigurationBackup {
        var place = desk.place
        place.account = account
        return await (try desk.configurationReader()).read(at: machine.clock.now, place: place, progress: progress)
    }
}

extension CommandFailure {
    fileprivate init(_ refusal: ResourceRefusal) {
        if let fault = refusal.fault {
            self.init(fault)
        } else {
            let problem = refusal.problem
            self.init(.failed, code: problem.code, message: problem.message, hint: problem.hint)
        }
    }
}

extension ExitStatus {
    /// Of one order (contract, Exit codes): what AWS said decides over the words of the outcome.
    package init(_ answer: ResourceAnswer) {
        if case .failed = answer.outcome.result, let fault = answer.fault {
            self = CommandFailure(fault).exit
        } else if case .failed(let problem) = answer.outcome.result, problem.code != "AuditFailed" {
            self = .failed
        } else {
            self = ExitStatus(answer.outcome)
        }
    }
}

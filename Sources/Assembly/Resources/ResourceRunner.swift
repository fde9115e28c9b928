import Console
import Drill
import Engines
import FoundationEssentials
import Model

/// What the console orders of functions, queues and alarms, and the backup that it writes.
struct ResourceRunner: Sendable {
    private let desk: Desk
    private let machine: Machine
    /// nil where the context's sections cannot be reached at all.
    private let resources: ResourceDesk?

    init(desk: Desk, changes: ChangeDesk, machine: Machine) {
        self.desk = desk
        self.machine = machine
        resources = try? desk.resourceDesk(changes)
    }

    private var account: String? {
        get async { try? await desk.identity.collect().get() }
    }

    func order(_ wish: ResourceWish) async -> ChangeEvent {
        guard let resources else { return .noOrders(wish.number, .unreachable) }
        do {
            return .order(
                wish.number, try await resources.order(wish.what, in: try desk.place(of: wish.what, account: await account)))
        } catch let refusal as ResourceRefusal {
            return .noOrders(wish.number, refusal.problem)
        } catch {
            return .noOrders(wish.number, .unreachable)
        }
    }

    /// The pane is asked anew afterwards, so that the effect is seen.
    func submit(_ order: ResourceOrder) async -> Outcome {
        guard let resources else { return Outcome(.failed(.unreachable)) }
        let outcome = await resources.submit(order).outcome
        if outcome.kind == .confirmed { desk.story?.take(.actionDone(name: order.change.action, target: order.act.target)) }
        switch order.act {
        case .redrive, .stopRedrive: await desk.refresh([.queues])
        case .resize, .provision: await desk.refresh([.lambda])
        case .restore: await desk.refresh([.alarms])
        }
        return outcome
    }

    /// Reads the configuration and writes it into the state folder; a message says where it is.
    func backUp() {
        Task(priority: .utility) {
            let now = machine.clock.now
            do {
                var place = desk.place
                place.account = await account
                let backup = await (try desk.configurationReader()).read(at: now, place: place)
                let folder = BackupFolder.own(machine.locations.state, desk.plan.name, "backup", now)
                try BackupFolder(folder).write(backup)
                await tell(backup.isPartial ? .warning : .ok, "The configuration is in \(folder)")
                for problem in backup.missing { await tell(.warning, "Backup: \(problem.message)") }
            } catch let failure as CommandFailure {
                await tell(.warning, "\(failure.message) \(failure.hint)")
            } catch {
                await tell(.warning, "The configuration was not written: \(error).")
            }
        }
    }

    private func tell(_ severity: Severity, _ text: String) async {
        await desk.receive(.message(FeedMessage(at: machine.clock.now, severity: severity, text: HarmlessText.line(text))))
    }
}

extension Problem {
    fileprivate static var unreachable: Problem {
        Problem(
            code: "NoContext", message: "Not sent: the queues or alarms of this context cannot be reached. Nothing has changed.",
            hint: "See nightdesk doctor.")
    }
}

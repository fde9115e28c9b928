import Engines
package import FoundationEssentials
package import Model
import Store

/// Notifications for the command line: what there is, and what is ordered.
package struct NotificationBook: Sendable {
    package let room: NotificationsRoom
    private let machine: Machine
    private let changes: ChangeDesk

    /// - Throws: ``CommandFailure``: 78 where the context has no notifications or their section cannot be used.
    package init(machine: Machine) throws {
        let plan = try machine.plan(try machine.locations.loadConfiguration())
        guard let room = try NotificationsRoom.open(machine: machine, plan: plan) else {
            throw CommandFailure(
                .badConfiguration, code: "NoNotifications", message: "Context \"\(plan.name)\" has no notifications section.",
                hint: "Write one, or choose another context with --context.")
        }
        self.room = room
        self.machine = machine
        changes = ChangeDesk(audit: AuditLog(folder: machine.locations.state), author: .current, clock: machine.clock)
    }

    /// Every record in the order of the source, page by page, within the capacity budget.
    /// - Parameter status: Only these.
    package func list(status: String?, take: (NotificationRecord) -> Void) async throws {
        do throws(Problem) {
            let source = try room.source()
            try await AllPages(source: source, clock: machine.clock, status: status)
                .read { page, _ throws(Problem) in page.records.forEach(take) }
        } catch {
            throw CommandFailure(notification: error)
        }
    }

    package func detail(of id: String) async throws -> NotificationDetail {
        do throws(Problem) {
            return try await room.detail(of: id)
        } catch {
            throw CommandFailure(notification: error)
        }
    }

    /// The bare ids of records that can be ordered about, with their present status where one is wanted.
    package func targets(_ ids: [String]) throws -> [NotificationOrder.Target] {
        let key = room.section.settings.key
        return ids.map { .init(id: key.bareID($0), statusBefore: nil) }
    }

    /// All that have failed now.
    package func failed() async throws -> [NotificationOrder.Target] {
        var targets: [NotificationOrder.Target] = []
        let status = room.isEmbedded ? NotificationStatuses().failed : room.section.settings.statuses.failed
        try await list(status: status) { targets.append(.init(id: $0.id, statusBefore: $0.status)) }
        return targets
    }

    /// Retries, and follows what was retried.
    /// - Parameter wait: How long; nil not at all.
    package func retry(
        _ order: NotificationOrder, wait: Duration?, tell: @escaping @Sendable (RetryAnswer) async -> Void
    ) async throws -> (outcome: Outcome, answers: [RetryAnswer]) {
        do throws(Problem) {
            _ = try? await changes.settleOrphans()
            let desk = try room.desk(changes)
            var (outcome, answers) = await desk.submit(order, tell: tell)
            guard let wait else { return (outcome, answers) }
            let retried = answers.filter { $0.outcome == .retried }.map(\.id)
            let ends = await desk.follow(retried, patience: wait)
            for place in answers.indices { answers[place].end = ends[answers[place].id] }
            return (outcome, answers)
        } catch {
            throw CommandFailure(notification: error)
        }
    }

    /// What would be added.
    /// - Throws: ``CommandFailure`` 65 for a file that cannot be read.
    package func additions(_ data: Data) throws -> [NewNotification] {
        do throws(Problem) {
            return try NotificationFile.read(data, channels: room.channels)
        } catch {
            throw CommandFailure(.badInput, code: error.code, message: error.message, hint: error.hint)
        }
    }

    package func proposal(adding all: [NewNotification]) throws -> Proposal {
        do throws(Problem) { _ = try room.store() } catch { throw CommandFailure(notification: error) }
        let recipients = all.reduce(0) { $0 + $1.recipients.count }
        let change = Change(
            action: "notification.add", targets: all.map { HarmlessText.line($0.id) }, permission: .mutate, place: room.place,
            summary: [
                "context \(room.place.context)\(room.place.isProduction ? " (production)" : "")",
                "\(all.count) notifications to \(recipients) recipients, sent for real when they are due",
            ], whatToCheck: "Look at nightdesk notification list.")
        return Proposal(id: 1, title: "Add \(all.count) notifications", change: change, call: .command)
    }

    package func add(_ all: [NewNotification], _ proposal: Proposal) async -> Outcome {
        await changes.submit(proposal.change) {
            do throws(Problem) {
                try await room.store().add(all, at: machine.clock.now)
                return Outcome(.confirmed, note: "\(all.count) added")
            } catch {
                return Outcome(.failed(error))
            }
        }
    }

    package var now: Date { machine.clock.now }
    package var place: Place { room.place }
    package func shutdown() { room.shutdown() }
}

extension CommandFailure {
    init(notification problem: Problem) {
        self.init(problem)
        if ["NothingDone", "ResourceNotFoundException"].contains(problem.code) { exit = .failed }
        if problem.code == "NotEmbedded" { exit = .badConfiguration }
    }
}

extension ExitStatus {
    /// Of one record (contract, Exit codes).
    package init(_ answer: RetryAnswer) {
        switch answer.outcome {
        case .retried:
            switch answer.end {
            case .failedAgain?, .gone?: self = .failed
            case .pending?: self = .outcomeUnknown
            case .sent?, nil: self = .done
            }
        case .notFailed, .notFound: self = .failed
        case .unknown: self = .outcomeUnknown
        case .failed: self = answer.problem.map { CommandFailure($0).exit } ?? .failed
        }
    }
}

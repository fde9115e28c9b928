import Engines
import FoundationEssentials
import Model
import Store

/// The routine checks of one context without a screen: for `nightdesk engine run`.
struct WorkerRounds: Sendable {
    /// After a check that failed.
    private static let patience: Duration = .seconds(60)

    private let desk: WorkerDesk
    private let clock: any WallClock
    private let note: @Sendable (EngineNote) async -> Void

    /// From one check to the next.
    var every: Duration { desk.section.every }

    /// - Returns: nil where the context has no lone workers, or its loops are not to check.
    /// - Throws: ``CommandFailure`` 69 for a store that cannot be opened, 78 for settings.
    init?(machine: Machine, plan: ContextPlan, note: @escaping @Sendable (EngineNote) async -> Void) async throws {
        guard let section = plan.isDrill ? WorkersSection() : plan.settings.workers, section.runs else { return nil }
        desk = try await WorkerDesk(machine: machine, plan: plan)
        clock = machine.clock
        self.note = note
    }

    /// One check now, unless another process is at it.
    /// - Returns: False where one is.
    /// - Throws: ``Problem``, after the meetings that could be checked were.
    func once() async throws(Problem) -> Bool {
        guard let answer = try await desk.checkToTheEnd(every: .zero) else { return false }
        await tell(answer)
        return true
    }

    /// A check each interval until the task is cancelled; one that failed is tried again within a minute. A check that has begun is finished.
    func run() async {
        var failure: Problem?
        while !Task.isCancelled {
            let wait = failure == nil ? desk.section.every : min(desk.section.every, Self.patience)
            let due = await dueAt(after: wait)
            if due <= clock.now {
                do throws(Problem) {
                    if let answer = try await desk.checkToTheEnd(every: wait) { await tell(answer) }
                    if failure != nil { await note(EngineNote(.ok, "Lone workers: checks work again")) }
                    failure = nil
                } catch {
                    if failure?.code != error.code {
                        await note(EngineNote(.critical, "Lone workers: \(error.message) \(error.hint)"))
                    }
                    failure = error
                }
            }
            // Another process may have checked meanwhile: looked at again then, and not later than in a minute.
            let next = min(max(due, clock.now.addingTimeInterval(1)), clock.now.addingTimeInterval(60))
            guard (try? await clock.sleep(until: next)) != nil else { break }
        }
    }

    func close() { desk.close() }

    /// When the next check is to be made: an interval after the last one, whoever made it.
    private func dueAt(after wait: Duration) async -> Date {
        guard let last = try? await desk.lastCheckAt() else { return clock.now }
        return last.addingTimeInterval(wait / .seconds(1))
    }

    private func tell(_ answer: CheckAnswer) async {
        let missed = answer.missedCheckIns + answer.missedCheckOuts
        guard missed > 0 else { return }
        await note(
            EngineNote(
                .critical,
                "Lone workers: \(answer.missedCheckIns) missed check-ins and \(answer.missedCheckOuts) missed check-outs reported"
            ))
    }
}

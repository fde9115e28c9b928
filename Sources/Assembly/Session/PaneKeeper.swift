import Console
import FoundationEssentials
import Model
import Store

/// Keeps the panes of a context for the next start. A store that cannot be used is a warning, never an obstacle.
final class PaneKeeper: Sendable {
    /// What the last run knew: the worst rows of each pane.
    let last: CachedPanes
    /// Why nothing is kept, for the feed.
    let problem: String?
    private let database: StateDatabase?
    private let cache: PaneCache?
    private let context: String
    private let machine: Machine

    init(machine: Machine, context: String) {
        self.machine = machine
        self.context = context
        do {
            let database = try StateDatabase(folder: machine.locations.state)
            var last = CachedPanes()
            last.lambda = database.cachedPane(context: context)
            last.queues = database.cachedPane(context: context)
            last.alarms = database.cachedPane(context: context)
            last.workers = database.cachedPane(context: context)
            last.escalations = database.cachedPane(context: context)
            last.optimizer = database.cachedPane(context: context)
            (self.database, self.last, problem) = (database, last, nil)
            cache = PaneCache(database: database)
        } catch {
            (database, cache, last) = (nil, nil, CachedPanes())
            problem = "\(error.message) Nothing is kept for the next start. \(error.hint)"
        }
    }

    /// Keeps what the event tells of a pane, now and then.
    func keep(_ event: Event) {
        guard let cache else { return }
        let (context, now) = (context, machine.clock.now)
        // A failed write costs the next start its first glance and nothing else.
        switch event {
        case .lambda(let pane): Task { try? await cache.save(pane, context: context, at: now) }
        case .queues(let pane): Task { try? await cache.save(pane, context: context, at: now) }
        case .alarms(let pane): Task { try? await cache.save(pane, context: context, at: now) }
        case .workers(let pane, _): Task { try? await cache.save(pane, context: context, at: now) }
        case .escalations(let pane): Task { try? await cache.save(pane, context: context, at: now) }
        case .optimizer(let pane): Task { try? await cache.save(pane, context: context, at: now) }
        default: break
        }
    }

    func finish() { database?.close() }
}

package import FoundationEssentials
import Model
import Synchronization

/// Time that moves only when a test says so. Sleepers wake in the order of their deadlines.
package final class ManualClock: WallClock {
    private struct Sleeper {
        var id: Int
        var deadline: Date
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct Watcher {
        var id: Int
        var count: Int
        var continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now: Date
        var nextID = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
        var watchers: [Watcher] = []
    }

    private let state: Mutex<State>

    /// - Parameter now: A Monday morning in UTC unless told otherwise.
    package init(now: Date = Date(timeIntervalSince1970: 1_705_312_830)) { state = Mutex(State(now: now)) }

    package var now: Date { state.withLock { $0.now } }

    /// When the next sleeper wakes; nil when nobody sleeps.
    package var nextDeadline: Date? { state.withLock { $0.sleepers.map(\.deadline).min() } }

    package func sleep(until deadline: Date) async throws {
        let id = newID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enter(Sleeper(id: id, deadline: deadline, continuation: continuation))
            }
        } onCancel: {
            cancel(id)
        }
    }

    /// Moves time on; everybody whose deadline has come is woken, the earliest first, each at its own instant.
    package func advance(by duration: Duration) {
        let target = now.addingTimeInterval(duration.inSeconds)
        while let deadline = nextDeadline, deadline <= target { wakeAll(at: max(deadline, now)) }
        state.withLock { $0.now = target }
    }

    /// Moves time to the next deadline and wakes those who wait for it.
    package func advanceToNextDeadline() {
        guard let deadline = nextDeadline else { return }
        wakeAll(at: max(deadline, now))
    }

    /// Returns as soon as at least `count` tasks sleep: everything that can happen now has then happened in them.
    /// Returns at once when the waiting task is cancelled.
    package func waitForSleepers(_ count: Int = 1) async {
        let id = newID()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.cancelled.remove(id) != nil || state.sleepers.count >= count { return true }
                    state.watchers.append(Watcher(id: id, count: count, continuation: continuation))
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            cancel(id)
        }
    }

    private func newID() -> Int {
        state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
    }

    private enum Entry {
        case cancelled, past, asleep([Watcher])
    }

    private func enter(_ sleeper: Sleeper) {
        let entry: Entry = state.withLock { state in
            guard state.cancelled.remove(sleeper.id) == nil else { return .cancelled }
            guard sleeper.deadline > state.now else { return .past }
            state.sleepers.append(sleeper)
            let count = state.sleepers.count
            let ready = state.watchers.filter { $0.count <= count }
            state.watchers.removeAll { $0.count <= count }
            return .asleep(ready)
        }
        switch entry {
        case .cancelled: sleeper.continuation.resume(throwing: CancellationError())
        case .past: sleeper.continuation.resume()
        case .asleep(let watchers): for watcher in watchers { watcher.continuation.resume() }
        }
    }

    private func cancel(_ id: Int) {
        let (sleeper, watcher) = state.withLock { state -> (Sleeper?, Watcher?) in
            if let index = state.sleepers.firstIndex(where: { $0.id == id }) { return (state.sleepers.remove(at: index), nil) }
            if let index = state.watchers.firstIndex(where: { $0.id == id }) { return (nil, state.watchers.remove(at: index)) }
            state.cancelled.insert(id)
            return (nil, nil)
        }
        sleeper?.continuation.resume(throwing: CancellationError())
        watcher?.continuation.resume()
    }

    private func wakeAll(at moment: Date) {
        let woken = state.withLock { state in
            state.now = moment
            let due = state.sleepers.filter { $0.deadline <= moment }.sorted { ($0.deadline, $0.id) < ($1.deadline, $1.id) }
            state.sleepers.removeAll { $0.deadline <= moment }
            return due
        }
        for sleeper in woken { sleeper.continuation.resume() }
    }
}

extension Duration {
    fileprivate var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

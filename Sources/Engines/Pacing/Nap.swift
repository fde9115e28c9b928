package import FoundationEssentials
package import Model

/// A sleep that can be cut short: a loop sleeps to its next moment, and a key press wakes it.
package actor Nap {
    private let clock: any WallClock
    private var sleeper: Task<Void, Never>?
    /// A knock that came while nobody slept is not lost.
    private var isKnocked = false

    package init(clock: any WallClock) { self.clock = clock }

    /// Returns at `deadline`, at a ``knock()``, or when the task is cancelled.
    /// - Parameter deadline: nil sleeps until the knock.
    package func sleep(until deadline: Date?) async {
        guard !isKnocked else {
            isKnocked = false
            return
        }
        let clock = clock
        let task = Task<Void, Never> { try? await clock.sleep(until: deadline ?? .distantFuture) }
        sleeper = task
        await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        sleeper = nil
        isKnocked = false
    }

    package func knock() {
        isKnocked = true
        sleeper?.cancel()
    }
}

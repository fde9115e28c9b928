import Synchronization

/// Counts what was done side by side, and tells each step.
final class ProgressCounter: Sendable {
    private let done = Mutex(0)
    private let total: Int
    private let told: @Sendable (Int, Int) -> Void

    init(total: Int, told: @escaping @Sendable (_ done: Int, _ total: Int) -> Void) {
        self.total = total
        self.told = told
    }

    func step() {
        let count = done.withLock { done in
            done += 1
            return done
        }
        told(count, total)
    }
}

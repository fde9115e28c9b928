import Dispatch

/// The last words to AWS before the program ends: a query that nobody waits for any more would go on, and cost.
final class Farewell: Sendable {
    private let said = DispatchSemaphore(value: 0)

    func say() { said.signal() }

    /// Blocks the calling thread until everything has been said, but not for long: who quits shall not be held.
    func wait(milliseconds: Int) { _ = said.wait(timeout: .now() + .milliseconds(milliseconds)) }
}

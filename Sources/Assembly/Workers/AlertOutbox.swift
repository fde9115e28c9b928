import Engines
import FoundationEssentials
import Model
import Store

/// Takes alerts where no mail server is given: they are kept here and shown on the screen, which counts as delivered.
struct AlertOutbox: AlertMail {
    let store: SQLiteWorkers
    let clock: any WallClock

    func send(_ alert: WorkerAlert, to recipients: [String]) async throws(Problem) {
        try await store.keepSent(alert, way: "the console's outbox", at: clock.now)
    }
}

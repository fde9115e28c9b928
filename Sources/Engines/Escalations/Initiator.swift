import FoundationEssentials
package import Model

/// Takes requests off a queue into a store: ten at a time, in order, each batch one transaction. What was not stored is not deleted.
package struct Initiator: Sendable {
    /// What one batch has brought.
    package struct Batch: Sendable, Equatable {
        /// Messages that came; 0 for an empty queue.
        package var received = 0
        package var taken = 0
        package var repeated = 0
        /// Why each of the others was skipped.
        package var refusals: [EscalationRefusal] = []
        /// Those of the taken ones that changed nothing, and why.
        package var ignored: [EscalationRefusal] = []
        /// Why the queue could not be told; its messages come again and are known again.
        package var undeleted: Problem?

        package init() {}
    }

    static let batchSize = 10
    static let existsAlready = "it runs already; the start changes nothing."
    static let isNotThere = "there is no such process; the stop changes nothing."

    private let queue: any RequestQueue
    private let store: any EscalationStore
    private let channels: EscalationChannels
    private let clock: any WallClock

    package init(
        queue: any RequestQueue, store: any EscalationStore, channels: EscalationChannels, clock: any WallClock = SystemClock()
    ) {
        self.queue = queue
        self.store = store
        self.channels = channels
        self.clock = clock
    }

    /// Receives once, stores and acknowledges.
    /// - Throws: ``Problem`` when the queue or the store cannot be reached; then nothing was acknowledged.
    package func takeBatch(wait: Duration) async throws(Problem) -> Batch { try await keep(try await receive(wait: wait)) }

    /// May be cancelled: what a lost answer held comes again after the queue's visibility timeout.
    func receive(wait: Duration) async throws(Problem) -> [QueuedRequest] {
        try await queue.receive(most: Self.batchSize, wait: wait)
    }

    /// Stores and acknowledges; not to be cut short.
    func keep(_ messages: [QueuedRequest]) async throws(Problem) -> Batch {
        var batch = Batch()
        batch.received = messages.count
        guard !messages.isEmpty else { return batch }
        var requests: [TakenRequest] = []
        for message in messages {
            do throws(EscalationRefusal) {
                let request = try EscalationRequest(json: message.body, channels: channels)
                requests.append(TakenRequest(request, messageID: message.messageID))
            } catch {
                batch.refusals.append(error)
            }
        }
        if !requests.isEmpty {
            let effects = try await store.apply(requests, at: clock.now)
            batch.repeated = effects.count { $0 == .repeated }
            batch.taken = effects.count - batch.repeated
            for (taken, effect) in zip(requests, effects) { batch.note(effect, of: taken.request.processID) }
        }
        do throws(Problem) {
            try await queue.delete(messages.map(\.receipt))
        } catch {
            batch.undeleted = error
        }
        return batch
    }
}

extension Initiator.Batch {
    fileprivate mutating func note(_ effect: RequestEffect, of id: ProcessID) {
        switch effect {
        case .started, .stopped, .repeated: break
        case .exists: ignored.append(EscalationRefusal(Initiator.existsAlready, processID: id))
        case .noSuchProcess: ignored.append(EscalationRefusal(Initiator.isNotThere, processID: id))
        case .refused(let reason):
            refusals.append(EscalationRefusal(reason, processID: id))
            taken -= 1
        }
    }
}

import FoundationEssentials
package import Model

extension EscalationEngine {
    /// Works until the task is cancelled: wakes exactly at the next due time, at the latest after the interval. Then nothing new is started,
    /// what is being sent is finished and written down, and the lease is given back.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await self.runActivator()
                // Nothing that waits in a cancelled task would wait.
                await Task { await self.finishDeliveries() }.value
            }
            if initiator != nil { group.addTask { await self.runInitiator() } }
        }
        await Task { await self.retire() }.value
    }

    private func runActivator() async {
        // After trouble nobody knows how far the last turn came.
        var isSure = false
        while !Task.isCancelled {
            var wakeAt: Date
            do throws(Problem) {
                try await keepLease()
                let mustTurn = hasWork || !isSure
                if works {
                    if mustTurn { try await turn() }
                } else if state.hasClosings {
                    // The lease went to another engine; what was sent before is known all the same.
                    try await turn(isDraining: true)
                }
                wakeAt = nextLook
                if works, let due = state.nextDueAt { wakeAt = min(wakeAt, due) }
                isSure = works
                await resolve(nil)
            } catch {
                isSure = false
                await resolve(error)
                wakeAt = clock.now + Self.patienceAfterTrouble
            }
            if Task.isCancelled { return }
            await nap.sleep(until: wakeAt)
        }
    }

    private func runInitiator() async {
        while !Task.isCancelled {
            guard works else {
                await initiatorNap.sleep(until: clock.now + settings.interval)
                continue
            }
            do throws(Problem) {
                _ = try await takeBatch()
            } catch {
                if Task.isCancelled { return }
                await say(.warning, "No request can be taken. \(error.message) \(error.hint)")
                await initiatorNap.sleep(until: clock.now + Self.patienceAfterTrouble)
            }
        }
    }

    /// - Returns: Messages that came.
    private func takeBatch() async throws(Problem) -> Int {
        guard let initiator else { return 0 }
        let messages = try await initiator.receive(wait: settings.queueWait)
        // In a task of its own, which nobody cancels: what was received is kept and acknowledged.
        let answer = await Task { () -> Result<Initiator.Batch, Problem> in
            do throws(Problem) {
                return .success(try await initiator.keep(messages))
            } catch {
                return .failure(error)
            }
        }.value
        let batch = try answer.get()
        await note(batch)
        if batch.taken > 0 { await knock() }
        return batch.received
    }

    private func note(_ batch: Initiator.Batch) async {
        counts.taken += batch.taken
        counts.repeated += batch.repeated
        counts.refused += batch.refusals.count
        counts.ignored += batch.ignored.count
        counts.lastRefusal = (batch.refusals + batch.ignored).last?.text ?? counts.lastRefusal
        for refusal in batch.refusals { await say(.warning, "Request skipped. \(refusal.text)") }
        for ignored in batch.ignored { await say(.ok, "Request without effect. \(ignored.text)") }
        if let problem = batch.undeleted { await say(.warning, problem.message) }
    }

    /// Says what keeps the engine from its work once, and when it is over.
    private func resolve(_ problem: Problem?) async {
        guard counts.trouble != problem?.message else { return }
        counts.trouble = problem?.message
        if let problem {
            await say(.critical, "Nothing can be delivered. \(problem.message) \(problem.hint)")
        } else {
            await say(.ok, "The engine works again.")
        }
    }

    /// Waits for what is being sent, no longer than the farewell, and writes it down.
    private func finishDeliveries() async {
        let deadline = clock.now + settings.farewell
        while !state.isIdle {
            if clock.now >= deadline { abandonRest() }
            let isWritten = (try? await turn(isDraining: true)) != nil
            if state.isIdle || !isWritten && clock.now >= deadline { return }
            await nap.sleep(until: min(deadline, clock.now + .seconds(1)))
        }
    }

    // MARK: One pass

    /// Takes all requests, delivers what is due now, and ends; retries are not waited for. A cancelled task starts nothing new; what is
    /// being sent is finished and written down.
    /// - Returns: False where another engine has the lease: then nothing was done here.
    /// - Throws: ``Problem`` when the queue or the store cannot be reached; what could be done was done.
    package func runOnce() async throws(Problem) -> Bool {
        try await keepLease()
        guard works else { return false }
        var trouble: Problem?
        do throws(Problem) {
            try await drain()
        } catch {
            // A wait for the queue that was broken off is no trouble.
            trouble = Task.isCancelled ? nil : error
        }
        do throws(Problem) {
            try await pass()
        } catch {
            trouble = error
        }
        await leave()
        if let trouble { throw trouble }
        return true
    }

    /// Finishes what is being sent and gives the lease back, also in a cancelled task.
    private func leave() async {
        await Task {
            await self.finishDeliveries()
            await self.retire()
        }.value
    }

    /// Delivers what is due of one process now, if nobody else has the lease.
    /// - Returns: False where another engine has it, which then does it.
    package func deliver(_ id: ProcessID) async throws(Problem) -> Bool {
        try await keepLease()
        guard works else { return false }
        var trouble: Problem?
        do throws(Problem) {
            try await pass(only: id)
        } catch {
            trouble = error
        }
        await leave()
        if let trouble { throw trouble }
        return true
    }

    private func drain() async throws(Problem) {
        let end = clock.now + settings.longestDrain
        while !Task.isCancelled, clock.now < end {
            guard try await takeBatch() > 0 else { return }
            try await keepLease()
        }
    }

    private func pass(only: ProcessID? = nil) async throws(Problem) {
        let start = clock.now
        while !Task.isCancelled {
            let claimed = try await turn(only: only, dueBy: start)
            // Two turns in a row without anything claimed, under way or left to close are the end.
            if claimed == 0, state.isIdle, state.nextDueAt.map({ $0 > start }) ?? true { return }
            if claimed == 0, !state.hasClosings, state.inFlightCount > 0 { await nap.sleep(until: clock.now + Self.beatEvery) }
            try await keepLease()
        }
    }
}

extension EscalationRefusal {
    /// With the process it is about.
    package var text: String { processID.map { "Process \(HarmlessText.line($0.text.prefix(80))): \(reason)" } ?? reason }
}

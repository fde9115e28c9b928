import CTerminal
package import Engines
import Glibc
import Model

/// The engine without a screen: `nightdesk engine run`.
package struct EngineRun: Sendable {
    private let room: EscalationsRoom
    private let engine: EscalationEngine

    /// - Parameter note: Told what the engine does.
    /// - Throws: ``CommandFailure``: 4 read-only, 78 when nothing is to be run, 69 for a store that cannot be opened.
    package init(
        machine: Machine, interval: Duration, note: @escaping @Sendable (EngineNote) async -> Void
    ) throws {
        room = try Self.room(machine)
        engine = try room.engine(interval: interval, note: note)
    }

    /// What is to be run here.
    static func room(_ machine: Machine) throws -> EscalationsRoom {
        let plan = try machine.plan(try machine.locations.loadConfiguration())
        guard !plan.isReadOnly || machine.options.isDryRun else {
            throw CommandFailure(
                .refused, code: "ReadOnly", message: "Not started: context \(plan.name) is read-only here.",
                hint: "Start without --read-only, or take read_only: true out of the context.")
        }
        guard let room = try EscalationsRoom.open(machine: machine, plan: plan), room.section.runs else {
            throw CommandFailure(
                .badConfiguration, code: "NothingToRun", message: "Context \"\(plan.name)\" has nothing that an engine runs.",
                hint: "Give it a section with run: true (embedded sections have it), or choose another with --context.")
        }
        return room
    }

    /// What an engine would begin with, in words; nothing is changed.
    /// - Throws: ``CommandFailure`` 69.
    package func preview() async throws -> [String] {
        let requests = room.requestQueue.map { "Take requests off \($0)" } ?? "Take no requests: no queue is configured"
        do throws(Problem) {
            let now = room.clock.now
            let due = try await room.store.list(includesEnded: false).filter { $0.overdueSeconds(at: now) != nil }
            return [requests] + due.map { "Deliver what is due of \(HarmlessText.line($0.processID.text))" }
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Takes all requests, delivers what is due, and ends; a signal ends it earlier, as it ends ``untilSignal()``.
    /// - Returns: False where another engine works on the store.
    /// - Throws: ``CommandFailure`` 69.
    package func once() async throws -> Bool {
        defer { room.shutdown() }
        let work = Task { () -> Result<Bool, Problem> in
            do throws(Problem) { return .success(try await engine.runOnce()) } catch { return .failure(error) }
        }
        Task {
            await EndSignal.wait()
            work.cancel()
        }
        switch await work.value {
        case .success(let worked): return worked
        case .failure(let problem): throw CommandFailure(problem)
        }
    }

    /// Works until SIGTERM, SIGINT or SIGHUP comes; then ends within ten seconds.
    package func untilSignal() async {
        let work = Task { await engine.run() }
        await EndSignal.wait()
        work.cancel()
        await work.value
        room.shutdown()
    }
}

/// The signals that ask a process to end.
enum EndSignal {
    /// Returns when one has come. Its thread waits for nothing else, and ends with the process.
    static func wait() async {
        let signals = ct_signals_open()
        guard signals >= 0 else { return }
        await withCheckedContinuation { continuation in
            let box = Unmanaged.passRetained(Waiter(signals: signals, continuation: continuation))
            var thread = pthread_t()
            let code = pthread_create(
                &thread, nil,
                { context in
                    // pthread_create hands over what it was given: the retained waiter.
                    if let context { Unmanaged<Waiter>.fromOpaque(context).takeRetainedValue().run() }
                    return nil
                }, box.toOpaque())
            if code == 0 {
                pthread_detach(thread)
            } else {
                box.takeRetainedValue().continuation.resume()
            }
        }
    }

    private final class Waiter: Sendable {
        let signals: Int32
        let continuation: CheckedContinuation<Void, Never>

        init(signals: Int32, continuation: CheckedContinuation<Void, Never>) {
            self.signals = signals
            self.continuation = continuation
        }

        func run() {
            while true {
                var one = pollfd(fd: signals, events: Int16(POLLIN), revents: 0)
                _ = poll(&one, 1, -1)
                var byte: UInt8 = 0
                guard read(signals, &byte, 1) == 1 else { continue }
                if [SIGTERM, SIGINT, SIGQUIT, SIGHUP].contains(Int32(byte)) { return continuation.resume() }
            }
        }
    }
}

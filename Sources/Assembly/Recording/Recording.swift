import Console
import Engines
import FoundationEssentials
import Model
import Store

/// Writes down what one context shows and finds it again, both off the UI thread. What cannot be recorded costs a line in the
/// feed and nothing else.
final class Recording: Sendable {
    private enum Order: Sendable {
        /// Something waits in the queue.
        case record
        case find(ReplayRequest)
    }

    /// The first frame and the answers that follow it come before any file of ours is opened.
    private static let patience: TimeInterval = 1

    private let queue: RecordingQueue
    private let orders: AsyncStream<Order>.Continuation
    private let worker: Task<Void, Never>
    private let reporter: IncidentReporter
    private let clock: any WallClock
    private let receive: Desk.Receive

    init(desk: Desk, machine: Machine, configuration: Configuration, receive: @escaping Desk.Receive) {
        let queue = RecordingQueue()
        let (stream, orders) = AsyncStream.makeStream(of: Order.self)
        let recorder = ContextRecorder(
            folder: machine.locations.recordings(isDrill: desk.plan.isDrill), limits: configuration.recorder, place: desk.place,
            window: desk.plan.settings.window, clock: machine.clock, receive: receive)
        self.queue = queue
        self.orders = orders
        self.receive = receive
        clock = machine.clock
        reporter = IncidentReporter(machine: machine, plan: desk.plan, contacts: configuration.contacts)
        worker = Task(priority: .utility) {
            guard (try? await machine.clock.sleep(until: machine.clock.now.addingTimeInterval(Self.patience))) != nil else {
                return
            }
            // The practice world knows its own past, which is another one after each start.
            if !desk.plan.isDrill, let depths = await recorder.depths() { await desk.queues.remember(depths) }
            for await order in stream {
                switch order {
                case .record: if let next = queue.take() { await recorder.record(next.event, at: next.at) }
                case .find(let request): await receive(.replay(recorder.find(request)))
                }
            }
            await recorder.close()
        }
    }

    /// Records the event if it is about a pane.
    func keep(_ event: Event) {
        if queue.put(event, at: clock.now) { orders.yield(.record) }
    }

    /// The answer comes as an event.
    func find(_ request: ReplayRequest) { orders.yield(.find(request)) }

    /// A message says where the note is, or why there is none.
    func writeNote(since: Date) {
        Task(priority: .utility) { [reporter, clock, receive] in
            let now = clock.now
            do {
                let path = try await reporter.write(since: since, until: now)
                await receive(.message(FeedMessage(at: now, severity: .ok, text: "The incident note is in \(path)")))
            } catch let failure as CommandFailure {
                let text = "\(failure.message) \(failure.hint)"
                await receive(.message(FeedMessage(at: now, severity: .warning, text: text)))
            } catch {
                await receive(.message(FeedMessage(at: now, severity: .warning, text: "The note was not written: \(error).")))
            }
        }
    }

    func finish() {
        orders.finish()
        worker.cancel()
    }
}

extension FileLocations {
    /// The folder of `recorder.sqlite`. Practice has its own: it must not push out what was real.
    package func recordings(isDrill: Bool) -> String { isDrill ? state + "/drill" : state }
}

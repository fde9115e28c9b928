import Console
import FoundationEssentials
import Model
import Store

/// The recorder of one context: opened when it is needed, tried again after a failure, and heard of only when that changes.
actor ContextRecorder {
    private let folder: String
    private let limits: RecorderLimits
    private let window: Duration
    private let clock: any WallClock
    private let receive: Desk.Receive
    private var place: Place
    private var recorder: Recorder?
    private var lastTry = Date.distantPast
    /// Why nothing is recorded at present.
    private var failure: StoreError?

    private static let retryInterval: TimeInterval = 10

    init(
        folder: String, limits: RecorderLimits, place: Place, window: Duration, clock: any WallClock,
        receive: @escaping Desk.Receive
    ) {
        self.folder = folder
        self.limits = limits
        self.place = place
        self.window = window
        self.clock = clock
        self.receive = receive
    }

    func record(_ event: Event, at moment: Date) async {
        do throws(StoreError) {
            switch event {
            case .place(let place): self.place = place
            case .lambda(let pane): try await open().record(pane, place: place, window: window, at: moment)
            case .queues(let pane): try await open().record(pane, place: place, window: window, at: moment)
            case .alarms(let pane): try await open().record(pane, place: place, window: window, at: moment)
            case .workers(let pane, _): try await open().record(pane, place: place, window: window, at: moment)
            case .escalations(let pane): try await open().record(pane, place: place, window: window, at: moment)
            case .optimizer(let pane): try await open().record(pane, place: place, window: window, at: moment)
            default: return
            }
        } catch {
            return await note(error)
        }
        if case .place = event { return }
        await note(nil)
    }

    /// Says it once that recording fails, and once that it goes on.
    private func note(_ error: StoreError?) async {
        defer { failure = error }
        switch (failure, error) {
        case (nil, let error?):
            await say("Nothing is recorded for now. \(error.message) \(error.hint)", .warning)
        case (_?, nil): await say("What the panes show is recorded again", .ok)
        default: break
        }
    }

    private func say(_ text: String, _ severity: Severity) async {
        await receive(.message(FeedMessage(at: clock.now, severity: severity, text: text)))
    }

    private func open() throws(StoreError) -> Recorder {
        if let recorder { return recorder }
        let now = clock.now
        // A lock of another process is waited for each time: not with every snapshot.
        if let failure, abs(now.timeIntervalSince(lastTry)) < Self.retryInterval { throw failure }
        lastTry = now
        let recorder = try Recorder(folder: folder, limits: limits)
        self.recorder = recorder
        return recorder
    }

    func find(_ request: ReplayRequest) async -> ReplayAnswer {
        do throws(StoreError) {
            return ReplayAnswer(
                number: request.number, found: try await Replayer(recorder: open(), context: request.context).find(request.target)
            )
        } catch {
            return ReplayAnswer(number: request.number, found: .nothing("\(error.message) \(error.hint)"))
        }
    }

    /// How deep each queue was, minute by minute over the window; nil when the recording cannot be read.
    func depths() async -> [String: MetricSeries]? {
        do throws(StoreError) {
            return try await open().series(
                Queue.self, context: place.context, in: Window(endingAt: clock.now, length: window), stepSeconds: 60
            ) { $0.visible.map(Double.init) }
        } catch {
            await note(error)
            return nil
        }
    }

    func close() async { await recorder?.close() }
}

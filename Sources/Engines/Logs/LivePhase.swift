import AWS
import FoundationEssentials
import Model

/// How a tail stands with live tail.
struct LivePhase: Sendable {
    enum Phase: Sendable, Equatable {
        case off
        case opening
        case on(since: Date)
    }

    private(set) var phase = Phase.off
    /// When it is tried next; nil for never, or while it is tried or runs.
    private(set) var retryAt: Date?
    /// Why events are polled for.
    private(set) var pollsBecause: String
    /// Counts sessions.
    private(set) var session = 0
    /// When the last news came.
    var lastNewsAt: Date?
    var isSampled = false
    private var failures = 0

    init(_ question: LogQuestion, groups: Int, settings: TailSettings) {
        if question.to != nil {
            pollsBecause = "nothing is followed"
        } else if !settings.usesLiveTail {
            pollsBecause = "live tail is switched off"
        } else if groups > TailSettings.liveTailGroups {
            pollsBecause = "live tail takes \(TailSettings.liveTailGroups) groups at most"
        } else {
            pollsBecause = "live tail is being opened"
            retryAt = .distantPast
        }
    }

    var isOn: Bool {
        if case .on = phase { true } else { false }
    }

    func shallOpen(at now: Date) -> Bool { phase == .off && retryAt.map { $0 <= now } ?? false }

    func mode(pollingEvery every: Duration) -> TailStatus.Mode {
        if case .on(let since) = phase { return .live(endsAt: since.addingTimeInterval(TailSettings.liveTailLength.seconds)) }
        return .polling(every: every, because: pollsBecause)
    }

    mutating func begin() {
        phase = .opening
        retryAt = nil
    }

    mutating func opened(at now: Date) {
        phase = .on(since: now)
        session += 1
        lastNewsAt = now
    }

    /// - Parameter error: nil when AWS ended the session in good order.
    mutating func ended(_ error: AWSError?, at now: Date) {
        let stood = isOn
        phase = .off
        isSampled = false
        if let error, !Self.isPassing(error) {
            retryAt = nil
            pollsBecause = "live tail is not possible (\(error.code))"
            return
        }
        // A session that has stood for a while begins the count anew.
        failures = stood ? 1 : failures + 1
        pollsBecause = stood ? "live tail is being opened again" : "live tail could not be opened (\(error?.code ?? "ended"))"
        let isTimely = error == nil || error?.code == Self.sessionOver
        let delay = isTimely && stood ? 0 : min(60, Double(1 << min(failures, 6)))
        retryAt = now.addingTimeInterval(delay)
    }

    static let sessionOver = "SessionTimeoutException"

    /// Trying again may help.
    private static func isPassing(_ error: AWSError) -> Bool {
        switch error.kind {
        case .throttled, .transport, .server, .credentials, .cancelled: true
        // Exceptions that end a session have no kind of their own.
        case .rejected: [sessionOver, "SessionStreamingException"].contains(error.code)
        case .denied, .notOffered, .notFound, .unreadable: false
        }
    }
}

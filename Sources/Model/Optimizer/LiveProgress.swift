package import FoundationEssentials

/// How far a run of the deployment is, in the steps of its own progress report, as its queues and logs let it be seen. It tells nothing
/// between 50 and the end. Never goes back within a run.
package struct LiveProgress: Sendable, Equatable {
    /// The raw value is the percentage that the original reports.
    package enum Step: Int, Sendable, CaseIterable, Comparable {
        case begun = 0
        case syncQueued = 20
        case synced = 30
        case grouped = 40
        case queuesSent = 50
        case ended = 100

        package static func < (left: Step, right: Step) -> Bool { left.rawValue < right.rawValue }

        package var words: String {
            switch self {
            case .begun: "begun"
            case .syncQueued: "device sync queued"
            case .synced: "devices synced"
            case .grouped: "groups built"
            case .queuesSent: "queues sent to the optimizers"
            case .ended: "complete"
            }
        }
    }

    /// What can be seen of a run from outside at one moment. nil is not told, and nothing follows from it.
    package struct Signs: Sendable, Equatable {
        /// When each function last ended.
        package var creatorRanAt: Date?
        package var syncRanAt: Date?
        package var optimizerRanAt: Date?
        /// Messages in the queue, whatever their state.
        package var syncLevel: Int?
        package var carrierLevel: Int?
        package var watchLevel: Int?
        /// When the log last said that a run is complete.
        package var completedAt: Date?

        package init() {}
    }

    private struct Beginning {
        var at: Date?
    }

    /// nil as long as no run was seen.
    package private(set) var step: Step?
    /// When the run was seen to begin; nil for one that was under way when looking began.
    package private(set) var startedAt: Date?
    /// When each step was first seen.
    package private(set) var reached: [Step: Date] = [:]
    /// When the run before was complete.
    package private(set) var endedAt: Date?

    package init() {}

    /// The percentage that the original would report; nil without a run.
    package var percent: Int? { step?.rawValue }

    package var isUnderWay: Bool { step.map { $0 < .ended } ?? false }

    package mutating func take(_ signs: Signs, at now: Date) {
        if !isUnderWay {
            guard let beginning = beginning(in: signs) else {
                // The end that was there before anything was seen belongs to no run of ours.
                endedAt = [endedAt, signs.completedAt].compactMap(\.self).max()
                return
            }
            endedAt = [endedAt, signs.completedAt].compactMap(\.self).max()
            step = .begun
            startedAt = beginning.at
            reached = [.begun: beginning.at ?? now]
        }
        guard let present = step else { return }
        let next = max(present, seen(in: signs))
        for step in Step.allCases where step <= next && reached[step] == nil { reached[step] = now }
        step = next
        if next == .ended { endedAt = signs.completedAt ?? now }
    }

    /// - Returns: nil where nothing has begun since the last end; the moment is nil for a run that was under way already.
    private func beginning(in signs: Signs) -> Beginning? {
        let last = [endedAt, signs.completedAt].compactMap(\.self).max()
        if let creator = signs.creatorRanAt, last.map({ creator > $0 }) ?? true { return Beginning(at: creator) }
        let levels = [signs.syncLevel, signs.carrierLevel, signs.watchLevel].compactMap(\.self)
        return levels.contains { $0 > 0 } ? Beginning(at: nil) : nil
    }

    private func seen(in signs: Signs) -> Step {
        let start = startedAt ?? .distantPast
        func since(_ moment: Date?) -> Bool { moment.map { $0 >= start && $0 > (endedAt ?? .distantPast) } ?? false }
        if let completed = signs.completedAt, since(completed), signs.watchLevel == 0 { return .ended }
        if signs.watchLevel ?? 0 > 0 || since(signs.optimizerRanAt) { return .queuesSent }
        let isSynced = since(signs.syncRanAt) && signs.syncLevel == 0
        if isSynced, signs.carrierLevel ?? 0 > 0 { return .grouped }
        if isSynced { return .synced }
        if signs.syncLevel ?? 0 > 0 || since(signs.syncRanAt) { return .syncQueued }
        return .begun
    }
}

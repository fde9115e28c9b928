import Console
import FoundationEssentials
import Model
import Synchronization

/// What waits to be recorded. A disk that hangs must not fill the memory with what it cannot take: of each pane one answer waits,
/// and a newer one takes its place.
final class RecordingQueue: Sendable {
    private let waiting = Mutex<[(event: Event, at: Date)]>([])

    /// - Returns: False for events that are not recorded.
    func put(_ event: Event, at moment: Date) -> Bool {
        guard let kind = Kind(event) else { return false }
        waiting.withLock { waiting in
            waiting.removeAll { Kind($0.event) == kind }
            waiting.append((event, moment))
        }
        return true
    }

    /// The oldest; nil when nothing waits.
    func take() -> (event: Event, at: Date)? {
        waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }

    private enum Kind {
        case place, lambda, queues, alarms, escalations, workers, optimizer

        init?(_ event: Event) {
            switch event {
            case .place: self = .place
            case .lambda: self = .lambda
            case .queues: self = .queues
            case .alarms: self = .alarms
            case .workers: self = .workers
            case .escalations: self = .escalations
            case .optimizer: self = .optimizer
            default: return nil
            }
        }
    }
}

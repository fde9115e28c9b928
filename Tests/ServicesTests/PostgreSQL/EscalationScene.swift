import Foundation
import Model
import Support
import Synchronization

@testable import Services

/// A database of its own with stores on it, as many as there are engines.
struct EscalationScene {
    static let start = Date(timeIntervalSince1970: 1_705_312_830)
    let cluster: PostgresCluster
    let variables: [String: String]

    init(hasOriginalTables: Bool = false) throws {
        cluster = try PostgresCluster.shared()
        variables = try cluster.database()
        guard hasOriginalTables else { return }
        // As systems.md section 4 describes them.
        try sql(
            """
            CREATE TABLE process (id varchar(40) PRIMARY KEY, at bigint NOT NULL, notifications varchar(2048));
            CREATE TABLE property (property_key varchar(128) PRIMARY KEY, property_value varchar(2048));
            """)
    }

    @discardableResult
    func sql(_ text: String) throws -> String { try cluster.sql(text, in: variables) }

    func settings() throws -> PostgresSettings { try PostgresSettings(environment: variables) }

    /// Lets time be what the test says.
    func store() throws -> PostgresEscalations { PostgresEscalations(try settings(), leaseClock: .caller) }

    func live() throws -> PostgresEscalations {
        PostgresEscalations(original: try settings(), targetKeys: Channel.targetKeys, leaseClock: .caller)
    }

    static func request(_ id: String, _ notifications: [(String, Double)], message: String? = nil) -> TakenRequest {
        let entries = notifications.map { channel, at in
            let notification = EscalationNotification(channel: channel, at: at, target: channel == "phone" ? "+1" : nil)
            return EscalationRequest.Entry(notification: notification, source: #"{"channel":"\#(channel)"}"#)
        }
        let request = EscalationRequest(processID: ProcessID(id), action: .start(entries))
        return TakenRequest(request, messageID: message)
    }

    static func stop(_ id: String) -> TakenRequest { TakenRequest(EscalationRequest(processID: ProcessID(id), action: .stop)) }

    static func step(_ engine: String, at now: Date = start, free: [String: Int] = ["phone": 9], closing: [ClosedAttempt] = [])
        -> DeliveryStep
    {
        DeliveryStep(engine: EngineID(engine), now: now, closing: closing, free: free)
    }

    static func beat(_ engine: String, at now: Date = start) -> EngineBeat {
        EngineBeat(engine: EngineID(engine), host: "here", pid: 1, at: now)
    }
}

/// Counts what it delivers, by key.
final class CountingNotifier: Notifier {
    let channel = "phone"
    let targetKey = "phone-number"
    private let counts = Mutex<[String: Int]>([:])
    private let finished: AsyncStream<Void>.Continuation
    private let wanted: Int
    let isDone: AsyncStream<Void>

    /// - Parameter wanted: So many different notifications, and ``isDone`` ends.
    init(wanted: Int) {
        self.wanted = wanted
        (isDone, finished) = AsyncStream.makeStream()
    }

    func deliver(_ delivery: Delivery) async -> DeliveryOutcome {
        let count = counts.withLock { counts in
            counts[delivery.key, default: 0] += 1
            return counts.count
        }
        if count >= wanted { finished.finish() }
        return .delivered(reference: nil)
    }

    var deliveries: [String: Int] { counts.withLock { $0 } }
}

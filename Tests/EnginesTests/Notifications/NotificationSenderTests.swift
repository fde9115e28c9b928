import FoundationEssentials
import Model
import Store
import Support
import Synchronization
import Testing

@testable import Engines

@Suite(.timeLimit(.minutes(2))) struct NotificationSenderTests {
    /// Answers each target as it is told, and counts.
    private final class Counted: Notifier {
        let channel = "email"
        let targetKey = "email"
        let sent = Mutex<[String: Int]>([:])
        let outcome: @Sendable (String) -> DeliveryOutcome

        init(_ outcome: @escaping @Sendable (String) -> DeliveryOutcome) { self.outcome = outcome }

        func deliver(_ delivery: Delivery) async -> DeliveryOutcome {
            let target = delivery.notification.target ?? ""
            let outcome = outcome(target)
            if case .delivered = outcome { sent.withLock { $0[target, default: 0] += 1 } }
            await Task.yield()
            return outcome
        }
    }

    /// Senders and people who retry, all at once: each recipient gets it once, and what cannot be sent says so.
    @Test func everybodyGetsItOnce_HoweverOftenItIsRetried() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteNotifications(folder: folder.path, context: "t", settings: NotificationSettings())
        let failures = Mutex<Set<String>>(Set((0..<20).map { "a\($0 * 3)@x" }))
        let notifier = Counted { target in
            // Fails for good the first time.
            failures.withLock { $0.remove(target) } == nil
                ? .delivered(reference: "id-\(target)") : .failed(reason: "full", isFinal: true, retryAfter: nil)
        }
        let ids = (0..<60).map { "n\($0)" }
        try await store.add(
            ids.indices.map { NewNotification(id: ids[$0], recipients: [.init(channel: "email", target: "a\($0)@x")]) },
            at: Date())
        let sender = NotificationSender(outbox: store, notifiers: [notifier])
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    for _ in 0..<6 {
                        _ = try? await sender.sendDue()
                        await Task.yield()
                    }
                }
            }
            for _ in 0..<2 { group.addTask { for id in ids { _ = await store.retry(id) } } }
        }
        for id in ids { _ = await store.retry(id) }
        _ = try await sender.sendDue()
        #expect(notifier.sent.withLock { $0 } == Dictionary(uniqueKeysWithValues: ids.indices.map { ("a\($0)@x", 1) }))
        for id in ids { #expect(try await store.record(id)?.status == "DELIVERED") }
        store.close()
    }

    @Test func aChannelThatIsNotThere_IsAFailure() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteNotifications(folder: folder.path, context: "t", settings: NotificationSettings())
        try await store.add([NewNotification(id: "1", recipients: [.init(channel: "fax", target: "1")])], at: Date())
        #expect(try await NotificationSender(outbox: store, notifiers: []).sendDue() == 1)
        #expect(try await store.record("1")?.reason == "This context has no channel fax.")
        store.close()
    }
}

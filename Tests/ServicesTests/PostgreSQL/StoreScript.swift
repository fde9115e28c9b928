import Foundation
import Model

/// Random operations on two stores at once, the same in every run of a seed.
struct StoreScript {
    enum Operation {
        case apply([TakenRequest])
        /// - `free`: Slots by channel.
        /// - `fates`: How many of the oldest open claims are closed, and how.
        case advance(free: [String: Int], fates: [Fate])
        case hasten(ProcessID)
        case snooze(ProcessID, until: Date)
    }

    struct Fate {
        var outcome: EscalationAttempt.Outcome
        var next: ClosedAttempt.Next
        var counts: Bool
        var endedAt: Date
    }

    private var random: UInt64
    private(set) var now = EscalationScene.start
    private var open: [(ClaimID, ClaimID)] = []
    private(set) var claimsSeen = 0
    private var messages = 0

    init(seed: UInt64) { random = seed }

    private mutating func pick(_ bound: Int) -> Int {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((random >> 33) % UInt64(bound))
    }

    mutating func next() -> Operation {
        now += Double(pick(3))
        switch pick(10) {
        case 0...2: return .apply((0...pick(3)).map { _ in request() })
        case 3: return .hasten(id())
        case 4: return .snooze(id(), until: now + Double(pick(20)))
        default:
            // One channel at a time: among several, which is newest is for each store to say.
            let free = pick(4) == 0 ? [:] : [pick(2) == 0 ? "phone" : "email": 1 + pick(4)]
            return .advance(free: free, fates: (0..<min(pick(4), open.count)).map { _ in fate() })
        }
    }

    private mutating func id() -> ProcessID { ProcessID(["a", "b", "c", "é", "e\u{301}"][pick(5)]) }

    private mutating func request() -> TakenRequest {
        let id = id()
        guard pick(8) > 0 else { return EscalationScene.stop(id.text) }
        let channels = ["phone", "email", "pubnub"]
        let notifications = (0...pick(3)).map { _ in
            (channels[pick(3)], now.timeIntervalSince1970 + Double(pick(16)) - 12 + Double(pick(4)) / 4)
        }
        messages += pick(3) > 0 ? 1 : 0
        return EscalationScene.request(id.text, notifications, message: pick(4) > 0 ? "m\(messages)" : nil)
    }

    private mutating func fate() -> Fate {
        let next: ClosedAttempt.Next =
            switch pick(4) {
            case 0: .done
            case 1: .again(at: now.timeIntervalSince1970 + Double(pick(10)))
            case 2: .deadLetter
            default: .ask
            }
        let outcome: EscalationAttempt.Outcome = next == .done ? .delivered : next == .ask ? .unknown : .failed
        return Fate(outcome: outcome, next: next, counts: pick(3) > 0, endedAt: now)
    }

    func closings(of store: KeyPath<(ClaimID, ClaimID), ClaimID>, _ fates: [Fate]) -> [ClosedAttempt] {
        zip(open, fates).map { claims, fate in
            ClosedAttempt(
                claim: claims[keyPath: store], endedAt: fate.endedAt, outcome: fate.outcome, reason: "r", reference: nil,
                next: fate.next,
                counts: fate.counts)
        }
    }

    mutating func took(_ turns: (DeliveryTurn, DeliveryTurn), closed: Int) {
        open.removeFirst(closed)
        open += zip(turns.0.claimed, turns.1.claimed).map { ($0.claim, $1.claim) }
        claimsSeen += turns.0.claimed.count
    }
}

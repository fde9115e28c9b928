import FoundationEssentials
import Model
import Testing

@testable import Engines

struct RetryPlanTests {
    private let now = Date(timeIntervalSince1970: 1000)

    private func next(_ outcome: DeliveryOutcome, _ counted: Int, _ plan: RetryPlan = RetryPlan(), jitter: Double = 0.5)
        -> ClosedAttempt.Next
    { plan.next(after: outcome, counted: counted, at: now, jitter: jitter) }

    private let failed = DeliveryOutcome.failed(reason: "busy", isFinal: false, retryAfter: nil)

    @Test func backsOffAndGivesUpAfterTheRetries() {
        #expect((1...4).map { next(failed, $0) } == [.again(at: 1005), .again(at: 1015), .again(at: 1045), .deadLetter])
        #expect(next(failed, 1, RetryPlan(retries: 0)) == .deadLetter)
        #expect(next(failed, 9, RetryPlan(retries: 20)) == .again(at: 1300), "no longer than five minutes")
    }

    @Test func spreadsByAFifth() {
        #expect(next(failed, 1, jitter: 0) == .again(at: 1004))
        #expect(next(failed, 2, jitter: 0) == .again(at: 1012))
    }

    @Test func givesUpAtOnce_WhenTryingAgainCannotHelp() {
        #expect(next(.failed(reason: "no number", isFinal: true, retryAfter: .seconds(9)), 1) == .deadLetter)
        #expect(next(.delivered(reference: nil), 1) == .done)
    }

    @Test func waitsAsLongAsTheFarEndAsks_WithinAnHour() {
        for (asked, at) in [(1.0, 1005.0), (60, 1060), (86_400, 4600)] {
            #expect(next(.failed(reason: "429", isFinal: false, retryAfter: .seconds(asked)), 1) == .again(at: at))
        }
    }

    @Test func settlesTheUnknownByPolicy() {
        #expect(next(.unknown(reason: "timeout"), 1) == .again(at: 1005))
        #expect(next(.unknown(reason: "timeout"), 4) == .deadLetter)
        #expect(next(.unknown(reason: "timeout"), 1, RetryPlan(unknown: .ask)) == .ask)
    }

    @Test func neverLosesWhatAnEnginesEndHasCutOff() {
        let plan = RetryPlan(retries: 0)
        #expect(plan.next(afterCutOff: 1, at: now, jitter: 0.5) == .again(at: 1000))
        #expect(plan.next(afterCutOff: 2, at: now, jitter: 0.5) == .again(at: 1005))
        #expect(plan.next(afterCutOff: 500, at: now, jitter: 0.5) == .again(at: 1300))
        #expect(RetryPlan(unknown: .ask).next(afterCutOff: 1, at: now, jitter: 0.5) == .ask)
    }
}

struct ActivatorStateTests {
    private let engine = EngineID("e")
    private let now = Date(timeIntervalSince1970: 1000)

    private func claimed(_ number: Int64, _ channel: String) -> ClaimedDelivery {
        ClaimedDelivery(
            claim: ClaimID(number),
            delivery: Delivery(
                processID: "p", notification: EscalationNotification(channel: channel, at: 0, target: nil), attempt: 1,
                key: "k\(number)"),
            countedAttempts: 1, dueAt: 0)
    }

    private func take(_ state: inout ActivatorState, _ claims: [ClaimedDelivery], unserved: [String] = []) {
        let step = state.step(for: engine, at: now)
        _ = state.took(DeliveryTurn(claimed: claims, unservedChannels: unserved), of: step)
    }

    @Test func asksForThreeOfEachChannelUnlessToldOtherwise() {
        var state = ActivatorState(channels: ["phone", "email"], limits: .init(byChannel: ["phone": 5, "email": 0]))
        #expect(state.step(for: engine, at: now).free == ["phone": 5, "email": 1])
        take(&state, (1...4).map { claimed($0, "phone") } + [claimed(9, "email")])
        #expect(state.step(for: engine, at: now).free == ["phone": 1, "email": 0])
        #expect(ActivatorState(channels: ["pubnub"]).step(for: engine, at: now).free == ["pubnub": 3])
    }

    @Test func closesOnceAndOnlyWhatWasWritten() {
        var state = ActivatorState(channels: ["phone"])
        take(&state, [claimed(1, "phone"), claimed(2, "phone")])
        state.ended(ClaimID(1), .delivered(reference: "r"), at: now, jitter: 0)
        let step = state.step(for: engine, at: now)
        #expect(step.closing.map(\.claim) == [ClaimID(1)] && step.closing[0].next == .done)
        state.ended(ClaimID(2), .delivered(reference: nil), at: now, jitter: 0)
        #expect(state.step(for: engine, at: now).closing.count == 2, "a step that failed is made again")
        _ = state.took(DeliveryTurn(), of: step)
        #expect(state.step(for: engine, at: now).closing.map(\.claim) == [ClaimID(2)])
        #expect(state.ended(ClaimID(1), .delivered(reference: nil), at: now, jitter: 0) == nil)
    }

    @Test func asksForChannelsThatOnlyTheStoreKnows() {
        var state = ActivatorState(channels: ["phone"])
        take(&state, [], unserved: ["fax"])
        #expect(state.step(for: engine, at: now).free == ["phone": 3, "fax": 3])
        #expect(state.nextDueAt == now, "it is due already")
    }

    @Test func letsNoMoreChannelsWorkThanItMay_AndEachInTurn() {
        var state = ActivatorState(channels: ["a", "b", "c"], limits: .init(channels: 1))
        #expect(state.step(for: engine, at: now).free == ["a": 3])
        take(&state, [claimed(1, "a")], unserved: ["b"])
        #expect(state.step(for: engine, at: now).free == ["a": 0], "others wait, so it takes nothing new")
        state.ended(ClaimID(1), .delivered(reference: nil), at: now, jitter: 0)
        #expect(state.step(for: engine, at: now).free == ["b": 3])
        take(&state, [claimed(2, "b")])
        #expect(state.step(for: engine, at: now).free == ["b": 2])
    }

    @Test func takesNothingNewWhileItDrains_AndCutsOffTheRest() {
        var state = ActivatorState(channels: ["phone"])
        take(&state, [claimed(1, "phone")])
        #expect(state.step(for: engine, at: now, isDraining: true).free.isEmpty)
        state.cutOff(state.underWay, reason: "ended", at: now) { 0 }
        let step = state.step(for: engine, at: now, isDraining: true)
        #expect(step.closing.map(\.outcome) == [.unknown] && !step.closing[0].counts && step.closing[0].next == .again(at: 1000))
        _ = state.took(DeliveryTurn(), of: step)
        #expect(state.isIdle)
    }
}

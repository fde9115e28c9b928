import FoundationEssentials
import Support
import Testing

@testable import Store

@Suite struct TrackPlanTests {
    private let start = RecordedAccount.start

    private func begun(bytes: Int = 1000) -> TrackPlan {
        var plan = TrackPlan()
        plan.wrote(.segment, bytes: bytes, at: start)
        return plan
    }

    @Test func beginsWithASegment() {
        #expect(TrackPlan().next(at: start, isSame: true) == .segment)
        #expect(begun().next(at: start, isSame: true) == .change)
    }

    @Test func beginsASegment_WhenThePlaceChangesOrTimeGoesBackOrSixHoursArePast() {
        #expect(begun().next(at: start, isSame: false) == .segment)
        #expect(begun().next(at: start.addingTimeInterval(-1), isSame: true) == .segment)
        #expect(begun().next(at: start.addingTimeInterval(6 * 3600), isSame: true) == .segment)
    }

    @Test func beginsAWholeFrame_AfterAnHour() {
        #expect(begun().next(at: start.addingTimeInterval(3599), isSame: true) == .change)
        #expect(begun().next(at: start.addingTimeInterval(3600), isSame: true) == .wholeFrame)
    }

    @Test func beginsAWholeFrame_WhenChangesAddUp() {
        var plan = begun(bytes: 100)
        for _ in 0..<3 { plan.wrote(.change, bytes: 133, at: start) }
        #expect(plan.next(at: start, isSame: true) == .change)
        plan.wrote(.change, bytes: 2, at: start)
        #expect(plan.next(at: start, isSame: true) == .wholeFrame)
        plan.wrote(.wholeFrame, bytes: 100, at: start)
        #expect(plan.next(at: start, isSame: true) == .change)
    }

    @Test func beginsAWholeFrame_AfterManyChanges() {
        var plan = begun(bytes: 1_000_000)
        for _ in 0..<240 {
            #expect(plan.next(at: start, isSame: true) == .change)
            plan.wrote(.change, bytes: 1, at: start)
        }
        #expect(plan.next(at: start, isSame: true) == .wholeFrame)
    }
}

import FoundationEssentials
import Model
import Testing

@testable import Engines

@Suite struct EventLedgerTests {
    private enum Step: CaseIterable { case firstRead, twinRead, live, nextSession }

    /// Every sequence of six steps: the same line is given as often as it must have happened, by what has been seen.
    @Test func countsTwinsHoweverTheyAreSeen() {
        func all(_ count: Int) -> [[Step]] {
            count == 0 ? [[]] : all(count - 1).flatMap { head in Step.allCases.map { head + [$0] } }
        }
        for steps in all(6) {
            var ledger = EventLedger(capacity: 100)
            var (given, session, inSession, live) = (0, 1, 0, 0)
            var read: Set<String> = []
            for step in steps {
                switch step {
                case .firstRead, .twinRead:
                    let id = step == .firstRead ? "1" : "2"
                    read.insert(id)
                    given += ledger.takeRead(.example(5, id: id)) ? 1 : 0
                case .live:
                    inSession += 1
                    live = max(live, inSession)
                    given += ledger.takeLive(.example(5, id: ""), session: session) ? 1 : 0
                case .nextSession: (session, inSession) = (session + 1, 0)
                }
                #expect(given == max(read.count, live), "\(steps)")
            }
        }
    }

    @Test func tellsApartWhatDiffers() {
        var ledger = EventLedger(capacity: 100)
        let live = [(5, "a"), (5, "b"), (6, "a")].map { ledger.takeLive(.example($0, $1, id: ""), session: 1) }
        #expect(live == [true, true, true])
        let read = [(5, "a", "1"), (5, "a", "1"), (5, "c", "2")].map { ledger.takeRead(.example($0, $1, id: $2)) }
        #expect(read == [false, false, true])
    }

    @Test func forgetsTheOldestAndSaysSo() {
        var ledger = EventLedger(capacity: 10)
        let times = (0..<100 as Range<Int64>).flatMap { [$0 * 1000, $0 * 1000 + 1, $0 * 1000 + 2] }
        let taken = times.map { ledger.takeRead(.example($0)) }
        #expect(!taken.contains(false))
        #expect(ledger.floorMs > 90_000 && ledger.floorMs <= 99_000 && ledger.isCrowded)
        // What is older than the floor is not remembered, so it counts as new.
        let again = [99_000, 5, 5].map { ledger.takeRead(.example($0)) }
        #expect(again == [false, true, true])
        for moment in [99_500, 3] as [Int64] {
            ledger.forget(before: moment)
            #expect(ledger.floorMs == 99_500)
        }
    }
}

@Suite struct HoldBackTests {
    private let start = Date(timeIntervalSince1970: 1000)

    @Test func givesInOrderUpToTheLimit() {
        var held = HoldBack()
        for at in [5, 3, 9, 3, 1] as [Int64] { held.add(.example(at, "\(at)", id: ""), at: start) }
        let given = [4, 4, .max].map { held.release(upTo: $0, waitingSince: .distantPast).map(\.atMs) }
        #expect(given == [[1, 3, 3], [], [5, 9]])
        #expect(held.isEmpty && held.oldestArrival == nil)
    }

    @Test func givesWhatHasWaitedTooLongAndEverythingOlder() {
        var held = HoldBack()
        held.add(.example(50, id: ""), at: start)
        held.add(.example(40, id: ""), at: start.addingTimeInterval(5))
        held.add(.example(60, id: ""), at: start.addingTimeInterval(5))
        #expect(held.oldestArrival == start)
        let given = held.release(upTo: 0, waitingSince: start).map(\.atMs)
        #expect(given == [40, 50])
        #expect(held.oldestArrival == start.addingTimeInterval(5))
    }
}

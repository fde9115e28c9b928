import FoundationEssentials
import Model
import Testing

struct MomentTextTests {
    /// 2026-11-21 03:10:42 UTC.
    private let now = Date(timeIntervalSince1970: 1_795_230_642)

    @Test(arguments: [
        ("-15m", "2026-11-21T02:55:42.000Z"), ("−15m", "2026-11-21T02:55:42.000Z"), ("-90", "2026-11-21T03:09:12.000Z"),
        ("-7d", "2026-11-14T03:10:42.000Z"), ("03:10", "2026-11-21T03:10:00.000Z"), ("03:11", "2026-11-20T03:11:00.000Z"),
        ("03:10:43", "2026-11-20T03:10:43.000Z"), ("00:00", "2026-11-21T00:00:00.000Z"),
        ("2026-11-20 23:05", "2026-11-20T23:05:00.000Z"), ("2026-11-20T23:05:06", "2026-11-20T23:05:06.000Z"),
        ("2026-11-20T23:05:06.250Z", "2026-11-20T23:05:06.250Z"), ("2026-11-21T03:05:00+01:00", "2026-11-21T02:05:00.000Z"),
    ])
    func readsWhatPeopleType(text: String, moment: String) {
        #expect(MomentText.parse(text, now: now).map(ISO8601.text) == moment)
    }

    @Test func readsATimeOfDayOnTheWall() {
        // 04:10:42 local: 04:10 is 42 s ago, and 03:10 an hour and 42 s.
        #expect(MomentText.parse("04:10", now: now, offsetSeconds: 3600) == now.addingTimeInterval(-42))
        #expect(MomentText.parse("00:30", now: now, offsetSeconds: 3600).map(ISO8601.text) == "2026-11-20T23:30:00.000Z")
        #expect(MomentText.parse("23:00", now: now, offsetSeconds: -5 * 3600).map(ISO8601.text) == "2026-11-20T04:00:00.000Z")
        #expect(MomentText.parse("-15m", now: now, offsetSeconds: 3600) == now.addingTimeInterval(-900))
    }

    @Test(arguments: [
        "", "-", "15m", "24:00", "3:10", "03:60", "03:10:60", "03-10", "yesterday", "2026-13-01 03:10", "2026-11-21", ":", "-15x",
    ])
    func refusesWhatIsNoMoment(text: String) { #expect(MomentText.parse(text, now: now) == nil) }

    @Test func readsEveryMinuteOfADayAsPast() {
        for minute in 0..<1440 {
            let (hours, minutes) = (minute / 60, minute % 60)
            let text = "\(hours < 10 ? "0" : "")\(hours):\(minutes < 10 ? "0" : "")\(minutes)"
            let age = MomentText.parse(text, now: now).map { now.timeIntervalSince($0) }
            #expect(age.map { (0..<86_400).contains($0) } == true, "\(text)")
        }
    }
}

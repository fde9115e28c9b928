import FoundationEssentials
import Support
import Testing

@testable import Model

struct RecurrenceTests {
    private static let london = ZoneRule(
        firstOffset: 0, transitions: [], yearly: YearlyZoneRule(posix: "GMT0BST,M3.5.0/1,M10.5.0"))

    private func starts(
        _ rule: String, from start: String, zone: ZoneRule = .utc, through end: String = "2030-01-01T00:00:00Z", most: Int = 20
    ) throws -> [String] {
        let first = try #require(ISO8601.parse(start))
        var series = MeetingSeries(
            Meeting(id: "s", start: first, end: first.addingTimeInterval(3600)), rule: try RecurrenceRule(text: rule, zone: zone),
            zone: zone)
        series.zoneName = nil
        let last = try #require(ISO8601.parse(end))
        return series.meetings(in: Date.distantPast..<last).prefix(most).map { String(ISO8601.text($0.start).prefix(16)) }
    }

    @Test(
        arguments: [
            ("FREQ=DAILY;COUNT=3", ["2024-01-15T09:00", "2024-01-16T09:00", "2024-01-17T09:00"]),
            ("FREQ=DAILY;INTERVAL=10;COUNT=2", ["2024-01-15T09:00", "2024-01-25T09:00"]),
            ("FREQ=DAILY;UNTIL=20240116T090000Z", ["2024-01-15T09:00", "2024-01-16T09:00"]),
            ("FREQ=DAILY;UNTIL=20240116T085959Z", ["2024-01-15T09:00"]),
            ("FREQ=DAILY;BYDAY=SA,SU;COUNT=2", ["2024-01-20T09:00", "2024-01-21T09:00"]),
            ("FREQ=WEEKLY;COUNT=2", ["2024-01-15T09:00", "2024-01-22T09:00"]),
            ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3", ["2024-01-15T09:00", "2024-01-17T09:00", "2024-01-22T09:00"]),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU;COUNT=2", ["2024-01-28T09:00", "2024-02-11T09:00"]),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=MO;COUNT=2", ["2024-01-21T09:00", "2024-02-04T09:00"]),
            ("FREQ=MONTHLY;COUNT=2", ["2024-01-15T09:00", "2024-02-15T09:00"]),
            ("FREQ=MONTHLY;BYDAY=3MO;COUNT=2", ["2024-01-15T09:00", "2024-02-19T09:00"]),
            ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", ["2024-01-26T09:00", "2024-02-23T09:00"]),
            ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", ["2024-01-31T09:00", "2024-03-31T09:00"]),
            ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", ["2024-01-31T09:00", "2024-02-29T09:00"]),
            ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=1", ["2024-09-13T09:00"]),
            ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["2024-01-31T09:00", "2024-02-29T09:00"]),
            ("FREQ=YEARLY;COUNT=2", ["2024-01-15T09:00", "2025-01-15T09:00"]),
            ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;COUNT=2", ["2024-03-31T09:00", "2025-03-30T09:00"]),
            ("FREQ=YEARLY;BYDAY=20MO;COUNT=1", ["2024-05-13T09:00"]),
        ]) func givesTheDaysOfTheRule(rule: String, expected: [String]) throws
    {
        #expect(try starts(rule, from: "2024-01-15T09:00:00Z") == expected)
    }

    @Test func neverEnds_WhereNoDayFits() throws {
        #expect(try starts("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", from: "2024-01-15T09:00:00Z").isEmpty)
    }

    @Test func keepsTheTimeOnTheWall_WhenSummerTimeBeginsAndEnds() throws {
        let spring = try starts("FREQ=DAILY;COUNT=3", from: "2024-03-30T09:30:00Z", zone: Self.london)
        #expect(spring == ["2024-03-30T09:30", "2024-03-31T08:30", "2024-04-01T08:30"])
        let autumn = try starts("FREQ=DAILY;COUNT=3", from: "2024-10-26T08:30:00Z", zone: Self.london)
        #expect(autumn == ["2024-10-26T08:30", "2024-10-27T09:30", "2024-10-28T09:30"])
    }

    @Test func placesWhatFallsIntoTheMissingHour_AndTakesTheFirstOfTwo() throws {
        let gap = try starts("FREQ=DAILY;COUNT=2", from: "2024-03-30T01:30:00Z", zone: Self.london)
        #expect(gap == ["2024-03-30T01:30", "2024-03-31T01:30"])
        let twice = try starts("FREQ=DAILY;COUNT=2", from: "2024-10-26T00:30:00Z", zone: Self.london)
        #expect(twice == ["2024-10-26T00:30", "2024-10-27T00:30"])
    }

    @Test func leavesOutCancelled_AndMovesChanged() throws {
        let first = MeetingSamples.meeting("s", start: 0, end: 60)
        var change = MeetingChange(originalStart: first.start.addingTimeInterval(86_400))
        change.start = first.start.addingTimeInterval(90_000)
        change.subject = "Later"
        let series = MeetingSeries(
            first, rule: RecurrenceRule(.daily, count: 3), cancelled: [first.start.addingTimeInterval(172_800)],
            changes: [change])
        let meetings = series.meetings(in: .distantPast ..< .distantFuture)
        #expect(meetings.map(\.subject) == ["Visit", "Later"])
        #expect(meetings[1].id == "s@2024-01-16T10:00:00Z")
        #expect(meetings[1].start.timeIntervalSince(first.start) == 90_000)
        #expect(meetings[1].end.timeIntervalSince(meetings[1].start) == 3600)
        #expect(meetings.allSatisfy { $0.seriesID == "s" })
    }

    @Test func findsTheSameDays_WhereverTheSearchBegins() throws {
        for text in ["FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,SU", "FREQ=MONTHLY;INTERVAL=5", "FREQ=YEARLY"] {
            let series = MeetingSeries(
                MeetingSamples.meeting(start: 0, end: 60), rule: try RecurrenceRule(text: text, zone: .utc))
            let end = MeetingSamples.now.addingTimeInterval(86_400 * 1500)
            let all = series.meetings(in: .distantPast..<end)
            for days in stride(from: 0.0, to: 1400, by: 37) {
                let from = MeetingSamples.now.addingTimeInterval(days * 86_400)
                #expect(series.meetings(in: from..<end) == all.filter { $0.start >= from })
            }
        }
    }

    @Test(arguments: ["FREQ=HOURLY", "INTERVAL=2", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYDAY=XX", "FREQ=DAILY;BYHOUR=3", "x"])
    func refusesRulesThatItCannotKeep(text: String) {
        #expect(throws: Problem.self) { try RecurrenceRule(text: text, zone: .utc) }
    }

    @Test(arguments: ["FREQ=WEEKLY;INTERVAL=2;COUNT=3;BYDAY=MO,-1FR;WKST=SU", "FREQ=MONTHLY;BYMONTHDAY=-1;BYMONTH=2,3"])
    func writesTheRuleAsItReadIt(text: String) throws {
        let rule = try RecurrenceRule(text: text, zone: .utc)
        #expect(try RecurrenceRule(text: rule.text, zone: .utc) == rule)
    }

    @Test func dayNumbersAndDatesAgree_ForEveryDayOfFourHundredYears() throws {
        var day = try #require(CivilDay(year: 1850, month: 1, day: 1))
        for _ in 0..<146_097 {
            let (year, month, number) = day.parts
            #expect(CivilDay(year: year, month: month, day: number) == day)
            day = day + 1
        }
        #expect(day.parts == (2250, 1, 1))
    }
}

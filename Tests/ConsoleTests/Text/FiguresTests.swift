import FoundationEssentials
import Testing

@testable import Console

struct FiguresTests {
    @Test(arguments: [
        (0, "0"), (0.4, "0"), (7, "7"), (999, "999"), (1_234, "1,234"), (9_999, "9,999"), (12_345, "12.3k"), (99_949, "99.9k"),
        (123_456, "123k"),
        (999_949, "1000k"), (999_950, "1M"), (1_234_567, "1.2M"), (4_567_000_000, "4.6G"), (-1_234, "-1,234"), (1e300, "9999G"),
    ])
    func writesCounts(value: Double, text: String) {
        #expect(Figures.count(value) == text)
    }

    @Test(arguments: [
        (0, "0 %"), (0.0004, "<0.1 %"), (0.012, "1.2 %"), (0.05, "5 %"), (0.0999, "10 %"), (0.57, "57 %"), (1, "100 %"),
        (12, "1,200 %"),
    ])
    func writesShares(value: Double, text: String) {
        #expect(Figures.percent(value) == text)
    }

    @Test(arguments: [
        (0, "0 ms"), (340, "340 ms"), (999.4, "999 ms"), (999.6, "1 s"), (1_200, "1.2 s"), (9_960, "10 s"), (42_000, "42 s"),
        (59_600, "1m00s"),
        (130_000, "2m10s"), (11_100_000, "3h05m"), (352_800_000, "4d02h"),
    ])
    func writesDurations(milliseconds: Double, text: String) {
        #expect(Figures.duration(milliseconds: milliseconds) == text)
    }

    @Test(arguments: [(0, "0s"), (59.9, "59s"), (60, "1m"), (3_599, "59m"), (7_200, "2h"), (200_000, "2d"), (-5, "0s")])
    func writesAges(seconds: Double, text: String) {
        #expect(Figures.age(seconds: seconds) == text)
    }

    @Test(arguments: [(0, "0/min"), (0.04, "0/min"), (0.44, "+0.4/min"), (-12, "-12/min"), (12_345, "+12.3k/min")])
    func writesChanges(value: Double, text: String) {
        #expect(Figures.perMinute(value) == text)
    }

    @Test(arguments: [(0, "$0.00"), (0.004, "<$0.01"), (0.42, "$0.42"), (12.3, "$12.30"), (1_234, "$1,234")])
    func writesDollars(value: Double, text: String) {
        #expect(Figures.dollars(value) == text)
    }

    @Test func neverWritesZeroForWhatIsNotKnown() {
        let nothing: Double? = nil
        for text in [
            Figures.count(nothing), Figures.percent(nothing), Figures.duration(seconds: nothing), Figures.age(seconds: nothing),
            Figures.perMinute(nothing), Figures.count(Double.nan), Figures.percent(.infinity),
            Figures.duration(milliseconds: .nan),
        ] {
            #expect(text == "–")
        }
    }

    @Test(arguments: [
        (0, "1970-01-01 00:00"), (951_782_400, "2000-02-29 00:00"), (1_795_230_642, "2026-11-21 03:10"), (-1, "1969-12-31 23:59"),
        (4_102_444_799, "2099-12-31 23:59"),
    ])
    func writesDates(seconds: Double, text: String) {
        #expect(Clock.dateTime(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test func writesLocalTimeAcrossMidnight() {
        let late = Date(timeIntervalSince1970: 86_400 - 60)
        #expect(Clock.time(late, offsetSeconds: 7_200) == "01:59:00")
        #expect(Clock.time(late, offsetSeconds: -18_000, seconds: false) == "18:59")
    }
}

import FoundationEssentials
import Testing

@testable import Drawing

struct ShortNumberTests {
    @Test(arguments: [
        (0, "0"), (0.004, "0.004"), (0.0001, "0"), (1, "1"), (1.5, "1.5"), (12.34, "12.3"), (99.96, "100"), (840, "840"),
        (999.4, "999"), (999.9, "1k"), (1234, "1.23k"), (12_500, "12.5k"), (3_450_000, "3.45M"), (-2500, "-2.5k"),
        (7e9, "7G"), (1e12, "1T"), (.nan, "–"), (.infinity, "–"),
    ])
    func keepsThreeDigits(value: Double, text: String) {
        #expect(ShortNumber.text(value) == text)
    }

    @Test func survivesTheLargestNumbers() {
        for value in [
            Double(Float.greatestFiniteMagnitude), .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
        ] {
            #expect(!ShortNumber.text(value).isEmpty)
        }
    }

    @Test(arguments: [
        (0, "01-01 00:00"), (951_782_399, "02-28 23:59"), (951_782_400, "02-29 00:00"), (1_763_693_400, "11-21 02:50"),
        (-60, "12-31 23:59"),
    ])
    func tellsTheTimeInGreenwich(seconds: Int, text: String) {
        let time = UTCText(Date(timeIntervalSince1970: Double(seconds)))
        #expect(time.text(withDay: true) == text)
        #expect(time.text(withDay: false) == text.suffix(5))
    }

    @Test func survivesTimesWithoutAYear() {
        #expect(!UTCText(Date(timeIntervalSince1970: 1e300)).text(withDay: true).isEmpty)
    }
}

import FoundationEssentials
import Model
import Testing

@Suite struct ISO8601Tests {
    @Test(arguments: [
        (0.0, "1970-01-01T00:00:00.000Z"), (-0.001, "1969-12-31T23:59:59.999Z"), (951_782_400, "2000-02-29T00:00:00.000Z"),
        (1_705_322_096.789, "2024-01-15T12:34:56.789Z"), (1_705_322_096.9999, "2024-01-15T12:34:57.000Z"),
        (4_102_444_799.5, "2099-12-31T23:59:59.500Z"),
    ])
    func writesMilliseconds_InUTC(seconds: Double, text: String) {
        #expect(ISO8601.text(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test(arguments: [
        ("2024-01-15T12:34:56Z", 1_705_322_096.0), ("2024-01-15T12:34:56.789Z", 1_705_322_096.789),
        ("2024-01-15T12:34:56.789+0000", 1_705_322_096.789), ("2024-01-15T13:34:56+01:00", 1_705_322_096),
        ("2024-01-15T07:34:56-0500", 1_705_322_096), ("2024-01-15T12:34:56.7894561230Z", 1_705_322_096.789456123),
    ])
    func readsWhatAWSWrites(text: String, seconds: Double) throws {
        let date = try #require(ISO8601.parse(text))
        #expect(abs(date.timeIntervalSince1970 - seconds) < 1e-6)
    }

    @Test(arguments: [
        "", "2024-01-15", "2024-01-15T12:34:56", "2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z",
        "2024-01-15T24:00:00Z", "2024-01-15T12:60:00Z", "2024-01-15T12:34:56.Z", "2024-01-15T12:34:56Zx", "x024-01-15T12:34:56Z",
        "2024-01-15 12:34:56Z", "2024-01-15T12:34:56+1",
    ])
    func refusesAnythingElse(text: String) {
        #expect(ISO8601.parse(text) == nil)
    }

    @Test func everyDayOfFourCenturies_ComesBack() {
        for day in stride(from: -60_000.0, to: 90_000, by: 1) {
            let date = Date(timeIntervalSince1970: day * 86_400 + 43_200.25)
            #expect(ISO8601.parse(ISO8601.text(date)) == date)
        }
    }
}

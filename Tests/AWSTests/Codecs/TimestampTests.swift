import Foundation
import Testing

@testable import AWS

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-07-04T10:00:00Z", 1_783_159_200), ("2026-07-04T10:00:00.25Z", 1_783_159_200.25),
        ("2026-07-04T12:00:00+02:00", 1_783_159_200), ("2026-07-04T08:30:00-0130", 1_783_159_200),
        ("2026-07-04T10:00:00.000+0000", 1_783_159_200), ("2026-07-04 10:00:00", 1_783_159_200), ("1969-12-31T23:59:59Z", -1),
    ])
    func readsWhatAWSAndEmulatorsWrite(text: String, seconds: Double) {
        #expect(Timestamp.seconds(iso8601: text) == seconds)
    }

    @Test(arguments: [
        "", "2026", "2026-07-04", "2026-13-04T10:00:00Z", "2026-00-04T10:00:00Z", "2026-07-32T10:00:00Z", "2026-07-04T24:00:00Z",
        "2026-07-04T10:60:00Z", "2026-07-04T10:00:61Z", "2026-07-04T10:00:00X", "2026-07-04T10:00:00Zx", "2026-07-04T10:00:00.Z",
        "2026-07-04T10:00:00+1", "2026-07-04T10:00:00+25:00", "20a6-07-04T10:00:00Z", "-026-07-04T10:00:00Z",
    ])
    func refusesWhatIsNoDate(text: String) {
        #expect(Timestamp.seconds(iso8601: text) == nil)
    }

    @Test(arguments: [0.0, -1, 1_783_159_200, 951_782_400, 4_107_542_399])
    func writesWhatItReads(seconds: Double) {
        let text = Timestamp.iso8601(Date(timeIntervalSince1970: seconds))
        #expect(text.utf8.count == 20)
        #expect(Timestamp.seconds(iso8601: text) == seconds)
    }

    @Test func cutsFractionsDownwards() {
        #expect(Timestamp.iso8601(Date(timeIntervalSince1970: 59.999)) == "1970-01-01T00:00:59Z")
        #expect(Timestamp.iso8601(Date(timeIntervalSince1970: -0.5)) == "1969-12-31T23:59:59Z")
    }

    @Test func readsDatesOfHeaders() {
        #expect(HTTPDate.date("Sun, 06 Nov 1994 08:49:37 GMT") == Date(timeIntervalSince1970: 784_111_777))
        for text in [
            "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Non 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 1994 25:49:37 GMT",
        ] {
            #expect(HTTPDate.date(text) == nil)
        }
    }
}

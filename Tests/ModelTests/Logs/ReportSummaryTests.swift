import FoundationEssentials
import Testing

@testable import Model

@Suite struct ReportSummaryTests {
    private func event(_ message: String) -> LogEvent { LogEvent(id: "", group: "g", stream: "s", atMs: 0, message: message) }

    private func report(_ durationMs: Double, memory: Int = 98, rest: String = "") -> LogEvent {
        event(
            "REPORT RequestId: r\tDuration: \(durationMs) ms\tBilled Duration: 1 ms\tMemory Size: 512 MB\tMax Memory Used: \(memory) MB\(rest)"
        )
    }

    @Test func countsReportsAndNothingElse() {
        var digest = LogDigest()
        digest.take([
            event("REPORT is late"), event("{\"a\":1}"), event(""), report(3, rest: "\tInit Duration: 200.0 ms"),
            report(5, memory: 500, rest: "\tStatus: timeout"),
            event(
                #"{"time":"t","type":"platform.report","record":{"requestId":"r","metrics":{"durationMs":7,"billedDurationMs":8,"memorySizeMB":128,"maxMemoryUsedMB":60}}}"#
            ),
        ])
        let reports = digest.reports
        #expect(reports.count == 3 && reports.failed == 1 && reports.coldStarts == 1)
        #expect(reports.durations == .init(medianMs: 5, p95Ms: 7, longestMs: 7))
        #expect(reports.fullestMemory == .init(usedMB: 500, givenMB: 512))
    }

    @Test func givesRanksOfTheNewestThousand() {
        var reports = ReportSummary()
        #expect(reports.durations == nil)
        for duration in 1...100 { reports.take(report(Double(duration))) }
        #expect(reports.durations == .init(medianMs: 50, p95Ms: 95, longestMs: 100))
        for _ in 0..<1000 { reports.take(report(1)) }
        #expect(reports.durations == .init(medianMs: 1, p95Ms: 1, longestMs: 1) && reports.count == 1100)
    }

    /// The report of an invocation that failed repeats what a line of its own has told.
    @Test func countsAnErrorOnce() {
        var digest = LogDigest()
        digest.take([
            report(5, rest: "\tStatus: timeout"), event("2026-11-21T03:10:38.100Z r Task timed out after 30.00 seconds\n"),
        ])
        #expect(digest.shapes.total == 1)
        #expect(digest.shapes.groups.first?.example.hasSuffix("30.00 seconds") == true)
    }
}

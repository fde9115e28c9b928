import Engines
import Testing

@Suite struct ReportLineTests {
    private static let id = "3604209a-e9a3-11e6-939a-754dd98c7be3"

    @Test func readsAWarmRun() {
        var expected = ReportLine(requestID: Self.id, durationMs: 12.34)
        expected.billedMs = 13
        expected.memoryMB = 128
        expected.maxMemoryMB = 18
        let line =
            "REPORT RequestId: \(Self.id)\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 18 MB\t\n"
        #expect(ReportLine(line) == expected)
        #expect(ReportLine(line.replacing("\t", with: "  ")) == expected, "copied from a terminal")
    }

    @Test func readsAColdRunWithATraceAndAFailure() {
        let line = """
            REPORT RequestId: \(Self.id)\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 1024 MB\tMax Memory Used: 99 MB\t\
            Init Duration: 402.5 ms\tStatus: timeout\tError Type: Sandbox.Timedout\t
            XRAY TraceId: 1-5c0c\tSegmentId: 6a\tSampled: true
            """
        let report = ReportLine(line)
        #expect(report?.initMs == 402.5)
        #expect(report?.status == "timeout")
        #expect(report?.errorType == "Sandbox.Timedout")
        #expect(report?.traceID == "1-5c0c")
    }

    @Test func readsASnapStart() {
        let line =
            "REPORT RequestId: a\tDuration: 1 ms\tBilled Duration: 200 ms\tMemory Size: 1 MB\tMax Memory Used: 1 MB\tRestore Duration: 180.5 ms\tBilled Restore Duration: 34 ms"
        #expect(ReportLine(line)?.restoreMs == 180.5)
        #expect(ReportLine(line)?.billedMs == 200)
    }

    @Test func readsARecordInJSON() {
        let line = """
            {"time":"2024-01-01T00:00:00.000Z","type":"platform.report","record":{"requestId":"a","status":"error","errorType":"E",\
            "metrics":{"durationMs":1.5,"billedDurationMs":2,"memorySizeMB":128,"maxMemoryUsedMB":60,"initDurationMs":100.25},\
            "tracing":{"spanId":"x","type":"X-Amzn-Trace-Id","value":"Root=1"}}}
            """
        var expected = ReportLine(requestID: "a", durationMs: 1.5)
        expected.billedMs = 2
        expected.memoryMB = 128
        expected.maxMemoryMB = 60
        expected.initMs = 100.25
        expected.status = "error"
        expected.errorType = "E"
        expected.traceID = "Root=1"
        #expect(ReportLine(line) == expected)
    }

    @Test(arguments: [
        "", "REPORT", "REPORT RequestId:", "REPORT RequestId: a", "REPORT RequestId: a\tDuration: x ms",
        "START RequestId: a Version: $LATEST",
        " REPORT RequestId: a\tDuration: 1 ms", "{\"type\":\"platform.report\"}", "{\"type\":\"platform.start\",\"record\":{}}",
        "{\"message\":\"\\\"platform.report\\\"\"}", "REPORT of the day", "REPORT RequestId: Duration: 1 ms",
    ])
    func isNothingElse(line: String) {
        #expect(ReportLine(line) == nil)
    }

    @Test func findsTheLastOne() {
        let lines = ["REPORT RequestId: a\tDuration: 1 ms", "END RequestId: a", "REPORT RequestId: b\tDuration: 2 ms", "x"]
        #expect(ReportLine.last(in: lines)?.requestID == "b")
        #expect(ReportLine.last(in: [String]()) == nil)
    }
}

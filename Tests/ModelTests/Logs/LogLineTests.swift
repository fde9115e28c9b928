import Model
import Testing

@Suite struct LogLineTests {
    private static let id = "8f507cfc-8b0a-4f0e-9e2d-0123456789ab"

    private func level(_ line: String) -> LogLevel? {
        var line = line
        return line.withUTF8 { LogLevel.of($0) }
    }

    @Test(arguments: [
        (#"{"level":"error","message":"x"}"#, LogLevel.error), (#"{"a":1, "level" : "WARN"}"#, .warning),
        (#"{"severity":"INFO"}"#, .info), (#"{"level":30,"msg":"pino"}"#, .info), (#"{"level":60}"#, .fatal),
        (#"{"errorType":"Runtime.ExitError","errorMessage":"x"}"#, .error),
        (#"{"type":"platform.report","record":{"status":"timeout"}}"#, .error),
        ("2024-01-15T12:34:56.789Z\t\(id)\tERROR\tInvoke Error", .error),
        ("[WARNING]\t2024-01-15T12:34:56Z\t\(id)\tslow", .warning),
        ("[error] bad", .error), ("fail: Worker[0] boom", .error), ("time=1 level=warn msg=x", .warning),
        ("2024-01-15T12:34:56.789Z \(id) Task timed out after 3.00 seconds", .error),
        ("Traceback (most recent call last):", .error), ("REPORT RequestId: x\tDuration: 1 ms\tStatus: timeout", .error),
        ("FATAL out of memory", .fatal), ("DEBUG x", .debug),
    ])
    func findsTheLevel(line: String, expected: LogLevel) { #expect(level(line) == expected) }

    @Test(arguments: [
        "", "START RequestId: \(id) Version: $LATEST", "REPORT RequestId: x\tDuration: 1 ms", "no errors were found",
        "MAX_ERROR_COUNT 3", #"{"message":"level"}"#, #"{"note":"\"level\":\"error\""}"#, #"{"errorType":null}"#,
        #"{"type":"platform.report","record":{"status":"success"}}"#, "x-error: 1",
    ])
    func findsNoLevelWhereThereIsNone(line: String) { #expect(level(line) == nil) }

    @Test func readsTheReportOfAColdStart() throws {
        let line =
            "REPORT RequestId: \(Self.id)\tDuration: 3.36 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 38 MB\t"
            + "Init Duration: 101.01 ms\t\nXRAY TraceId: 1-2-3\tSegmentId: 4\tSampled: true\t\n"
        let report = try #require(ReportLine(line))
        #expect(report.requestID == Self.id)
        #expect((report.durationMs, report.billedMs, report.memoryMB, report.maximumMemoryMB) == (3.36, 4, 128, 38))
        #expect(report.initMs == 101.01 && report.restoreMs == nil && report.status == nil)
        #expect(LogLine(line).kind == .report(report))
    }

    @Test func readsTheReportOfAFailure() throws {
        let report = try #require(
            ReportLine(
                "REPORT RequestId: a\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tStatus: error\tError Type: Runtime.ExitError"
            ))
        #expect(report.status == "error" && report.errorType == "Runtime.ExitError" && report.initMs == nil)
    }

    @Test func readsTheReportOfJSONLogging() throws {
        let line = #"""
            {"time":"2024-03-13T18:56:24.046Z","type":"platform.report","record":{"requestId":"a","metrics":{"durationMs":19.21,
            "billedDurationMs":20,"memorySizeMB":256,"maxMemoryUsedMB":40,"initDurationMs":132.2},"tracing":{"x":[1]},"status":"success"}}
            """#
        let report = try #require(ReportLine(line))
        #expect((report.durationMs, report.billedMs, report.memoryMB, report.maximumMemoryMB) == (19.21, 20, 256, 40))
        #expect(report.initMs == 132.2 && report.status == nil)
        #expect(LogLine(line).requestID == "a")
    }

    @Test(arguments: [
        "", "REPORT", "REPORT ", "REPORT RequestId: ", "report RequestId: a\tDuration: 1 ms", "{", #"{"type":"platform.report"}"#,
        #"{"type":"platform.report","record":{"requestId":7}}"#, #"{"type":"platform.report","record":[]}"#,
    ])
    func takesNothingElseForAReport(line: String) { #expect(ReportLine(line) == nil) }

    @Test func knowsLambdasOwnLines() {
        #expect(LogLine("START RequestId: \(Self.id) Version: 7\n").kind == .start(requestID: Self.id))
        #expect(LogLine("END RequestId: \(Self.id)\n").kind == .end(requestID: Self.id))
        #expect(LogLine(#"{"type":"platform.start","record":{"requestId":"a","version":"7"}}"#).kind == .start(requestID: "a"))
        #expect(LogLine(#"{"type":"platform.initStart","record":{"runtimeVersion":"x"}}"#).kind == .platform("initStart"))
        #expect(LogLine("2024-01-15T12:34:56.789Z\t\(Self.id)\tINFO\thello").requestID == Self.id)
        #expect(LogLine("[ERROR]\t2024-01-15T12:34:56.789Z\t\(Self.id)\thello").requestID == Self.id)
    }

    @Test func saysWhatAJSONLineSays() {
        let line = LogLine(#"{"level":"info","message":"Processing \u00e9","timestamp":"x","context":{"message":"inner"}}"#)
        #expect(line.summary == "Processing é" && line.kind == .json && line.level == .info)
        #expect(LogLine("{ not json").kind == .text)
        #expect(LogLine("a\r\nb").layout() == ["a", "b"])
        #expect(LogLine(#"{"a":1}"#).layout() == ["{", #"  "a": 1"#, "}"])
    }
}

import FoundationEssentials
import Model
import Testing

@testable import Drill

@Suite struct InsightsProgramTests {
    private static let lines: [(Int, String)] = [
        (0, "START RequestId: 8f507cfc-8b0a-4f0e-9e2d-0123456789ab Version: $LATEST"),
        (100, #"{"level":"info","message":"notification sent","duration":120,"context":{"userId":"u1"}}"#),
        (60_000, #"{"level":"error","message":"boom","context":{"userId":"u2"}}"#),
        (120_000, #"{"level":"info","message":"notification sent","duration":80.5}"#),
        (300_000, "2024-01-15T12:34:56.789Z Task timed out after 3.00 seconds"),
        (
            301_000,
            "REPORT RequestId: a\tDuration: 900.50 ms\tBilled Duration: 901 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB\tInit Duration: 200.00 ms"
        ),
        (302_000, "REPORT RequestId: b\tDuration: 30.00 ms\tBilled Duration: 30 ms\tMemory Size: 512 MB\tMax Memory Used: 70 MB"),
    ]

    /// The cells of each row, `@ptr` left out.
    private func rows(_ text: String, limit: Int = 100) throws -> [String] {
        let program = try #require(InsightsProgram(text), "\(text) is not understood")
        let records = Self.lines.enumerated().map { number, line in
            InsightsRecord(line: DrillLogLine(id: "\(number)", stream: "s", at: line.0, message: line.1), group: "g")
        }
        return program.rows(records.filter(program.matches), limit: limit).map { row in
            row.filter { $0.field != "@ptr" }.map { "\($0.field)=\($0.value)" }.joined(separator: " ")
        }
    }

    @Test func understandsEveryShippedQuery() {
        for query in InsightsQuery.shipped + [.mentioning("notification#123")] {
            #expect(InsightsProgram(query.text) != nil, "\(query.name)")
        }
    }

    @Test func findsErrorsOfEitherKind() throws {
        let found = try rows(
            #"fields @message | filter level = "error" or @message like /ERROR|Task timed out/ | sort @timestamp desc"#)
        #expect(found.count == 2 && found[0].contains("Task timed out") && found[1].contains("boom"))
    }

    @Test func readsWhatLambdaReports() throws {
        #expect(
            try rows("fields @requestId, @duration | filter @type = \"REPORT\" | sort @duration desc | limit 1", limit: 1) == [
                "@requestId=a @duration=900.5"
            ])
        #expect(
            try rows("fields @initDuration, @maxMemoryUsed | filter @initDuration > 0") == [
                "@initDuration=200 @maxMemoryUsed=90000000"
            ])
    }

    @Test func countsAndAveragesByTime() throws {
        #expect(
            try rows(
                "fields @timestamp, duration | filter message like /notification sent/ | stats avg(duration), max(duration), count(*) as n by bin(5m)"
            )
                == ["bin(5m)=1970-01-01 00:00:00.000 avg(duration)=100.25 max(duration)=120 n=2"])
        #expect(
            try rows("stats count(*) as lines by bin(1m) | sort lines desc | limit 1", limit: 1) == [
                "bin(1m)=1970-01-01 00:05:00.000 lines=3"
            ])
        #expect(
            try rows("filter ispresent(duration) | stats pct(duration, 95) as p95, sum(duration), min(duration)") == [
                "p95=120 sum(duration)=200.5 min(duration)=80.5"
            ])
        #expect(
            try rows("stats count(level) by level as l") == ["l=info count(level)=2", "l=error count(level)=1", "count(level)=0"])
    }

    @Test(arguments: [
        (#"filter context.userId = "u1""#, 1), (#"filter level != "info""#, 5),
        (#"filter not level = "info" and ispresent(level)"#, 1),
        (#"filter @message like /(?i)BOOM/"#, 1), (#"filter @message not like "notification""#, 5),
        ("filter duration >= 80.5 and duration < 120", 1),
        (#"filter strcontains(@message, "boom") or (level = "info" and duration > 100)"#, 2), ("filter `@type` = 'REPORT'", 2),
    ])
    func filters(text: String, count: Int) throws { #expect(try rows(text).count == count) }

    @Test(arguments: [
        "", "parse @message /a/", "fields", "filter", "filter x", "filter x like", "filter x like /a.*b/", "stats", "stats avg()",
        "stats count(*) by",
        "stats count(*) by bin(5x)", "limit 0", "limit x", "sort", "fields a b", "filter x = \"open", "filter (x = 1",
        "stats pct(x, 101)", "fields a | | limit 1", "filter a ~ b",
    ])
    func refusesWhatItDoesNotKnow(text: String) { #expect(InsightsProgram(text) == nil) }
}

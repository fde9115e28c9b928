import Model
import Testing

@Suite struct InsightsAnswerTests {
    @Test func makesATableOfRecords() {
        let answer = InsightsAnswer(
            records: [
                [("@timestamp", "t1"), ("@message", "m1"), ("@ptr", "p")], [("@message", "m2"), ("extra", "x")], [],
            ], progress: InsightsProgress(status: "Complete", bytesScanned: 2e9))
        #expect(answer.columns == ["@timestamp", "@message", "extra"])
        #expect(answer.rows == [["t1", "m1", nil], [nil, "m2", "x"], [nil, nil, nil]])
        #expect(answer.progress.costUSD == 0.01 && answer.progress.isOver)
    }

    @Test func namesEveryShippedQueryOnce() {
        let names = InsightsQuery.shipped.map(\.name)
        #expect(Set(names).count == names.count && names.count >= 6)
        #expect(InsightsQuery.shipped.allSatisfy { !$0.title.isEmpty && $0.text.utf8.count <= 10_000 })
    }

    @Test func quotesTheWordThatIsMentioned() {
        #expect(InsightsQuery.mentioning(#"a"b\"#).text.contains(#"strcontains(@message, "a\"b\\")"#))
    }
}

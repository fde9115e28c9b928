import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

struct FilterTests {
    private func names<Row: PaneRow>(_ text: String, _ rows: [Row]) throws -> [String] {
        let filter = try FilterParser(fields: Row.fields.map { FieldSignature($0) }).parse(text).get()
        let search = SearchText(rows, text: \.searchText)
        return filter.passing(rows, search: search, fields: Row.fields, now: ScreenTester.night).map { rows[Int($0)].name }
    }

    private func problem(_ text: String) -> String? {
        let parser = FilterParser(fields: LambdaFunction.fields.map { FieldSignature($0) })
        guard case .failure(let problem) = parser.parse(text) else { return nil }
        return problem.message
    }

    @Test(arguments: [
        ("", 7), ("worker", 3), ("WORKER", 3), ("worker demand", 1), ("!worker", 4), ("worker !demand", 2),
        ("\"demand-worker\"", 1),
        ("\"demand worker\"", 0), ("errors>5", 1), ("errors>=3", 2), ("errors<=0", 4), ("errors=3", 1), ("errors!=0", 2),
        ("err>5", 1), ("ERRORS>5", 1), ("errors>1k", 1), ("errors>1.3k", 0), ("rate>5%", 1), ("rate>0.05", 1), ("rate>50%", 0),
        ("p95>1s", 2),
        ("p95>300ms", 3), ("p95>1m", 0), ("p95<1", 3), ("invocations:unknown", 1), ("!invocations:unknown", 6),
        ("severity:critical", 1),
        ("severity>=warning", 2), ("severity<warning", 5), ("state:active", 2), ("state=act", 2), ("!state:active", 5),
        ("age<15m", 1), ("age<10m", 0),
        ("age<1h30m", 1), ("name:altaworx", 2), ("  worker   demand ", 1), ("!", 7), ("iter>2m", 1),
    ])
    func findsFunctions(text: String, count: Int) throws {
        #expect(try names(text, SampleRows.functions).count == count)
    }

    @Test(arguments: [
        ("fifo:yes", 3), ("dlq>0", 1), ("growth<0", 1), ("drain<5m", 1), ("oldest>40m", 2), ("visible>10k", 1), ("fifo", 3),
    ])
    func findsQueues(text: String, count: Int) throws {
        #expect(try names(text, SampleRows.queues).count == count)
    }

    @Test(arguments: [
        ("local", 1), ("source:local", 1), ("never", 1), ("state:insufficient", 1), ("since<1h", 2), ("function:demand", 1),
    ])
    func findsAlarms(text: String, count: Int) throws {
        #expect(try names(text, SampleRows.alarms).count == count)
    }

    @Test func isNotFooledByUnknownValues() throws {
        #expect(try !names("errors<5", SampleRows.functions).contains("roesc-escalations"))
        #expect(try !names("errors!=99", SampleRows.functions).contains("roesc-escalations"))
    }

    @Test func comparesTextWithoutRegardToCase_InAnyScript() throws {
        let rows = [SampleRows.queue("Über-ÄRGER", visible: 1), SampleRows.queue("uber", visible: 1)]
        #expect(try names("über", rows) == ["Über-ÄRGER"])
        #expect(try names("ärger", rows) == ["Über-ÄRGER"])
    }

    @Test(arguments: [
        ("foo>5", "No field \"foo\" here"), ("foo:5", "No field \"foo\" here"), ("errors>", "A value is missing after errors"),
        ("errors>x", "\"x\" is no number"), ("errors:", "What shall errors be?"), ("rate>5", "write 5% or 0.05"),
        ("age<2x", "write 40s, 5m, 2h"),
        ("severity:bad", "no severity"), ("\"open", "closing quote"), ("name>5", "name is a text"),
        (">5", "field's name is missing"),
        ("errors>nan", "no number"), ("errors>0x10", "no number"), ("p95>1s2", "no duration"),
    ])
    func saysWhatIsWrong(text: String, expected: String) {
        #expect(problem(text)?.contains(expected) == true, "\(problem(text) ?? "nothing is wrong")")
    }

    @Test func takesAnyBytesWithoutHarm() {
        let pieces = ["!", "\"", ":", ">", "<=", "errors", " ", "5", "%", "ü", "\u{1F469}\u{200D}\u{1F692}", "~"]
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    let parser = FilterParser(fields: LambdaFunction.fields.map { FieldSignature($0) })
                    if case .success(let filter) = parser.parse(first + second + third) {
                        let search = SearchText(SampleRows.functions, text: \.searchText)
                        let passing = filter.passing(
                            SampleRows.functions, search: search, fields: LambdaFunction.fields, now: ScreenTester.night)
                        #expect(passing.count <= SampleRows.functions.count)
                    }
                }
            }
        }
    }
}

import FoundationEssentials
import Model
import Testing

@Suite struct LogEventTests {
    private let event = LogEvent(
        id: "", group: "g", stream: "s", atMs: 1_705_312_830_123, message: "a \u{1B}[2J\u{9B}\u{202E}\r\nb\n\n")

    @Test func writesJSONThatHoldsEverything() {
        var json = JSONText()
        event.write(to: &json)
        #expect(
            json.text.hasPrefix(
                #"{"id":null,"group":"g","stream":"s","at":"2024-01-15T10:00:30.123Z","ingestedAt":null,"message":"a \u001b[2J"#))
    }

    @Test func writesLinesThatNoTerminalObeys() {
        #expect(event.line(withGroup: false) == "2024-01-15T10:00:30.123Z a ^[[2J<9B>\u{FFFD}\nb")
        #expect(event.line(withGroup: true).hasPrefix("2024-01-15T10:00:30.123Z g a"))
        var empty = event
        empty.message = "\n"
        #expect(empty.line(withGroup: false) == "2024-01-15T10:00:30.123Z ")
    }

    @Test func ordersByTimeThenByIDAsANumber() {
        func event(_ at: Int64, _ id: String) -> LogEvent { LogEvent(id: id, group: "g", stream: "s", atMs: at, message: "") }
        let ordered = [event(1, ""), event(1, "9"), event(1, "10"), event(1, "11"), event(2, "1")]
        for (left, first) in ordered.enumerated() {
            for (right, second) in ordered.enumerated() { #expect(first.isBefore(second) == (left < right)) }
        }
    }

    @Test func takesDatesThatNoLogHas() {
        #expect(Date.distantPast.milliseconds < 0 && Date.distantFuture.milliseconds > 0)
        #expect(Date(timeIntervalSince1970: .infinity).milliseconds == .max)
        #expect(Date(milliseconds: 1_705_312_830_123).milliseconds == 1_705_312_830_123)
    }
}

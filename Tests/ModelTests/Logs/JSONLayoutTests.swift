import Model
import Testing

@Suite struct JSONLayoutTests {
    @Test func laysOutInTheOrderOfTheKeys() {
        let json = #"{"level":"info","context":{"b":1.50,"a":[]},"tags":["x",null],"empty":{}}"#
        #expect(
            JSONLayout.lines(json) == [
                "{", #"  "level": "info","#, #"  "context": {"#, #"    "b": 1.50,"#, #"    "a": []"#, "  },", #"  "tags": ["#,
                #"    "x","#, "    null", "  ],", #"  "empty": {}"#, "}",
            ])
    }

    @Test func breaksStackTracesAtTheirLineBreaks() {
        let lines = JSONLayout.lines(#"{"stack":"Error: a\n  at b\r\n  at \\n c"}"#)
        #expect(lines == ["{", #"  "stack": "Error: a"#, "      at b", #"      at \\n c""#, "}"])
    }

    @Test(arguments: ["", "plain", "\"text\"", "12", "{", #"{"a":1} and more"#, #"{"a":1}{"b":2}"#, "[1,2", "\u{1B}[31m{}"])
    func leavesEverythingElseAsItIs(text: String) { #expect(JSONLayout.lines(text) == nil) }

    @Test func saysHowManyLinesAreLeftOut() {
        let json = "[" + (1...50).map(String.init).joined(separator: ",") + "]"
        let lines = JSONLayout.lines(json, maximumLines: 10)
        #expect(lines?.count == 11)
        #expect(lines?.last == "… 42 more lines")
    }
}

import FoundationEssentials
import Testing

@testable import Model

@Suite struct JSONGrammarTests {
    private func fault(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        var scanner = JSONGrammar(bytes)
        do throws(JSONGrammar.Fault) {
            try scanner.scan()
            return nil
        } catch {
            return error.text(in: bytes)
        }
    }

    @Test(arguments: [
        "{}", "[]", "null", "true", "false", "0", "-0", "-1.5e+10", "1E5", "\"\"", "\"\\u00e9\\n\\\"\"",
        " {\"a\" : [1, {\"b\":null}]}\r\n\t",
        "\"ü€😀\"", "[[[[]]]]",
    ])
    func takesWhatIsJSON(text: String) {
        #expect(fault(text) == nil)
    }

    @Test(arguments: [
        ("", "line 1, column 1: a value is expected"), ("{", "line 1, column 2: a member name in quotes is expected"),
        ("{\"a\" 1}", "line 1, column 6: a colon is expected"),
        ("{\"a\":1,}", "line 1, column 8: a member name in quotes is expected"),
        ("[1,]", "line 1, column 4: a value is expected"), ("[1 2]", "line 1, column 4: a comma or ] is expected"),
        ("{\"a\":1\n \"b\":2}", "line 2, column 2: a comma or } is expected"),
        ("01", "line 1, column 2: the end of the text is expected"),
        ("1.", "line 1, column 3: a digit is expected"), ("-", "line 1, column 2: a digit is expected"),
        ("tru", "line 1, column 4: the word true is expected"), ("'a'", "line 1, column 1: a value is expected"),
        ("\"a", "line 1, column 3: the closing quote is expected"),
        ("\"a\nb\"", "line 1, column 3: no control character in a string is expected"),
        ("\"\\x\"", "line 1, column 3: one of \" \\ / b f n r t u after the backslash is expected"),
        ("\"\\u12g4\"", "line 1, column 6: four hexadecimal digits is expected"),
        ("NaN", "line 1, column 1: a value is expected"),
        ("\"üü\" x", "line 1, column 6: the end of the text is expected"),
        ("{} // note", "line 1, column 4: the end of the text is expected"),
    ])
    func saysWhereTheGrammarEnds(text: String, expected: String) {
        #expect(fault(text) == expected)
    }

    @Test func endsAtTooDeepNesting() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(fault(deep) == "line 1, column 257: at most 256 levels of nesting is expected")
        let allowed = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
        #expect(fault(allowed) == nil)
    }

    /// No text makes it crash, and every beginning of a good one is told from the whole.
    @Test func refusesEveryBeginning() {
        let text = #"{"a":[1,-2.5e3,"x\u00e9\\",true,false,null],"b":{"c":{}}}"#
        for count in 0..<text.utf8.count { #expect(fault(String(text.prefix(count))) != nil) }
        #expect(fault(text) == nil)
    }
}

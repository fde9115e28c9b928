import Testing

@testable import AWS

@Suite struct PythonJSONTests {
    /// What Python 3.11's `json.dumps` wrote.
    @Test func writesStringsAsPythonDoes() {
        #expect(PythonJSON.string("aü😀\"\\\n\t\u{7F}\u{1}/") == #""a\u00fc\ud83d\ude00\"\\\n\t\u007f\u0001/""#)
    }

    @Test func writesObjectsWithPythonsSpaces_AndLeavesOutWhatIsNot() {
        let text = PythonJSON.object([("a", "1"), ("b", nil), ("c", PythonJSON.array(["x", "y"])), ("d", "null")])
        #expect(text == #"{"a": 1, "c": ["x", "y"], "d": null}"#)
        #expect(PythonJSON.object([]) == "{}" && PythonJSON.array([]) == "[]")
    }
}

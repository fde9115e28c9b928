import Model
import Testing

@Suite struct JSONScannerTests {
    private func skips(_ bytes: [UInt8]) -> Bool {
        var scanner = JSONScanner(bytes)
        return (try? scanner.skip()) != nil && scanner.isAtEnd()
    }

    private func string(_ json: String) throws -> String {
        var scanner = JSONScanner(Array(json.utf8))
        return try scanner.string()
    }

    @Test(arguments: [
        "{}", "[]", "0", "-1.5e+3", "true", "null", "\"\"", " [ 1 , {\"a\" : [ ] } ] ", "{\"a\":{\"a\":\"}\"}}", "\"\\\"\"",
    ])
    func takesWholeValues(json: String) { #expect(skips(Array(json.utf8))) }

    @Test(arguments: [
        "", " ", "{", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "[1 2]", "1.", "-", "1e", "tru", "\"abc", "\"abc\\", "{}}", "nan",
    ])
    func refusesEverythingElse(json: String) { #expect(!skips(Array(json.utf8))) }

    @Test func neverTrapsOnACutOrDamagedText() {
        let whole = Array(#"{"a":[1,-2.5e3,true,null,"x\u00e9\ud83d\ude00\\"],"b":{"c":"d"}}"#.utf8)
        #expect(skips(whole))
        for count in whole.indices { #expect(!skips(Array(whole[..<count]))) }
        for position in whole.indices {
            for byte in [0, 0x22, 0x5C, 0x7B, 0x5D, 0x80, 0xFF] as [UInt8] {
                var damaged = whole
                damaged[position] = byte
                _ = skips(damaged)
                for range in [0..<position, position..<whole.count] {
                    let scanner = JSONScanner(damaged)
                    _ = scanner.text(of: range)
                }
            }
        }
    }

    @Test func takesEscapesOut() throws {
        #expect(try string(#""a\n\t\"\\\/\b\f\rz""#) == "a\n\t\"\\/\u{8}\u{C}\rz")
        #expect(try string(#""\u0041\u00e9\ud83d\ude00""#) == "Aé😀")
    }

    @Test(arguments: [#""a\ud83d""#, #""a\ude00""#, #""a\ud83d\u0041""#, #""a\ud83dx""#, #""a\uZZZZ""#, #""a\u12""#])
    func keepsTheRestOfATextWithHalfAPair(json: String) throws {
        let text = try string(json)
        #expect(text.hasPrefix("a\u{FFFD}"))
    }

    @Test func repairsWhatIsNoUTF8() throws {
        var scanner = JSONScanner([0x22, 0x61, 0xFF, 0xC3, 0x28, 0x22])
        let text = try scanner.string()
        #expect(text == "a\u{FFFD}\u{FFFD}(")
    }

    @Test func refusesWhatIsNestedTooDeep() {
        let depth = JSONScanner.maximumDepth
        #expect(skips(Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)))
        #expect(!skips(Array((String(repeating: "[", count: depth + 1) + String(repeating: "]", count: depth + 1)).utf8)))
        #expect(!skips([UInt8](repeating: 0x5B, count: 1_000_000)))
    }

    @Test func readsNumbersAndPassesOverOtherKinds() throws {
        func integer(_ json: String) throws -> Int64? {
            var scanner = JSONScanner(Array(json.utf8))
            let value = try scanner.optionalInteger()
            let isAtEnd = scanner.isAtEnd()
            #expect(isAtEnd)
            return value
        }
        #expect(try integer("1705312830123") == 1_705_312_830_123)
        #expect(try integer("-7") == -7)
        #expect(try integer("1.5E12") == 1_500_000_000_000)
        #expect(try integer("1e400") == nil)
        #expect(try integer("null") == nil)
        #expect(try integer("[1,{}]") == nil)
    }
}

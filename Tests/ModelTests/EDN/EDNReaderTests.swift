import Model
import Testing

@Suite struct EDNReaderTests {
    @Test func readsWhatTheOriginalWrites() throws {
        let text = #"({:channel "phone", :at 1555057084, :phone-number "+3851111111"})"#
        let value = try EDNReader.value(text)
        let entry = try #require(value.elements?.first)
        #expect(entry["channel"]?.text == "phone")
        #expect(entry["at"]?.number == 1_555_057_084)
        #expect(value.edn == text)
    }

    @Test(arguments: [
        "nil", "true", "false", "0", "-7", "+7", "1.5", "1.5e-3", "12345678901234567890N", "1.5M", "1/3", "##Inf", "##-Inf",
        "##NaN",
        "\\a", "\\newline", "\\u00e9", "\\(", "\\é", ":key", ":ns/key", ":odd.key*+!-_?", "symbol", "ns/symbol", "-", "+x", "()",
        "[]", "{}",
        "#{}", #""""#, #""a\"b\\c\nd\te\rf\bg\fh""#, #"#inst "2024-01-01T00:00:00Z""#, "#my/tag {:a [1 2 #{3}]}",
        #"{nil 1, "odd key" 2, [1] 3}"#,
        "(1 [2 (3 {:four #{5}})])", "\"čšž 日本語 🎉\"",
    ])
    func writesBackWhatItHasRead(text: String) throws {
        #expect(try EDNReader.value(text).edn == text)
    }

    @Test(arguments: [
        (" , [1,2 ,\t3]\n ; the end", "[1 2 3]"), ("[1 #_2 3 #_ #_ 4 5]", "[1 3]"), ("; first\n:a", ":a"),
        (#""\u00e9\ud83c\udf89""#, "\"é🎉\""),
        (#""\ud83c!""#, "\"\u{FFFD}!\""), ("\"two\nlines\"", #""two\nlines""#),
    ])
    func readsOtherSpellings(text: String, same: String) throws {
        #expect(try EDNReader.value(text).edn == same)
    }

    @Test(arguments: [
        "", " ", "(", ")", "(1", "[1)", "{:a}", "{:a 1 :a 2}", "\"a", "\"\\x\"", #""\u12"#, #""\u12g4""#, "1 2", ":", "::a", "#",
        "# 1", "#1 2", "##No", "#_",
        "(#_)", "12a", "0x10", "1/0", "1.2.3", "\\", "1nan", "{1 2 3}", #"\u12"# + "\"",
    ])
    func refusesWhatIsNotEDN(text: String) {
        #expect(throws: EDNError.self) { try EDNReader.value(text) }
    }

    @Test(
        arguments: [("1/4", 0.25), ("7N", 7), ("1.5M", 1.5), ("1.555057084E9", 1_555_057_084), ("##Inf", .infinity)]
            as [(String, Double)])
    func knowsTheValueOfEveryKindOfNumber(text: String, number: Double) throws {
        #expect(try EDNReader.value(text).number == number)
    }

    @Test func refusesWhatIsNestedTooDeeplyInsteadOfCrashing() {
        for opening in ["(", "[", "{:a ", "#{", "#a ", "#_"] {
            #expect(throws: EDNError.self) { try EDNReader.value(String(repeating: opening, count: 100_000)) }
        }
    }

    private static let sample = #"""
        [{:channel "phone", :at 1.5e9, :phone-number "+385 \"1\" \u00e9"} ; say
         {:at 7N, :x #inst "2024" :y [\a #_ 3 {nil 1/2}], :z #{##Inf}, :channel "email"}]
        """#

    @Test func survivesEveryTruncation() throws {
        _ = try EDNReader.value(Self.sample)
        for count in 0..<Self.sample.unicodeScalars.count {
            let text = String(Self.sample.unicodeScalars.prefix(count))
            #expect(throws: EDNError.self) { try EDNReader.value(text) }
        }
    }

    /// Bytes changed, dropped and added at random; what is still EDN must be written and read to the same.
    @Test func survivesDamage() throws {
        var random = SplitMix(state: 20_240_115)
        let alphabet = Array("()[]{}#_\"\\;:,/ \n0123456789+-.eNMu\u{0}abc".utf8) + [0xC3, 0xE2, 0xFF]
        var stillValid = 0
        for _ in 0..<20_000 {
            var bytes = Array(Self.sample.utf8)
            for _ in 0...random.next(below: 4) {
                let place = random.next(below: bytes.count)
                switch random.next(below: 3) {
                case 0: bytes[place] = alphabet[random.next(below: alphabet.count)]
                case 1: bytes.remove(at: place)
                default: bytes.insert(alphabet[random.next(below: alphabet.count)], at: place)
                }
            }
            guard let value = try? EDNReader.value(String(decoding: bytes, as: UTF8.self)) else { continue }
            stillValid += 1
            #expect(try EDNReader.value(value.edn) == value)
        }
        #expect(stillValid > 100)
    }

    @Test func survivesRandomBytes() {
        var random = SplitMix(state: 7)
        for _ in 0..<20_000 {
            let bytes = (0..<random.next(below: 40)).map { _ in UInt8(random.next(below: 256)) }
            _ = try? EDNReader.value(String(decoding: bytes, as: UTF8.self))
        }
    }
}

/// Random numbers that are the same in every run.
private struct SplitMix {
    var state: UInt64

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}

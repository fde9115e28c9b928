import Model
import Testing

@Suite struct HarmlessTextTests {
    private func isHarmless(_ text: String, allowing allowed: Set<UInt32> = []) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            allowed.contains(scalar.value)
                || !(scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
                    || (0x2066...0x2069).contains(scalar.value)
                    || [0x61C, 0x200E, 0x200F, 0x2028, 0x2029].contains(scalar.value))
        }
    }

    @Test func letsNoControlThrough() {
        for value in UInt32(0)..<0x3000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "a\(scalar)b"
            #expect(isHarmless(HarmlessText.line(text)), "U+\(String(value, radix: 16))")
            #expect(isHarmless(HarmlessText.lines(text), allowing: [0x0A]), "U+\(String(value, radix: 16))")
        }
    }

    @Test(arguments: [
        ("\u{1B}]0;owned\u{7}", "^[]0;owned^G"), ("a\r\nb", "a↵b"), ("safe\rEVIL", "safe^MEVIL"), ("end\r", "end^M"),
        ("a\tb", "a b"),
        ("\u{9B}2J", "<9B>2J"), ("x\u{202E}y", "x\u{FFFD}y"), ("plain", "plain"), ("é 😀", "é 😀"), ("\u{7F}", "^?"),
    ])
    func showsWhatWasThere(text: String, expected: String) { #expect(HarmlessText.line(text) == expected) }

    @Test func keepsLineBreaksWhereTheyAreWanted() {
        #expect(HarmlessText.lines("a\r\nb\nc\u{1B}") == "a\nb\nc^[")
    }

    @Test func readsNoMoreThanTheColumnsNeed() {
        let long = String(repeating: "é", count: 1_000_000)
        #expect(HarmlessText.beginning(of: long, columns: 100).unicodeScalars.count < 300)
        #expect(HarmlessText.beginning(of: "abc", columns: 0).utf8.count < 65)
    }
}

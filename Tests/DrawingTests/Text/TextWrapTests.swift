import Testing

@testable import Drawing

struct TextWrapTests {
    @Test func breaksAtSpaces() {
        #expect(TextWrap.lines("one two three", width: 8) == ["one two", "three"])
        #expect(TextWrap.lines("one  two", width: 8) == ["one  two"])
        #expect(TextWrap.lines("one two ", width: 7) == ["one two"])
        #expect(TextWrap.lines("", width: 5) == [""])
        #expect(TextWrap.lines("a\n\nb", width: 5) == ["a", "", "b"])
    }

    @Test func breaksInside_WordsThatAreLongerThanALine() {
        #expect(TextWrap.lines("abcdefgh", width: 3) == ["abc", "def", "gh"])
        #expect(TextWrap.lines("x abcdefgh", width: 4) == ["x", "abcd", "efgh"])
        #expect(TextWrap.lines("日本語", width: 5) == ["日本", "語"])
        #expect(TextWrap.lines("日本", width: 1) == ["日", "本"], "one character a line, though none has room")
    }

    @Test func keepsRoles() {
        let lines = TextWrap.lines([Span("one ", .dim), Span("two", .strong), Span(" three", .strong)], width: 8)
        #expect(lines == [[Span("one ", .dim), Span("two", .strong)], [Span("three", .strong)]])
    }

    /// Every text of up to seven letters and spaces in every width.
    @Test func losesNoLetterAndExceedsNoLine() {
        for length in 0...7 {
            for number in 0..<(1 << length) {
                let text = String((0..<length).map { number >> $0 & 1 == 0 ? Character("a") : " " })
                for width in 1...8 {
                    let lines = TextWrap.lines(text, width: width)
                    #expect(lines.allSatisfy { $0.count <= width }, "\(text.debugDescription) in \(width): \(lines)")
                    #expect(
                        lines.joined().filter { $0 == "a" } == text.filter { $0 == "a" }, "\(text.debugDescription) in \(width)")
                }
            }
        }
    }
}

import Testing

@testable import Drawing

struct TextInputTests {
    @Test func editsByLetterWordAndLine() {
        var input = TextInput("one two  three")
        input.handle(.control("w"))
        #expect(input.text == "one two  ")
        input.handle(.control("w"))
        #expect(input.text == "one ")
        for key in [Key.left, .left, .character("X"), .delete] { input.handle(key) }
        #expect(input.text == "onX " && input.cursor == 3)
        input.handle(.home)
        input.handle(.control("d"))
        #expect(input.text == "nX ")
        input.handle(.right)
        input.handle(.control("k"))
        #expect(input.text == "n")
        input.handle(.control("u"))
        #expect(input.isEmpty)
    }

    @Test func leavesOtherKeysToTheDialog() {
        var input = TextInput("x")
        for key in [Key.enter, .escape, .tab, .up, .function(1), .control("c")] {
            let isTaken = input.handle(key)
            #expect(!isTaken)
        }
        #expect(input.text == "x")
    }

    /// Every sequence of four keys out of those that edit.
    @Test func keepsTheCursorInTheText_WhateverIsPressed() {
        let keys: [Key] = [
            .character("a"), .character(" "), .left, .right, .home, .end, .backspace, .delete, .control("w"), .control("u"),
            .control("k"),
        ]
        for number in 0..<(keys.count * keys.count * keys.count * keys.count) {
            var input = TextInput("a b")
            var rest = number
            for _ in 0..<4 {
                input.handle(keys[rest % keys.count])
                rest /= keys.count
            }
            if !(0...input.text.count).contains(input.cursor) { Issue.record("\(number): \(input)") }
        }
    }

    @Test func takesAPasteAsOneLine_AndNoMoreThanItHolds() {
        var input = TextInput(maximumCount: 8)
        input.insert(paste: "a\nb\tc\u{1B}\r\nd")
        #expect(input.text == "a b c d")
        input.insert(paste: "12345")
        #expect(input.text == "a b c d1")
        #expect(TextInput("123456789", maximumCount: 3).text == "123")
    }

    @Test func alwaysShowsTheCursor() {
        for text in ["", "abc", "abcdefghijklmnop", "日本語日本語日本語", "a日b本c語d"] {
            for width in 1...9 {
                var input = TextInput(text)
                while true {
                    var canvas = Canvas(width: 12, height: 1)
                    input.draw(on: &canvas, in: Area(x: 1, y: 0, width: width, height: 1))
                    let isInside = canvas.cursor.map { (1..<(1 + width)).contains($0.x) } ?? false
                    #expect(isInside || width == 1, "\(text) at \(input.cursor) in \(width)")
                    #expect(canvas.isWhole)
                    guard input.cursor > 0 else { break }
                    input.handle(.left)
                }
            }
        }
    }

    @Test func showsThatItsBeginningIsCut() {
        var canvas = Canvas(width: 6, height: 1)
        TextInput("abcdefghij").draw(on: &canvas, in: canvas.area)
        #expect(canvas.plainText == "…ghij")
        #expect(canvas.cursor == Position(x: 5, y: 0))
    }
}

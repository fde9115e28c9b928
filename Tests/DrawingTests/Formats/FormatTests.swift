import Testing

@testable import Drawing

struct FormatTests {
    private var canvas: Canvas {
        var canvas = Canvas(width: 14, height: 3)
        canvas.put([Span("ok ", .severityOK), Span("日本 <&>\"", .strong)], x: 0, y: 0)
        canvas.put("row", x: 0, y: 1)
        canvas.addFlags(Area(x: 0, y: 1, width: 14, height: 1), .selected)
        return canvas
    }

    @Test func plainTextHasNoSpacesAtTheEnds() {
        #expect(canvas.plainText == "ok 日本 <&>\"\nrow\n")
    }

    @Test func goldenTextShowsRolesAndFlags() {
        var canvas = canvas
        canvas.cursor = Position(x: 3, y: 1)
        #expect(
            canvas.goldenText == """
                ok 日本 <&>"  \n\
                row           \n\
                              \n\
                ──────────────
                ooosssssssss..
                ..............
                ..............
                ──────────────
                1: ssssssssssssss
                cursor: 3,1

                """)
    }

    @Test func ansiTextSetsAndEndsItsLooks() {
        #expect(
            canvas.ansiText(theme: .night, depth: .sixteen).split(separator: "\n", omittingEmptySubsequences: false).first
                == "\u{1B}[0;92mok \u{1B}[0;1;97m日本 <&>\"\u{1B}[0m")
        let lines = canvas.ansiText(theme: .night, depth: .palette256).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[1] == "\u{1B}[0;48;5;236mrow           \u{1B}[0m")
        #expect(lines[2] == "", "what looks plain costs nothing")
        #expect(canvas.ansiText(theme: .night, depth: .truecolor).contains("38;2;142;235;184"))
    }

    @Test func ansiTextWithoutColoursHasAttributesOnly() {
        let text = canvas.ansiText(theme: .night, depth: .mono)
        #expect(text.contains("\u{1B}[0;7mrow"))
        #expect(!text.contains("38;") && !text.contains("48;"))
    }

    @Test func pictureIsWellFormed_WhateverIsOnTheCanvas() {
        for theme in [Theme.night, .mono] {
            var canvas = Canvas(width: 40, height: 36)
            for role in Role.allCases {
                let y = Int(role.rawValue)
                canvas.put(
                    "<\(role.name)> & \"quoted\" 'x' ]]> 日本 \u{1B}\u{FFFE}", x: 0, y: y, role: role,
                    flags: y % 2 == 0 ? .bold : .selected)
            }
            let picture = canvas.svg(theme: theme)
            #expect(XMLCheck(picture).problem == nil)
            #expect(picture.contains("&lt;severity.critical&gt; &amp; &quot;quoted&quot;"))
        }
    }

    @Test func pictureMergesNeighboursThatLookTheSame() {
        var canvas = Canvas(width: 20, height: 1)
        canvas.put("one two    three", x: 0, y: 0)
        let texts = canvas.svg(theme: .night).split(separator: "\n").filter { $0.hasPrefix("<text") }
        #expect(texts.count == 2)
        #expect(texts[0].hasSuffix(">one two</text>") && texts[1].hasSuffix(">three</text>"))
    }
}

struct FrameDifferenceTests {
    private func canvas(_ text: String) -> Canvas {
        var canvas = Canvas(width: 6, height: 2)
        canvas.put(text, x: 0, y: 1)
        return canvas
    }

    @Test func findsTheColumnsThatChanged() {
        let old = canvas("abcdef")
        #expect(FrameDifference.columns(ofRow: 1, from: old, to: old) == nil)
        #expect(FrameDifference.columns(ofRow: 1, from: old, to: canvas("abXdYf")) == 2..<5)
        #expect(FrameDifference.columns(ofRow: 0, from: old, to: canvas("abXdYf")) == nil)
        #expect(FrameDifference.columns(ofRow: 1, from: nil, to: old) == 0..<6)
        #expect(FrameDifference.columns(ofRow: 1, from: Canvas(width: 5, height: 2), to: old) == 0..<6)
        #expect(FrameDifference.columns(ofRow: 2, from: old, to: old) == nil)
    }

    @Test func noticesRolesAndFlags() {
        var new = canvas("abcdef")
        new.setRole(Area(x: 1, y: 1, width: 1, height: 1), .dim)
        new.addFlags(Area(x: 4, y: 1, width: 1, height: 1), .bold)
        #expect(FrameDifference.columns(ofRow: 1, from: canvas("abcdef"), to: new) == 1..<5)
    }

    @Test func takesWideCharactersWhole() {
        #expect(FrameDifference.columns(ofRow: 1, from: canvas("a日b"), to: canvas("a本b")) == 1..<3)
        #expect(FrameDifference.columns(ofRow: 1, from: canvas("a日b"), to: canvas("axyb")) == 1..<3)
        #expect(FrameDifference.columns(ofRow: 1, from: canvas("日日日"), to: canvas("日日x")) == 4..<6)
        #expect(FrameDifference.columns(ofRow: 1, from: canvas("x 日"), to: canvas("日日")) == 0..<2)
        #expect(FrameDifference.columns(ofRow: 1, from: canvas("x日"), to: canvas("日日")) == 0..<4)
    }
}

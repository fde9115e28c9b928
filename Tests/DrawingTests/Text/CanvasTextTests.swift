import Testing

@testable import Drawing

struct CanvasTextTests {
    private func line(_ text: String, width: Int? = nil, canvas: Int = 12, x: Int = 0, glyphs: Glyphs = .unicode) -> String {
        var target = Canvas(width: canvas, height: 1, fill: Cell("."), glyphs: glyphs)
        target.put(text, x: x, y: 0, width: width)
        return target.row(0).text
    }

    @Test func cutsWithAnEllipsis_WhenTextIsTooLong() {
        #expect(line("short", width: 8) == "short.......")
        #expect(line("exactly8", width: 8) == "exactly8....")
        #expect(line("more than 8", width: 8) == "more th…....")
        #expect(line("more than 8", width: 8, glyphs: .ascii) == "more th~....")
        #expect(line("anything", width: 1) == "…...........")
        #expect(line("anything", width: 0) == "............")
        #expect(line("cut at the edge of the canvas") == "cut at the …")
    }

    @Test func keepsColumns_WhenWideCharactersAreCut() {
        #expect(line("日本語", width: 6) == "日本語......")
        #expect(line("日本語", width: 5) == "日本….......")
        #expect(line("日本語", width: 4) == "日… ........", "the second half of the ellipsis' place stays empty")
        #expect(line("日本語", width: 1) == "…...........")
    }

    @Test func showsOnlyItsRightPart_WhenItBeginsLeftOfTheCanvas() {
        #expect(line("abcdef", x: -2) == "cdef........")
        #expect(line("日本", x: -1) == " 本.........")
        #expect(line("abc", x: -5) == "............")
    }

    @Test func makesControlsVisible() {
        #expect(line("a\u{1B}[m\u{7F}\t", canvas: 10) == "a^[[m^?^I.")
        #expect(line("\u{9B}31m") == "<9B>31m.....")
        #expect(line("\u{202E}abc\u{2066}") == "\u{FFFD}abc\u{FFFD}.......")
    }

    @Test func leavesOutWhatHasNoWidthOfItsOwn() {
        #expect(line("👨\u{200D}👩") == "👨👩........")
        #expect(line("❤\u{FE0F}!") == "❤!..........")
        #expect(line("👍🏽!") == "👍!.........")
        #expect(line("🇩🇪!") == "DE!.........")
        #expect(line("\u{200B}a\u{E0041}b\u{FEFF}") == "ab..........")
    }

    @Test func mergesMarksWithTheirLetters() {
        #expect(line("Mu\u{308}ller e\u{301}") == "Müller é....")
        #expect(line("e\u{302}\u{301}") == "ế...........")
        #expect(line("q\u{301}x") == "qx..........")
        #expect(line("\u{301}x") == "x...........")
    }

    @Test func keepsColumns_WhenTheTerminalHasOnlyASCII() {
        #expect(line("a日é😀\u{1B}", glyphs: .ascii) == "a?????^[....")
    }

    @Test func blanksTheOtherHalf_WhenAWideCharacterIsOverwritten() {
        var canvas = Canvas(width: 6, height: 1, fill: Cell("."))
        canvas.put("日本語", x: 0, y: 0)
        canvas.put("x", x: 1, y: 0)
        #expect(canvas.row(0).text == " x本語")
        canvas.put("y", x: 2, y: 0)
        #expect(canvas.row(0).text == " xy 語")
        canvas.put("本", x: 3, y: 0)
        #expect(canvas.row(0).text == " xy本 ")
        canvas.fill(Area(x: 4, y: 0, width: 1, height: 1), Cell("z"))
        #expect(canvas.row(0).text == " xy z ")
    }

    @Test func cutsPiecesLikeOneText() {
        var canvas = Canvas(width: 8, height: 1, fill: Cell("."))
        let used = canvas.put([Span("ab", .strong), Span("", .dim), Span("cdef", .dim), Span("gh")], x: 0, y: 0, width: 6)
        #expect(canvas.row(0).text == "abcde…..")
        #expect(used == 6)
        #expect(canvas.row(0).map(\.role).prefix(6) == [.strong, .strong, .dim, .dim, .dim, .dim])
        #expect(canvas.put([Span("ab"), Span("cd")], x: 0, y: 0, width: 4) == 4)
        #expect(canvas.row(0).text == "abcde…..")
    }

    @Test func putsTextWhereTheAlignmentSays() {
        let area = Area(x: 1, y: 0, width: 8, height: 1)
        func line(_ text: String, _ alignment: Alignment, column: Int = 0) -> String {
            var canvas = Canvas(width: 10, height: 1, fill: Cell("."))
            canvas.put(text, in: area, column: column, alignment: alignment)
            return canvas.row(0).text
        }
        #expect(line("abc", .left) == ".abc......")
        #expect(line("abc", .right) == "......abc.")
        #expect(line("abc", .right, column: 2) == "....abc...")
        #expect(line("abcd", .center) == "...abcd...")
        #expect(line("abcdefghijk", .right) == ".abcdefg….")
        #expect(line("日本語日本", .right) == ".日本語… .")
    }

    @Test func drawsNothing_OutsideTheRowsOfTheArea() {
        var canvas = Canvas(width: 4, height: 3)
        let before = canvas
        for row in [-1, 1, 5] { #expect(canvas.put("x", in: Area(x: 0, y: 1, width: 4, height: 1), row: row) == 0) }
        for y in [-1, 3] { #expect(canvas.put("x", x: 0, y: y) == 0) }
        #expect(canvas == before)
    }
}

/// Every text of up to three pieces from an alphabet of the awkward ones, at every place and width around a small canvas.
struct CanvasTextExhaustiveTests {
    static let alphabet = ["a", "日", "e\u{301}", "\u{1B}", "\u{200D}", "\u{9B}", "\u{202E}"]

    static var texts: [String] {
        var texts = [""]
        for length in 1...3 { texts += texts.filter { $0.isEmpty || length > 1 }.flatMap { text in alphabet.map { text + $0 } } }
        return Array(Set(texts)).sorted()
    }

    @Test func keepsTheCanvasWhole_WhateverIsPutWhere() {
        for text in Self.texts {
            let columns = TextWidth.columns(of: text)
            for x in -3...6 {
                for width in 0...7 { check(text, columns, x: x, width: width) }
            }
        }
    }

    private func check(_ text: String, _ columns: Int, x: Int, width: Int) {
        var canvas = Canvas(width: 6, height: 1, fill: Cell("."))
        canvas.put("語語語", x: 0, y: 0)
        let used = canvas.put(text, x: x, y: 0, width: width)
        let room = max(0, min(width, 6 - x))
        // Not #expect for each: there are 30,000 of them.
        if used != min(columns, room) || !canvas.isWhole {
            Issue.record("\(text.debugDescription) at \(x), \(width) wide, uses \(used): \(canvas.row(0).text)")
        }
    }
}

extension Canvas {
    /// Whether each wide character has both its halves, and no cell holds a control.
    var isWhole: Bool {
        (0..<height).allSatisfy { y in
            var expectsHalf = false
            for cell in row(y) {
                guard cell.flags.contains(.continuation) == expectsHalf else { return false }
                expectsHalf = cell.width == 2
                let isShown = cell.scalar >= 0x20 && !(0x7F...0x9F).contains(cell.scalar)
                guard isShown || cell.flags.contains(.continuation) else { return false }
            }
            return !expectsHalf
        }
    }
}

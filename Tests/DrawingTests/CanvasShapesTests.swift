import Testing

@testable import Drawing

struct CanvasShapesTests {
    @Test func drawsABorderWithTitles() {
        var canvas = Canvas(width: 24, height: 3)
        canvas.drawBorder(canvas.area, title: [Span("1 Lambda", .title)], trailing: [Span("4s", .clock)], foot: [Span("60")])
        #expect(canvas.plainText == "╭─ 1 Lambda ────── 4s ─╮\n│                      │\n╰───────────────── 60 ─╯")
    }

    @Test func cutsTheLeftTitleFirst_WhenThereIsNoRoomForBoth() {
        var canvas = Canvas(width: 16, height: 2, glyphs: .ascii)
        canvas.drawBorder(canvas.area, title: [Span("Lambda functions")], trailing: [Span("4s")])
        #expect(canvas.plainText == "+- Lamb~ - 4s -+\n+--------------+")
    }

    @Test func drawsNoBorder_InAreasThatHaveNoRoomForOne() {
        for width in 0...1 {
            for height in 0...4 {
                var canvas = Canvas(width: 4, height: 4)
                canvas.drawBorder(Area(width: width, height: height), title: [Span("title")])
                canvas.drawBorder(Area(width: height, height: width), title: [Span("title")])
                #expect(canvas == Canvas(width: 4, height: 4))
            }
        }
    }

    /// Areas that lie anywhere around a small canvas, with wide characters on it.
    @Test func staysWhole_WhateverAreaIsDrawnOn() {
        for x in -3...5 {
            for y in -2...3 {
                for width in 0...7 {
                    for height in 0...4 {
                        var canvas = Canvas(width: 5, height: 2)
                        for row in 0..<2 { canvas.put("日本", x: row, y: row) }
                        let area = Area(x: x, y: y, width: width, height: height)
                        canvas.addFlags(area, .selected)
                        canvas.setRole(area, .stale)
                        canvas.drawBorder(area, title: [Span("語")])
                        canvas.fill(area.inset(), Cell("z"))
                        #expect(canvas.isWhole, "\(area)")
                    }
                }
            }
        }
    }

    @Test func changesOnlyRolesOrFlags() {
        var canvas = Canvas(width: 3, height: 1)
        canvas.put("abc", x: 0, y: 0, role: .strong)
        canvas.setRole(Area(x: 1, y: 0, width: 1, height: 1), .stale)
        canvas.addFlags(Area(x: 2, y: 0, width: 1, height: 1), .marked)
        #expect(canvas.goldenText == "abc\n───\nszs\n───\n0: ..m\n")
    }
}

import Testing

@testable import Drawing

struct DialogViewTests {
    private var dialog: DialogView {
        DialogView(
            title: "Purge orders-dlq",
            body: [[Span("All 21 messages are deleted for ever.")], [Span("")], [Span("No undo.", .strong)]],
            buttons: [.init("Purge", key: "y"), .init("No", key: "n")], isDanger: true, maximumWidth: 30)
    }

    @Test func standsInTheMiddle_WithTheFocusOnNo() {
        var canvas = Canvas(width: 34, height: 10)
        dialog.draw(on: &canvas, in: canvas.area)
        #expect(
            canvas.plainText == """

                  ╭─ Purge orders-dlq ─────────╮
                  │ All 21 messages are        │
                  │ deleted for ever.          │
                  │                            │
                  │ No undo.                   │
                  │                            │
                  │     y  Purge    n  No      │
                  ╰────────────────────────────╯

                """)
        #expect(dialog.focused == 1)
    }

    @Test func alwaysShowsItsButtons_WhenThereIsRoomForAFrame() {
        for height in 4...12 {
            var canvas = Canvas(width: 40, height: height)
            dialog.draw(on: &canvas, in: canvas.area)
            #expect(canvas.plainText.contains("n  No"), "\(height) rows")
            let isCut = dialog.area(in: Area(width: 40, height: 50)).height > height
            #expect(canvas.plainText.contains("more line") == (isCut && height > 4), "\(height) rows")
        }
    }

    @Test func survivesEverySize() {
        for width in 0...34 {
            for height in 0...10 {
                var canvas = Canvas(width: width, height: height)
                var view = dialog
                view.input = TextInput("orders")
                view.prompt = "Name"
                view.draw(on: &canvas, in: canvas.area)
                #expect(canvas.isWhole)
            }
        }
    }

    @Test func findsTheButtonThatWasClicked() {
        let screen = Area(width: 34, height: 10)
        var canvas = Canvas(width: 34, height: 10)
        dialog.draw(on: &canvas, in: screen)
        var found: Set<Int> = []
        for y in 0..<10 {
            for x in 0..<34 {
                let isButton = [.button, .buttonFocused].contains(canvas[x, y].role)
                let button = dialog.button(x: x, y: y, in: screen)
                #expect((button != nil) == isButton, "\(x), \(y)")
                if let button { found.insert(button) }
            }
        }
        #expect(found == [0, 1])
    }

    @Test func showsWhatIsTyped() {
        var canvas = Canvas(width: 40, height: 12)
        var view = dialog
        view.input = TextInput("orders")
        view.prompt = "Type orders-dlq:"
        view.draw(on: &canvas, in: canvas.area)
        #expect(canvas.plainText.contains("Type orders-dlq: orders"))
        #expect(canvas.cursor != nil)
    }
}

struct ListViewTests {
    @Test func drawsLinesWithTheirTails_AndCutsTheTextFirst() {
        var canvas = Canvas(width: 14, height: 3)
        let list = ListView(rowCount: 9, offset: 3, selected: 4)
        list.draw(on: &canvas, in: canvas.area) { row in
            ([Span("message \(row) is long")], row == 5 ? [] : [Span("\(row)s", .dim)])
        }
        #expect(
            canvas.plainText == """
                message 3 … 3s
                message 4 … 4s
                message 5 is …
                """)
        #expect(list.row(x: 0, y: 2, in: canvas.area) == 5)
        #expect(ListView(rowCount: 4, offset: 3).row(x: 0, y: 2, in: canvas.area) == nil)
    }
}

import Testing

@testable import Drawing

struct TableColumnTests {
    private let columns = [
        TableColumn("NAME", width: .flexible(minimum: 6, maximum: 20, weight: 3), priority: 9),
        TableColumn("INV", width: .fixed(5), priority: 5, alignment: .right),
        TableColumn("ERR", width: .fixed(4), priority: 8, alignment: .right),
        TableColumn("TREND", width: .flexible(minimum: 4, maximum: 10), priority: 5),
    ]

    @Test func sharesEveryWidth_WithoutOverlapOrOverflow() {
        for width in 0...80 {
            let placed = columns.placed(width: width)
            #expect(placed.isEmpty == (width == 0))
            var next = 0
            for column in placed {
                #expect(column.x == next && column.width > 0, "width \(width)")
                #expect(column.width <= columns[column.index].maximum)
                next = column.x + column.width + 1
            }
            #expect(next - 1 <= width)
            if placed.count > 1 { #expect(placed.allSatisfy { $0.width >= columns[$0.index].minimum }) }
        }
    }

    @Test func dropsTheLowestPriorityFirst_AndTheRightmostOfEquals() {
        let kept = Dictionary(grouping: (1...40).map { columns.placed(width: $0).map(\.index) }, by: \.count)
        #expect(kept[4]?.first == [0, 1, 2, 3])
        #expect(kept[3]?.first == [0, 1, 2])
        #expect(kept[2]?.first == [0, 2])
        #expect(kept[1]?.first == [0])
    }

    @Test func usesAllTheRoom_UntilEveryColumnHasItsMaximum() {
        for width in 22...41 {
            let last = columns.placed(width: width).last
            #expect((last?.x ?? 0) + (last?.width ?? 0) == width, "width \(width)")
        }
    }
}

struct TableViewTests {
    private let columns = [
        TableColumn("NAME", width: .flexible(minimum: 4), priority: 2),
        TableColumn("ERR", width: .fixed(4), priority: 1, alignment: .right, sort: .descending),
    ]

    private func table(_ count: Int, offset: Int = 0, selected: Int? = nil, isFocused: Bool = true) -> TableView {
        TableView(columns: columns, rowCount: count, offset: offset, selected: selected, isFocused: isFocused)
    }

    @Test func drawsTitlesRowsAndTheCursor() {
        var canvas = Canvas(width: 16, height: 4)
        table(3, selected: 1).draw(on: &canvas, in: canvas.area, isMarked: { $0 == 2 }) { row, column in
            column == 0 ? .spans([Span("fn-\(row)", .strong)]) : .text("\(row * 5)", row == 1 ? .severityWarning : .text)
        }
        #expect(
            canvas.goldenText == """
                  NAME      ▾ERR
                  fn-0         0
                ▶ fn-1         5
                 ✓fn-2        10
                ────────────────
                TTTTTTTTTTTTTTTT
                ..ssss..........
                ..ssss.........w
                .Mssss..........
                ────────────────
                2: ssssssssssssssss
                3: mmmmmmmmmmmmmmmm

                """)
    }

    @Test func asksOnlyForWhatIsSeen() {
        var canvas = Canvas(width: 6, height: 4)
        var asked: [[Int]] = []
        table(5000, offset: 4000).draw(on: &canvas, in: canvas.area) { row, column in
            asked.append([row, column])
            return .text("x")
        }
        #expect(asked == [[4000, 0], [4001, 0], [4002, 0]])
    }

    @Test func findsWhatWasClicked() {
        let area = Area(x: 2, y: 1, width: 16, height: 4)
        let view = table(12, offset: 10)
        #expect(view.hit(x: 2, y: 1, in: area) == nil, "the gutter has no title")
        #expect(view.hit(x: 5, y: 1, in: area) == .header(column: 0))
        #expect(view.hit(x: 17, y: 1, in: area) == .header(column: 1))
        #expect(view.hit(x: 17, y: 2, in: area) == .row(10))
        #expect(view.hit(x: 2, y: 3, in: area) == .row(11))
        #expect(view.hit(x: 2, y: 4, in: area) == nil)
        #expect(view.hit(x: 1, y: 2, in: area) == nil)
    }

    @Test func survivesEverySize() {
        for width in 0...12 {
            for height in 0...5 {
                var canvas = Canvas(width: 12, height: 5)
                var view = table(3, offset: 2, selected: 2)
                view.scrollBarX = 11
                view.draw(on: &canvas, in: Area(width: width, height: height)) { _, _ in .sparkline([1, nil, 3]) }
                #expect(canvas.isWhole)
            }
        }
    }
}

struct ScrollPositionTests {
    @Test func seesTheRowAndWastesNoPlace_InEverySmallList() {
        for total in 0...7 {
            for visible in 0...8 {
                for offset in 0...8 {
                    for index in 0..<max(1, total) {
                        let position = ScrollPosition(offset: offset).revealing(
                            total == 0 ? nil : index, visible: visible, total: total)
                        #expect(position.offset >= 0 && position.offset <= max(0, total - visible))
                        if total > 0, visible > 0 { #expect((position.offset..<(position.offset + visible)).contains(index)) }
                        let isSeen = (offset..<(offset + visible)).contains(index) && offset <= max(0, total - visible)
                        if isSeen { #expect(position.offset == offset, "no move without need") }
                    }
                }
            }
        }
    }

    @Test func showsAThumbInsideTheBar_InEverySmallList() {
        for height in 0...6 {
            for visible in 0...6 {
                for total in 0...14 {
                    for offset in 0...max(0, total - visible) {
                        let thumb = ScrollBar(offset: offset, visible: visible, total: total).thumb(height: height)
                        #expect((thumb == nil) == (height == 0 || visible == 0 || total <= visible))
                        guard let thumb else { continue }
                        #expect(thumb.lowerBound >= 0 && thumb.upperBound <= height && !thumb.isEmpty)
                        if offset == 0 { #expect(thumb.lowerBound == 0) }
                        if offset == total - visible { #expect(thumb.upperBound == height) }
                    }
                }
            }
        }
    }
}

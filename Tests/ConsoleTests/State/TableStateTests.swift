import Drawing
import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

struct TableStateTests {
    private static let now = ScreenTester.night

    private static func rows(_ order: [Int]) -> [Queue] {
        // The place in `order` is the depth, so every permutation is a different order on screen.
        order.enumerated().map { depth, name in SampleRows.queue("queue-\(name)", visible: depth) }
    }

    private static func permutations(_ values: [Int]) -> [[Int]] {
        guard values.count > 1 else { return [values] }
        return values.indices.flatMap { index in
            var rest = values
            let first = rest.remove(at: index)
            return permutations(rest).map { [first] + $0 }
        }
    }

    private static func shown(_ table: TableState) -> [String] { table.order.map { table.index.ids[Int($0)] } }

    @Test func keepsTheCursorOnItsThing_HoweverTheRowsAreResorted() {
        let all = Self.permutations([0, 1, 2, 3])
        for before in all {
            for after in all {
                for place in 0..<4 {
                    var table = TableState()
                    table.take(Self.rows(before), now: Self.now)
                    table.moveTo(place)
                    let chosen = table.selection
                    table.take(Self.rows(after), now: Self.now)
                    #expect(table.selection == chosen)
                    #expect(table.id(at: table.cursor) == chosen)
                }
            }
        }
    }

    @Test func goesToTheNearestRowThatIsStillThere_WhenItsThingVanishes() {
        let before = [0, 1, 2, 3, 4]
        for place in 0..<5 {
            for remaining in 0..<32 {
                var table = TableState()
                table.take(Self.rows(before), now: Self.now)
                table.moveTo(place)
                let old = Self.shown(table)
                let kept = Self.rows(before).enumerated().filter { remaining & (1 << $0.offset) != 0 }.map(\.element)
                table.take(kept, now: Self.now)
                let ids = Set(kept.map(\.id))
                let nearest = old.indices.filter { ids.contains(old[$0]) }.min { left, right in
                    // Of two that are equally near, the one below.
                    (abs(left - place), -left) < (abs(right - place), -right)
                }
                #expect(table.selection == nearest.map { old[$0] })
                #expect(table.order.isEmpty || table.id(at: table.cursor) == table.selection)
            }
        }
    }

    @Test func restsOnTheWorstRow_UntilThePersonHasTouchedThePane() {
        var table = TableState()
        table.take(Self.rows([0, 1, 2]), now: Self.now)
        #expect(table.selection == "queue-2")
        table.take(Self.rows([2, 1, 0]), now: Self.now)
        #expect(table.selection == "queue-0")
    }

    @Test func sortsWorstFirst_ThenByFigure_ThenByName() {
        var table = TableState()
        let rows = [
            SampleRows.queue("b", visible: 1), SampleRows.queue("a", visible: 1), SampleRows.queue("c", visible: 9),
            SampleRows.queue("z", visible: 0, severity: .critical), SampleRows.queue("y", visible: nil, severity: .unknown),
            SampleRows.queue("x", visible: 2, severity: .warning),
        ]
        table.take(rows, now: Self.now)
        #expect(Self.shown(table) == ["z", "x", "y", "c", "a", "b"])
    }

    @Test func keepsUnknownFiguresLast_WhicheverWayItSorts() {
        var table = TableState()
        let rows = [SampleRows.queue("a", visible: nil), SampleRows.queue("b", visible: 1), SampleRows.queue("c", visible: 2)]
        table.sort = Sort(field: "visible")
        table.take(rows, now: Self.now)
        #expect(Self.shown(table) == ["c", "b", "a"])
        table.sort.isInverted = true
        table.rearrange(rows, now: Self.now)
        #expect(Self.shown(table) == ["b", "c", "a"])
    }

    @Test(arguments: Queue.fields.map(\.name))
    func sortsByEveryField_TheSameWhateverTheOrderOfTheSource(field: String) {
        var expected: [String]?
        for order in Self.permutations([0, 1, 2, 3, 4]) {
            var table = TableState()
            table.sort = Sort(field: field)
            table.take(order.map { SampleRows.queues[$0] }, now: Self.now)
            if let expected { #expect(Self.shown(table) == expected) } else { expected = Self.shown(table) }
        }
        #expect(expected?.count == 5)
    }

    @Test func keepsTheCursorOnScreen_WhateverTheHeight() {
        for height in 1...12 {
            for place in 0..<10 {
                var table = TableState()
                table.take(Self.rows(Array(0..<10)), now: Self.now)
                table.moveTo(place)
                table.scrollToCursor(height: height)
                #expect(table.scroll <= table.cursor && table.cursor < table.scroll + height)
                #expect(table.scroll == 0 || table.scroll + height <= 10)
            }
        }
    }

    @Test func hasRoomForTheSortMarkBesideEveryTitle() {
        func check<Row: PaneRow>(_ columns: [Column<Row>]) {
            for column in columns where column.field != nil && !column.title.isEmpty {
                let width: Int =
                    switch column.width {
                    case .fixed(let width): width
                    case .flexible(let minimum, _, _): minimum
                    }
                #expect(column.title.count < width, "\(column.title)")
                #expect(Row.fields.contains { $0.name == column.field }, "\(column.title)")
            }
        }
        check(LambdaFunction.columns)
        check(Queue.columns)
        check(Alarm.columns)
    }

    @Test func forgetsMarksOfWhatHasGone() {
        var table = TableState()
        table.take(Self.rows([0, 1, 2]), now: Self.now)
        for place in 0..<3 {
            table.moveTo(place)
            table.toggleMark()
        }
        table.take(Self.rows([0, 2]), now: Self.now)
        #expect(table.marks == ["queue-0", "queue-2"])
    }

    @Test func showsNothing_WithoutRows() {
        var table = TableState()
        table.take([Queue](), now: Self.now)
        table.move(by: 1)
        table.toggleMark()
        #expect(table.selection == nil)
        #expect(table.selectedRow == nil)
        #expect(table.marks.isEmpty)
    }
}

import Drawing
import Model
import Support
import Testing

@testable import Console

struct LayoutTests {
    private static func layout(_ width: Int, _ height: Int, off: Set<PaneKind> = [], zoom: Bool = false) -> Layout {
        Layout(width: width, height: height, focus: .queues, isZoomed: zoom, isOff: off.contains)
    }

    @Test func takesTheFormsOfTheDesign() {
        #expect(Self.layout(160, 45).form == .wide)
        #expect(Self.layout(159, 45).form == .middle)
        #expect(Self.layout(160, 44).form == .middle)
        #expect(Self.layout(100, 30).form == .middle)
        #expect(Self.layout(99, 30).form == .single)
        #expect(Self.layout(100, 29).form == .single)
        #expect(Self.layout(40, 10).form == .single)
        #expect(Self.layout(39, 10).form == .tooSmall)
        #expect(Self.layout(40, 9).form == .tooSmall)
    }

    @Test func opensSixPanes_InTwoRowsOfThreeOrThreeOfTwo() {
        let wide = Self.layout(160, 45)
        #expect(Set(wide.panes.map(\.area.y)).count == 2)
        #expect(Set(wide.panes.map(\.area.x)).count == 3)
        let middle = Self.layout(100, 30)
        #expect(Set(middle.panes.map(\.area.y)).count == 3)
        #expect(Set(middle.panes.map(\.area.x)).count == 2)
        #expect(wide.panes.map(\.pane) == PaneKind.allCases)
        #expect(middle.panes.map(\.pane) == PaneKind.allCases)
    }

    @Test func opensOnePane_AndGivesTheOthersALineEach() {
        let layout = Self.layout(80, 24)
        #expect(layout.panes.map(\.pane) == [.queues])
        #expect(layout.summaries.map(\.pane) == [.lambda, .escalations, .workers, .optimizer, .alarms])
        #expect(layout.summaries.allSatisfy { $0.area.height == 1 })
        #expect(Self.layout(80, 24, zoom: true).summaries.isEmpty)
    }

    /// Whatever the size and whoever is off: the parts cover the screen once, without a gap.
    @Test(arguments: [Set<PaneKind>(), [.escalations, .workers, .optimizer], Set(PaneKind.allCases), [.lambda, .queues]])
    func coversTheScreenOnce(off: Set<PaneKind>) {
        for width in 40...220 {
            for height in stride(from: 10, through: 70, by: width.isMultiple(of: 10) ? 1 : 7) {
                let layout = Self.layout(width, height, off: off)
                var areas = [layout.header, layout.foot] + layout.panes.map(\.area) + layout.summaries.map(\.area)
                if let strip = layout.strip { areas.append(strip) }
                #expect(areas.reduce(0) { $0 + $1.width * $1.height } == width * height)
                #expect(areas.allSatisfy { $0.x >= 0 && $0.y >= 0 && $0.maxX <= width && $0.maxY <= height })
            }
        }
    }
}

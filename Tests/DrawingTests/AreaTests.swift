import Testing

@testable import Drawing

struct AreaTests {
    @Test func takesAndLeavesTheWhole_WhateverIsTaken() {
        for count in -1...6 {
            var rest = Area(x: 1, y: 2, width: 4, height: 3)
            let top = rest.takeTop(count)
            #expect(top.height + rest.height == 3 && top.y == 2 && rest.y == top.maxY && rest.maxY == 5)
            rest = Area(x: 1, y: 2, width: 4, height: 3)
            let bottom = rest.takeBottom(count)
            #expect(bottom.height + rest.height == 3 && rest.y == 2 && bottom.y == rest.maxY && bottom.maxY == 5)
            rest = Area(x: 1, y: 2, width: 4, height: 3)
            let left = rest.takeLeft(count)
            #expect(left.width + rest.width == 4 && left.x == 1 && rest.x == left.maxX && rest.maxX == 5)
        }
    }

    @Test func containsAPlace_ExactlyWhenItsPartOnTheOtherAreaDoes() {
        let other = Area(x: 1, y: 1, width: 3, height: 2)
        for x in -1...4 {
            for width in 0...4 {
                let area = Area(x: x, y: 0, width: width, height: 2)
                let part = area.clipped(to: other)
                for px in -1...5 {
                    for py in -1...4 {
                        let both = area.contains(x: px, y: py) && other.contains(x: px, y: py)
                        #expect(part.contains(x: px, y: py) == both)
                    }
                }
            }
        }
    }
}

/// A rectangle of cells. Never negative: operations that would make it so give an empty one.
package struct Area: Sendable, Hashable {
    package var x: Int
    package var y: Int
    package var width: Int
    package var height: Int

    package init(x: Int = 0, y: Int = 0, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    package var isEmpty: Bool { width == 0 || height == 0 }
    package var maxX: Int { x + width }
    package var maxY: Int { y + height }

    package func contains(x: Int, y: Int) -> Bool { x >= self.x && x < maxX && y >= self.y && y < maxY }

    package func inset(by count: Int = 1) -> Area {
        Area(x: x + count, y: y + count, width: width - 2 * count, height: height - 2 * count)
    }

    /// The part of this area that lies inside `other`.
    package func clipped(to other: Area) -> Area {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Area(x: left, y: top, width: min(maxX, other.maxX) - left, height: min(maxY, other.maxY) - top)
    }

    /// Cuts `count` rows off the top and returns them.
    package mutating func takeTop(_ count: Int) -> Area {
        let taken = Area(x: x, y: y, width: width, height: min(max(0, count), height))
        self = Area(x: x, y: y + taken.height, width: width, height: height - taken.height)
        return taken
    }

    /// Cuts `count` rows off the bottom and returns them.
    package mutating func takeBottom(_ count: Int) -> Area {
        let cut = min(max(0, count), height)
        self = Area(x: x, y: y, width: width, height: height - cut)
        return Area(x: x, y: maxY, width: width, height: cut)
    }

    /// Cuts `count` columns off the left and returns them.
    package mutating func takeLeft(_ count: Int) -> Area {
        let taken = Area(x: x, y: y, width: min(max(0, count), width), height: height)
        self = Area(x: x + taken.width, y: y, width: width - taken.width, height: height)
        return taken
    }
}

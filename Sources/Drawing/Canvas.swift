/// How one cell is shown besides its role.
package struct CellFlags: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let bold = CellFlags(rawValue: 1)
    package static let underline = CellFlags(rawValue: 2)
    /// The row under the cursor: the theme's `selection` background replaces the role's own.
    package static let selected = CellFlags(rawValue: 4)
    /// The same in a pane that has not the focus.
    package static let selectedElsewhere = CellFlags(rawValue: 8)
    /// The right half of a wide character; `scalar` is 0.
    package static let continuation = CellFlags(rawValue: 16)
    /// Marked by the space key.
    package static let marked = CellFlags(rawValue: 32)
}

/// One place of the screen; 8 bytes.
package struct Cell: Sendable, Hashable {
    /// Never a control character. 0 in the right half of a wide character.
    package var scalar: UInt32
    package var role: Role
    package var flags: CellFlags
    /// Columns: 1 or 2, 0 for a continuation.
    package var width: UInt8
    private var padding: UInt8 = 0

    package init(_ scalar: Unicode.Scalar = " ", role: Role = .text, flags: CellFlags = [], width: UInt8 = 1) {
        self.scalar = scalar.value
        self.role = role
        self.flags = flags
        self.width = width
    }

    /// For scalars that ``VisibleGlyphs`` has already judged.
    init(glyph: Glyph, role: Role, flags: CellFlags) {
        scalar = glyph.scalar
        self.role = role
        self.flags = flags
        width = glyph.width
    }

    /// The right half of a wide character.
    static func continuation(role: Role, flags: CellFlags) -> Cell {
        Cell(glyph: Glyph(scalar: 0, width: 0), role: role, flags: flags.union(.continuation))
    }
}

/// A grid of cells that views draw on. What leaves the grid is cut, never wrapped; drawing cannot fail.
package struct Canvas: Sendable, Equatable {
    package let width: Int
    package let height: Int
    /// Row by row, `width` each.
    package internal(set) var cells: [Cell]
    /// What views draw their frames, badges and charts with, and whether text from outside must be ASCII.
    package let glyphs: Glyphs
    /// Where the terminal shows its cursor; hidden when nil.
    package var cursor: Position?

    package init(width: Int, height: Int, fill: Cell = Cell(), glyphs: Glyphs = .unicode) {
        self.width = max(0, width)
        self.height = max(0, height)
        self.glyphs = glyphs
        cells = Array(repeating: fill, count: self.width * self.height)
    }

    package var area: Area { Area(width: width, height: height) }

    package subscript(x: Int, y: Int) -> Cell {
        get { cells[y * width + x] }
        set {
            guard area.contains(x: x, y: y) else { return }
            separateHalves(x: x, y: y)
            separateHalves(x: x + 1, y: y)
            cells[y * width + x] = newValue
        }
    }

    /// The cells of one row.
    package func row(_ y: Int) -> ArraySlice<Cell> { cells[(y * width)..<((y + 1) * width)] }
}

/// One place on a canvas.
package struct Position: Sendable, Hashable {
    package var x: Int
    package var y: Int

    package init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }
}

import CNcurses
import Drawing

/// Gives ncurses the cells that changed since the last frame, and only those.
struct ScreenPainter {
    private var previous: Canvas?
    private var looks: CursesLooks?
    private var theme: Theme?
    private var cells: [cchar_t] = []
    private let depth: ColorDepth
    private let pairs: PairTable
    /// The terminal draws lines with its own set of them, since its locale has no characters for that.
    private let drawsLinesItself: Bool

    init(depth: ColorDepth, hasColors: Bool, drawsLinesItself: Bool) {
        self.depth = depth
        self.drawsLinesItself = drawsLinesItself
        pairs = PairTable(hasColors: hasColors)
    }

    /// The next frame gives every cell.
    mutating func forget() { previous = nil }

    /// What lies outside the terminal is left out.
    mutating func paint(_ canvas: Canvas, theme: Theme, width: Int, height: Int) {
        if self.theme != theme {
            self.theme = theme
            looks = CursesLooks(theme: theme.adapted(to: depth), depth: depth, pairs: pairs)
            previous = nil
        }
        for y in 0..<min(canvas.height, height) {
            guard let columns = FrameDifference.columns(ofRow: y, from: previous, to: canvas) else { continue }
            put(canvas.row(y), row: y, columns: Self.withGaps(columns, in: canvas.row(y)).clamped(to: 0..<max(0, width)))
        }
        previous = canvas
    }

    private mutating func put(_ line: ArraySlice<Cell>, row: Int, columns: Range<Int>) {
        cells.removeAll(keepingCapacity: true)
        for x in columns {
            let cell = line[line.startIndex + x]
            guard !cell.flags.contains(.continuation) else { continue }
            cells.append(cursesCell(cell, isGap: Self.isGap(line, x)))
        }
        nc_put_cells(Int32(row), Int32(columns.lowerBound), cells, Int32(cells.count))
    }

    /// With the blanks beside them, which may have become gaps or ceased to be.
    private static func withGaps(_ columns: Range<Int>, in line: ArraySlice<Cell>) -> Range<Int> {
        let before = columns.lowerBound > 0 && line[line.startIndex + columns.lowerBound - 1].scalar == blank
        let after = columns.upperBound < line.count && line[line.startIndex + columns.upperBound].scalar == blank
        return columns.lowerBound - (before ? 1 : 0)..<columns.upperBound + (after ? 1 : 0)
    }

    private static let blank: UInt32 = 0x20

    /// Whether a blank stands beside another one, or at the end. One between two words keeps their look, which costs fewer bytes.
    private static func isGap(_ line: ArraySlice<Cell>, _ x: Int) -> Bool {
        func isBlank(_ x: Int) -> Bool {
            guard line.indices.contains(line.startIndex + x) else { return true }
            return line[line.startIndex + x].scalar == blank
        }
        return isBlank(x) && (isBlank(x - 1) || isBlank(x + 1))
    }

    private mutating func cursesCell(_ cell: Cell, isGap: Bool) -> cchar_t {
        var result = cchar_t()
        guard let look = looks?.look(of: cell, isGap: isGap) else { return result }
        if drawsLinesItself, let line = Self.line(cell.scalar) {
            nc_set_line_cell(&result, line, look.attributes, look.pair)
        } else {
            nc_set_cell(&result, cell.scalar, look.attributes, look.pair)
        }
        return result
    }

    /// The VT100's letter for a line or corner.
    private static func line(_ scalar: UInt32) -> CChar? {
        switch scalar {
        case 0x2500: CChar(UInt8(ascii: "q"))
        case 0x2502: CChar(UInt8(ascii: "x"))
        case 0x250C: CChar(UInt8(ascii: "l"))
        case 0x2510: CChar(UInt8(ascii: "k"))
        case 0x2514: CChar(UInt8(ascii: "m"))
        case 0x2518: CChar(UInt8(ascii: "j"))
        default: nil
        }
    }
}

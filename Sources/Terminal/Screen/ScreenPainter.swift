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
            put(canvas, row: y, columns: columns.clamped(to: 0..<max(0, width)))
        }
        previous = canvas
    }

    private mutating func put(_ canvas: Canvas, row: Int, columns: Range<Int>) {
        cells.removeAll(keepingCapacity: true)
        for cell in canvas.row(row).dropFirst(columns.lowerBound).prefix(columns.count) where !cell.flags.contains(.continuation)
        {
            cells.append(cursesCell(cell))
        }
        nc_put_cells(Int32(row), Int32(columns.lowerBound), cells, Int32(cells.count))
    }

    private mutating func cursesCell(_ cell: Cell) -> cchar_t {
        var result = cchar_t()
        guard let look = looks?.look(of: cell) else { return result }
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

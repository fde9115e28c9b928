package import Drawing
package import Model

/// Where everything is on a screen of some size (ux, Screen).
package struct Layout: Equatable, Sendable {
    package enum Form: Equatable, Sendable {
        /// Six panes, two rows of three or three rows of two.
        case wide, middle
        /// One pane open, the others a line each.
        case single
        /// Not even that fits.
        case tooSmall
    }

    package struct Slot: Equatable, Sendable {
        package var pane: PaneKind
        package var area: Area
    }

    package var form: Form
    package var header = Area(width: 0, height: 0)
    /// Where panes are, and views over them.
    package var body = Area(width: 0, height: 0)
    package var foot = Area(width: 0, height: 0)
    /// The panes that are open.
    package var panes: [Slot] = []
    /// The panes that are one line each.
    package var summaries: [Slot] = []
    /// One line for all the panes that are not open, where five lines are too many.
    package var strip: Area?

    package static let leastWidth = 40
    package static let leastHeight = 10

    /// - Parameter isOff: Panes that have nothing to show and give their room to the others.
    package init(width: Int, height: Int, focus: PaneKind, isZoomed: Bool, isOff: (PaneKind) -> Bool) {
        guard width >= Self.leastWidth, height >= Self.leastHeight else {
            form = .tooSmall
            return
        }
        form = width >= 160 && height >= 45 ? .wide : width >= 100 && height >= 30 ? .middle : .single
        body = Area(width: width, height: height)
        header = body.takeTop(2)
        foot = body.takeBottom(height >= 45 ? 4 : height >= 36 ? 3 : 2)
        if isZoomed {
            panes = [Slot(pane: focus, area: body)]
        } else if form == .single {
            placeSingle(focus: focus)
        } else {
            placeGrid(perRow: form == .wide ? 3 : 2, isOff: isOff)
        }
    }

    /// Rows and columns without a live pane shrink to what their one sentence needs.
    private mutating func placeGrid(perRow: Int, isOff: (PaneKind) -> Bool) {
        let kinds = PaneKind.allCases
        let rows = stride(from: 0, to: kinds.count, by: perRow).map { Array(kinds[$0..<($0 + perRow)]) }
        let heights = Self.shares(of: body.height, quiet: rows.map { $0.allSatisfy(isOff) }, quietSize: 4)
        var rest = body
        for (row, height) in zip(rows, heights) {
            var line = rest.takeTop(height)
            let widths = Self.shares(of: line.width, quiet: row.map(isOff), quietSize: perRow == 3 ? 34 : 40)
            for (kind, width) in zip(row, widths) {
                panes.append(Slot(pane: kind, area: line.takeLeft(width)))
            }
        }
    }

    /// Divides `whole`: quiet parts get their size, the others equal shares; all are equal when none or every one is quiet.
    private static func shares(of whole: Int, quiet: [Bool], quietSize: Int) -> [Int] {
        let loud = quiet.filter { !$0 }.count
        let isEven = loud == 0 || loud == quiet.count
        let spare = isEven ? whole : whole - quietSize * (quiet.count - loud)
        let parts = isEven ? quiet.count : loud
        var given = 0
        return quiet.map { isQuiet in
            if isQuiet, !isEven { return quietSize }
            given += 1
            return spare * given / parts - spare * (given - 1) / parts
        }
    }

    private mutating func placeSingle(focus: PaneKind) {
        let others = PaneKind.allCases.filter { $0 != focus }
        var rest = body
        // Border, column titles and three rows are the least that a pane is good for.
        if rest.height - others.count >= 6 {
            var lines = rest.takeBottom(others.count)
            summaries = others.map { Slot(pane: $0, area: lines.takeTop(1)) }
        } else {
            strip = rest.takeBottom(1)
        }
        panes = [Slot(pane: focus, area: rest)]
    }

    package func area(of pane: PaneKind) -> Area? { panes.first { $0.pane == pane }?.area }
}

extension ConsoleState {
    package var layout: Layout {
        Layout(width: width, height: height, focus: focus, isZoomed: isZoomed, isOff: isOff)
    }
}

/// The parts of an open pane.
struct PaneLayout: Equatable, Sendable {
    /// Column titles and rows.
    var table: Area
    /// What must be said about the data: an error, missing parts.
    var notes: Area

    init(_ area: Area, noteLines: Int) {
        table = area.inset()
        // The titles and one row stay whatever there is to say.
        notes = table.takeBottom(min(noteLines, max(0, table.height - 2)))
    }

    /// Lines for rows below the column titles.
    var rowCount: Int { max(0, table.height - 1) }
}

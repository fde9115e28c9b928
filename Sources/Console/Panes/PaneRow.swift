import Drawing
import FoundationEssentials
import Model

/// A row type that a live pane shows. What a pane says about its noun is here; how panes behave is the same for all.
protocol PaneRow: TableRow {
    static var pane: PaneKind { get }
}

/// A row type that is shown as a table, sorted, filtered and marked.
protocol TableRow: Identifiable, Equatable, Sendable where ID == String {
    /// What filters and sorting know, in the order in which help lists them.
    static var fields: [Field<Self>] { get }
    /// From left to right.
    static var columns: [Column<Self>] { get }

    var name: String { get }
    var severity: Severity { get }
    /// What a filter's free words look through.
    var searchText: String { get }
    /// Puts rows of one severity in order, the largest first; unknown is 0.
    var urgency: Double { get }
    /// Why the severity is what it is, in one line; nil when there is nothing to say.
    var headline: String? { get }
}

/// One column of a pane.
struct Column<Row>: Sendable {
    let title: String
    /// The field that a press on the title sorts by; nil where there is none.
    let field: String?
    let width: TableColumn.Width
    let isRightAligned: Bool
    /// Columns of the highest rank are the first to go when the pane is narrow; 0 stays.
    let rank: Int
    let content: Content
    /// False hides the column while no row needs it ("iterator age" where nothing is stream-fed).
    let isNeeded: @Sendable ([Row]) -> Bool

    enum Content: Sendable {
        case severityGlyph
        case severityWord
        case text(@Sendable (Row, Date) -> String)
        /// A name, which loses its middle where it is too long: names share their beginnings.
        case name(@Sendable (Row) -> String)
        case sparkline(@Sendable (Row) -> MetricSeries?)
    }

    init(
        _ title: String, field: String? = nil, width: TableColumn.Width, right: Bool = false, rank: Int, _ content: Content,
        isNeeded: @escaping @Sendable ([Row]) -> Bool = { _ in true }
    ) {
        self.title = title
        self.field = field
        self.width = width
        self.isRightAligned = right
        self.rank = rank
        self.content = content
        self.isNeeded = isNeeded
    }
}

extension Column {
    /// What the table widget needs to know of it.
    func tableColumn(sort: TableColumn.Sort?) -> TableColumn {
        TableColumn(title, width: width, priority: -rank, alignment: isRightAligned ? .right : .left, sort: sort)
    }
}

import Drawing
import FoundationEssentials
import Model

/// The log that is open: its lines, how current they are, and how a person looks at them.
///
/// Kept beside the views and changed in place: it holds a hundred thousand lines, which are not to be copied.
struct LogsState: Equatable, Sendable {
    enum Mode: Equatable, Sendable {
        /// Every line, in order.
        case stream
        /// The errors, grouped by shape.
        case shapes
    }

    // What was asked for, and what came.
    var request: LogsRequest
    /// Whose log, for the title.
    let title: String
    /// How far back it was asked for.
    var window: Duration
    /// nil until they are known.
    var groups: [String]?
    var missing: [Problem] = []
    /// Why nothing will come.
    var failure: Problem?
    var status: TailStatus?
    var digest = LogDigest()
    var buffer: LogBuffer

    // How it is looked at.
    var mode = Mode.stream
    /// The filter as it was typed last; it differs from the one in force while it is wrong.
    var filterText = ""
    var filterProblem: String?
    var contextLines = LogsState.contextChoices[1]
    var search = LogFilter()
    private(set) var rows: [LogRow] = []
    private var rowsRevision = -1
    /// A place in `rows`, and what stands there: the row is what stays when the places change.
    private(set) var cursor = 0
    private var anchor: LogRow?
    private(set) var scroll = 0
    /// The cursor rests on the newest line until it is moved up.
    private(set) var follows = true
    /// The shape under the cursor; the commonest until one is chosen.
    var shape: ErrorShape?

    static let defaultWindow = Duration.seconds(900)
    static let contextChoices = [0, 2, 5, 10]

    init(_ request: LogsRequest, title: String, window: Duration, limits: LogBuffer.Limits = LogBuffer.Limits()) {
        self.request = request
        self.title = title
        self.window = window
        buffer = LogBuffer(limits: limits)
    }

    var selectedRow: LogRow? { rows.indices.contains(cursor) ? rows[cursor] : nil }
}

extension LogsState {
    mutating func take(_ news: LogsNews) {
        switch news {
        case .groups(let groups, let missing):
            self.groups = groups
            self.missing = missing
        case .failed(let problem):
            failure = problem
        case .batch(let batch, let digest):
            status = batch.status
            self.digest = digest
            if !batch.events.isEmpty { buffer.append(batch.events) }
            for gap in batch.gaps { buffer.note(gap) }
        }
    }

    /// Begins anew with another request; the filter and the way of looking stay.
    mutating func reopen(_ request: LogsRequest, window: Duration) {
        self.request = request
        self.window = window
        (groups, missing, failure, status, digest) = (nil, [], nil, nil, LogDigest())
        buffer.removeAll()
        follows = true
    }

    /// The rows as they are to be drawn, the cursor on the same one as before, and that one in the same line of the screen.
    /// - Parameter height: Lines for rows.
    mutating func settle(height: Int) {
        if rowsRevision != buffer.revision {
            rows = buffer.rows()
            rowsRevision = buffer.revision
            let before = cursor
            cursor = follows ? rows.count - 1 : place(of: anchor)
            scroll += cursor - before
        }
        cursor = max(0, min(cursor, rows.count - 1))
        anchor = selectedRow
        scroll = ScrollPosition(offset: scroll).revealing(cursor, visible: height, total: rows.count).offset
    }

    private func place(of row: LogRow?) -> Int {
        guard let row, !(rows.indices.contains(cursor) && rows[cursor] == row) else { return cursor }
        if let line = row.line { return rows.place(of: line) }
        return rows.firstIndex(of: row) ?? cursor
    }

    mutating func moveTo(_ place: Int) {
        cursor = max(0, min(place, rows.count - 1))
        anchor = selectedRow
        follows = cursor >= rows.count - 1
    }

    mutating func move(to line: LogBuffer.LineID) { moveTo(rows.place(of: line)) }

    /// The line under the cursor, or the nearest one before it.
    var selectedLine: LogBuffer.LineID? {
        rows.prefix(cursor + 1).last { $0.line != nil }?.line
    }

    /// A wrong filter says what is wrong and leaves the rows as they are.
    mutating func setFilter(_ text: String) {
        filterText = text
        switch LogFilter.parse(text) {
        case .failure(let problem): filterProblem = problem.message
        case .success(let filter):
            filterProblem = nil
            guard filter != buffer.filter || shownContext(of: filter) != buffer.contextLines else { return }
            buffer.show(filter, contextLines: shownContext(of: filter))
        }
    }

    mutating func setContext(_ lines: Int) {
        contextLines = lines
        buffer.show(buffer.filter, contextLines: shownContext(of: buffer.filter))
    }

    private func shownContext(of filter: LogFilter) -> Int { filter.isEmpty ? 0 : contextLines }
}

// MARK: Errors by shape

extension LogsState {
    /// What Esc does before it closes the view; nil for nothing.
    var stepBack: StepBack? {
        if mode == .shapes { return .leaveShapes }
        return filterText.isEmpty ? nil : .clearLogFilter
    }

    mutating func toggleMode() { mode = mode == .stream ? .shapes : .stream }

    var shapes: [ErrorShapes.Group] { digest.shapes.groups }

    func shapeCursor(in shapes: [ErrorShapes.Group]) -> Int { shapes.firstIndex { $0.shape == shape } ?? 0 }

    mutating func moveShape(_ movement: Movement, page: Int) {
        let shapes = shapes
        let place = movement.applied(to: shapeCursor(in: shapes), last: shapes.count - 1, page: page)
        shape = shapes.indices.contains(place) ? shapes[place].shape : nil
    }
}

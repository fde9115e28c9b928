import Drawing
import FoundationEssentials
import Model

extension ConsoleState {
    // MARK: Opening and closing

    mutating func openLogs(_ subjects: [LogsRequest.Subject], title: String) -> [Effect] {
        lastRequestNumber += 1
        let window = LogsState.defaultWindow
        let request = LogsRequest(number: lastRequestNumber, subjects: subjects, since: now - window)
        logs = LogsState(request, title: title, window: window)
        views.append(.logs)
        return [.openLogs(request)]
    }

    /// Reads the same log anew, as `change` wants it.
    mutating func reopenLogs(window: Duration? = nil, live: Bool? = nil) -> [Effect] {
        guard let logs else { return [] }
        lastRequestNumber += 1
        let window = window ?? logs.window
        var request = logs.request
        request.number = lastRequestNumber
        request.since = now - window
        request.usesLiveTail = live ?? request.usesLiveTail
        self.logs?.reopen(request, window: window)
        return [.openLogs(request)]
    }

    mutating func runQuery(_ query: InsightsQuery) -> [Effect] {
        guard let logs, let groups = logs.groups, !groups.isEmpty else { return [] }
        lastRequestNumber += 1
        let request = InsightsRequest(
            number: lastRequestNumber, query: query, groups: groups, from: now - logs.window, to: now)
        insights = InsightsState(request, startedAt: now)
        views.removeAll { $0 == .insights }
        views.append(.insights)
        return [.runQuery(request)]
    }

    /// After every event: what nobody looks at any more is stopped, whichever way the view was left, and the cursor is on screen.
    mutating func settleLogs() -> [Effect] {
        var effects: [Effect] = []
        if insights != nil, !views.contains(.insights) {
            if insights?.isRunning == true { effects.append(.stopQuery) }
            insights = nil
        }
        if logs != nil, !views.contains(.logs) {
            logs = nil
            logsEditor = nil
            effects.append(.closeLogs)
        }
        guard logs != nil else { return effects }
        let height = logsLayout.rows.height
        logs?.settle(height: height)
        if let state = insights {
            let height = insightsLayout.table.height - 1
            insights?.scroll =
                ScrollPosition(offset: state.scroll)
                .revealing(state.cursor, visible: height, total: state.rowCount).offset
        }
        return effects
    }

    /// What the open log or query needs a person for.
    var logRemedy: Remedy? {
        [logs?.failure, logs?.status?.problem, insights?.failure].lazy.compactMap { $0?.remedy }.first
    }

    // MARK: News

    mutating func take(_ news: LogsNews, of number: Int) {
        guard logs?.request.number == number else { return }
        logs?.take(news)
    }

    mutating func take(_ news: InsightsNews, of number: Int) {
        guard insights?.request.number == number else { return }
        insights?.take(news)
    }

    // MARK: Moving

    mutating func moveInLogs(_ movement: Movement) {
        guard let logs else { return }
        let page = logsLayout.rows.height
        switch logs.mode {
        case .stream: self.logs?.moveTo(movement.applied(to: logs.cursor, last: logs.rows.count - 1, page: page))
        case .shapes: self.logs?.moveShape(movement, page: page)
        }
    }

    mutating func moveInInsights(_ movement: Movement) {
        guard let insights else { return }
        let page = insightsLayout.table.height - 1
        self.insights?.cursor = movement.applied(to: insights.cursor, last: insights.rowCount - 1, page: page)
    }

    // MARK: A line in full

    mutating func openLogLine(_ id: LogBuffer.LineID) {
        guard let event = logs?.buffer.event(id) else { return refuse("The line is gone: newer ones needed its place.") }
        views.append(.record(RecordView(event)))
    }

    /// Shows the lines that look like a shape: by the longest piece of it that is always the same.
    mutating func showLines(of shape: ErrorShape) {
        logs?.mode = .stream
        logs?.setFilter(shape.filterText)
        answer("The lines of this shape; \(keyText("back")) shows all")
    }
}

extension Date {
    static func - (date: Date, duration: Duration) -> Date {
        date.addingTimeInterval(-Double(duration.components.seconds))
    }
}

extension ErrorShape {
    /// A filter that finds lines of this shape, and perhaps a few others that say the same.
    var filterText: String {
        let pieces = text.split { "#\"'`…".contains($0) }
        guard let longest = pieces.max(by: { $0.utf8.count < $1.utf8.count }) else { return "level>=error" }
        var piece = longest.drop { $0 == " " }
        while piece.last == " " { piece.removeLast() }
        return "level>=error \"\(piece)\""
    }
}

extension ConsoleState {
    /// A press selects a line, a double press lays it out.
    mutating func pressInLogs(_ mouse: Mouse) -> [Effect] {
        guard let logs, logs.mode == .stream, logsEditor == nil else { return [] }
        let list = ListView(rowCount: logs.rows.count, offset: logs.scroll)
        guard let row = list.row(x: mouse.x, y: mouse.y, in: logsLayout.rows) else { return [] }
        self.logs?.moveTo(row)
        if mouse.kind == .doublePress, let line = logs.rows[row].line { openLogLine(line) }
        return []
    }
}

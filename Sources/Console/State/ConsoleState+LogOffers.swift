import Drawing
import FoundationEssentials
import Model

extension ConsoleState {
    // MARK: Whose log

    /// More streams in one view could not be read any more, by AWS nor by a person.
    private static let mostSubjects = 50

    func offerLogs() -> Action.Offer {
        guard replay == nil else {
            return .refuses("Logs are of the present: \(keyText("replay.live")) goes there first.")
        }
        let targets = targets
        guard !targets.isEmpty else { return .refuses(nothingSelected) }
        guard targets.count <= Self.mostSubjects else {
            return .refuses("\(targets.count) are marked; at most \(Self.mostSubjects) logs are shown as one.")
        }
        var subjects: [LogsRequest.Subject] = []
        var refusals: [String] = []
        for target in targets {
            switch logSubject(of: target) {
            case .success(let subject): if !subjects.contains(subject) { subjects.append(subject) }
            case .failure(let refusal): refusals.append(refusal.reason)
            }
        }
        guard let first = subjects.first else { return .refuses(refusals.first ?? nothingSelected) }
        let title = subjects.count > 1 ? "\(first.title) and \(subjects.count - 1) more" : first.title
        let without = refusals.first.map { "Without \(refusals.count) of \(targets.count): \($0)" }
        return .does { [subjects] state in
            if let without { state.answer(without) }
            return state.openLogs(subjects, title: title)
        }
    }

    private struct NoLog: Error { var reason: String }

    private func logSubject(of target: Subject) -> Result<LogsRequest.Subject, NoLog> {
        switch target {
        case .function(let function): return .success(.function(function.name))
        case .queue(let queue): return logSubject(of: queue)
        case .worker: return .failure(NoLog(reason: "A lone worker has no log; the functions of the deployment have."))
        case .alarm(let alarm):
            if let name = alarm.functionName { return .success(.function(name)) }
            guard let name = alarm.queueName else {
                return .failure(NoLog(reason: "\(alarm.name) watches neither a function nor a queue: no log is known for it."))
            }
            guard case .queue(let queue)? = subject(.queues, id: name) else {
                return .failure(NoLog(reason: "queue \(name), which \(alarm.name) watches, is not among those of this context."))
            }
            return logSubject(of: queue)
        case .escalation:
            return .failure(NoLog(reason: "an escalation has no log: its detail lists every attempt."))
        case .run: return .failure(NoLog(reason: "An embedded run has no log: its detail lists its last steps."))
        }
    }

    private func logSubject(of queue: Queue) -> Result<LogsRequest.Subject, NoLog> {
        guard let arn = queue.arn else {
            return .failure(NoLog(reason: "Who takes from \(queue.name) cannot be asked yet: its attributes have not come."))
        }
        return .success(.queue(name: queue.name, arn: arn))
    }

    // MARK: Keys of the view

    func offerLine() -> Action.Offer {
        guard let logs else { return .refuses("No log is open.") }
        switch logs.mode {
        case .shapes:
            let shapes = logs.shapes
            guard !shapes.isEmpty else { return .refuses("There is no error among the lines that were read.") }
            let shape = shapes[logs.shapeCursor(in: shapes)].shape
            return .does { state in
                state.showLines(of: shape)
                return []
            }
        case .stream:
            guard let line = logs.selectedRow?.line else {
                return .refuses(logs.rows.isEmpty ? "There is no line." : "This row is no line of the log.")
            }
            return .does { state in
                state.openLogLine(line)
                return []
            }
        }
    }

    func offerLiveTail() -> Action.Offer {
        guard let logs else { return .refuses("No log is open.") }
        if logs.request.usesLiveTail {
            return .does { state in
                state.answer("Live tail is off: the log is asked for every two seconds")
                return state.reopenLogs(live: false)
            }
        }
        let count = logs.groups?.count ?? 1
        guard count <= 10 else { return .refuses("Live tail takes ten log groups at most; these are \(count).") }
        guard !place.isDrill else { return .refuses("The practice world has no live tail; it is asked every two seconds.") }
        return .does { state in
            state.answer("Live tail: $0.01 a minute until \(state.keyText("logs.live")) or the view is left")
            return state.reopenLogs(live: true)
        }
    }

    func offerContext(by step: Int) -> Action.Offer {
        guard let logs, logs.mode == .stream, !logs.buffer.filter.isEmpty else {
            return .refuses("Every line is shown: \(keyText("logs.filter")) filters first.")
        }
        let choices = LogsState.contextChoices
        let place = (choices.firstIndex(of: logs.contextLines) ?? 0) + step
        guard choices.indices.contains(place) else {
            return .refuses(step > 0 ? "\(logs.contextLines) lines around are the most." : "No line around is shown.")
        }
        return .does { state in
            state.logs?.setContext(choices[place])
            return []
        }
    }

    func offerCopyOfLine() -> Action.Offer {
        let (text, what): (String?, String) =
            switch scope {
            case .record: (openRecord?.copy, "this")
            case .query: (selectedRecord?.copy, "the row")
            default: (copyOfLogRow, logs?.mode == .shapes ? "the newest line of the shape" : "the line")
            }
        guard let text else { return .refuses("There is nothing to copy here.") }
        return .does { state in
            state.answer("Copied \(what)")
            return [.copy(text)]
        }
    }

    private var copyOfLogRow: String? {
        guard let logs else { return nil }
        if logs.mode == .shapes {
            let shapes = logs.shapes
            return shapes.isEmpty ? nil : shapes[logs.shapeCursor(in: shapes)].example
        }
        return logs.selectedRow?.line.flatMap { logs.buffer.event($0) }.map { HarmlessText.lines($0.message) }
    }

    func offerLogLink() -> Action.Offer {
        guard !place.isDrill else { return .refuses("The practice world is not in the AWS console.") }
        let under = logs?.selectedRow?.line.flatMap { logs?.buffer.excerpt($0, columns: 1)?.group }
        guard let group = under ?? logs?.groups?.first else { return .refuses("The log group is not known yet.") }
        return .does { state in
            state.answer("Copied the link to \(group)")
            return [.copy(ConsoleLink(region: state.place.region).link(toLogGroup: group))]
        }
    }

    // MARK: Queries

    func offerQueries() -> Action.Offer {
        guard let groups = logs?.groups else { return .refuses("The log group is not known yet.") }
        guard groups.count <= InsightsRequest.mostGroups else {
            return .refuses("A query takes \(InsightsRequest.mostGroups) log groups at most; these are \(groups.count).")
        }
        return .does { state in
            state.views.append(.menu(state.queryMenu))
            return []
        }
    }

    private var selectedRecord: RecordView? {
        guard let insights, let answer = insights.answer, answer.rows.indices.contains(insights.cursor) else { return nil }
        return RecordView(answer.rows[insights.cursor], of: answer.columns, title: "row \(insights.cursor + 1)")
    }

    func offerRecord() -> Action.Offer {
        guard let record = selectedRecord else { return .refuses("There is no row.") }
        return .does { state in
            state.views.append(.record(record))
            return []
        }
    }
}

extension LogsRequest.Subject {
    var title: String {
        switch self {
        case .function(let name): "function \(name)"
        case .queue(let name, _): "consumers of queue \(name)"
        case .group(let name): name
        }
    }
}

// MARK: Menus

extension ConsoleState {
    private static let windows: [Duration] = [
        .seconds(300), .seconds(900), .seconds(3600), .seconds(3 * 3600), .seconds(12 * 3600), .seconds(24 * 3600),
        .seconds(72 * 3600), .seconds(7 * 24 * 3600),
    ]

    var logWindowMenu: MenuView {
        let window = logs?.window ?? LogsState.defaultWindow
        let items = Self.windows.map { choice in
            MenuView.Item(
                label: "the last \(Figures.span(choice))", note: choice == window ? "now" : nil, choice: .logWindow(choice))
        }
        return MenuView(title: "Read the log from", items: items, cursor: Self.windows.firstIndex(of: window) ?? 0)
    }

    var queryMenu: MenuView {
        let typed = MenuView.Item(label: "Type a query", note: "by hand", choice: .typeQuery)
        let shipped = InsightsQuery.shipped.map { query in
            MenuView.Item(label: query.title, note: query.name, choice: .query(query))
        }
        let span = Figures.span(logs?.window ?? LogsState.defaultWindow)
        return MenuView(title: "Query the last \(span); each GB scanned costs $0.005", items: [typed] + shipped, cursor: 1)
    }
}

import Drawing
import FoundationEssentials
import Model

extension ConsoleState {
    var noNotifications: String? {
        if let reason = replayRefusal { return reason }
        return notifications.sight.pane.isOn ? nil : "Notifications: this context has no \"notifications\" section."
    }

    mutating func take(_ news: NotificationsNews) {
        switch news {
        case .sight(let sight): take(sight)
        case .detail(let detail):
            changeNotificationViews(detail.id) { view in
                view.detail = detail
                view.failure = nil
                view.isLoading = false
            }
        case .detailFailed(let id, let problem):
            changeNotificationViews(id) { view in
                view.failure = problem
                view.isLoading = false
            }
        case .retried(let answer, let done, let total):
            changes.take(answer)
            notifications.progress = done < total ? .init(done: done, total: total) : nil
            if answer.outcome == .notFailed, total > 1, let problem = answer.problem {
                feed.add(FeedMessage(at: now, severity: .ok, text: problem.message))
            }
        case .ended(let id, let end, let isTold):
            changes.end(id, end)
            guard isTold else { break }
            feed.add(FeedMessage(at: now, severity: end.severity, text: "Notification \(HarmlessText.line(id)) \(end.words)"))
        }
    }

    private mutating func take(_ sight: NotificationSight) {
        notifications.sight = sight
        notifications.table.take(sight.pane.rows, now: now)
    }

    private mutating func changeNotificationViews(_ id: String, _ change: (inout NotificationView) -> Void) {
        for place in views.indices {
            guard case .notification(var view) = views[place], view.id == id else { continue }
            change(&view)
            views[place] = .notification(view)
        }
    }

    /// After every event: whoever reads them knows whether somebody looks, whichever way the view was left.
    mutating func settleNotifications() -> [Effect] {
        let isOpen = views.contains { $0 == .notifications || $0.isNotification }
        if isOpen { scrollNotifications() }
        guard isOpen != notifications.isWatched else { return [] }
        notifications.isWatched = isOpen
        if !isOpen { notifications.editor = nil }
        return [.watchNotifications(isOpen)]
    }

    private mutating func scrollNotifications() {
        notifications.table.scrollToCursor(height: notificationsLayout.table.height - 1)
    }

    // MARK: Opening

    mutating func openNotifications(filter: String? = nil) {
        views.append(.notifications)
        if let filter { setNotificationFilter(filter) }
    }

    /// The record under the cursor.
    var selectedNotification: NotificationRecord? {
        guard let row = notifications.table.selectedRow, notifications.rows.indices.contains(row) else { return nil }
        return notifications.rows[row]
    }

    mutating func openNotification(_ id: String) -> [Effect] {
        views.append(.notification(NotificationView(id: id, askedAt: now)))
        return [.loadNotification(id)]
    }

    var openNotification: NotificationView? {
        guard case .notification(let view) = views.last else { return nil }
        return view
    }

    /// Asks again for the detail that is uppermost.
    mutating func reloadNotification(isOrdered: Bool) -> [Effect] {
        guard case .notification(var view) = views.last else { return [] }
        let age = now.timeIntervalSince(view.askedAt)
        let isMoving = view.detail?.record.map { $0.phase == .retrying || $0.phase == .waiting } ?? true
        let limit = view.isLoading ? NotificationView.patienceSeconds : NotificationView.repeatSeconds
        guard isOrdered || (age >= limit && (isMoving || view.isLoading)) else { return [] }
        view.askedAt = now
        view.isLoading = true
        replaceTop(.notification(view))
        return [.loadNotification(view.id)]
    }

    // MARK: Moving, sorting, filtering

    mutating func moveInNotifications(_ movement: Movement) {
        let table = notifications.table
        let page = max(1, notificationsLayout.table.height - 1)
        notifications.table.moveTo(movement.applied(to: table.cursor, last: table.shownCount - 1, page: page))
    }

    mutating func sortNotifications(by field: String?) {
        let isSame = notifications.table.sort.field == field
        let isInverted = isSame ? !notifications.table.sort.isInverted : false
        notifications.table.sort = Sort(field: field, isInverted: isInverted)
        notifications.table.rearrange(notifications.rows, now: now)
        notifications.table.scroll = 0
        answer("Sorted by \(field ?? "worst first")\(isInverted ? ", inverted" : "")")
    }

    var notificationSortMenu: MenuView {
        let sort = notifications.table.sort
        func item(_ field: String?) -> MenuView.Item {
            let note = sort.field == field ? (sort.isInverted ? "inverted now; again restores" : "now; again inverts") : nil
            return MenuView.Item(label: field ?? "worst first", note: note, choice: .notificationSort(field: field))
        }
        let items = [item(nil)] + NotificationRecord.fields.map { item($0.name) }
        return MenuView(
            title: "Sort notifications by", items: items,
            cursor: items.firstIndex { $0.choice == .notificationSort(field: sort.field) } ?? 0)
    }

    /// nil while it is not typed.
    var openNotificationFilter: NotificationsState.FilterEditor? {
        views.last == .notifications ? notifications.editor : nil
    }

    mutating func editNotificationFilter() {
        let table = notifications.table
        notifications.editor = .init(
            line: TextInput(table.filterText, maximumCount: TextInput.longestQuery), selectionBefore: table.selection)
    }

    /// A wrong filter says what is wrong and leaves the rows as they are.
    mutating func setNotificationFilter(_ text: String) {
        notifications.table.filterText = text
        switch FilterParser(fields: NotificationRecord.fields.map { FieldSignature($0) }).parse(text) {
        case .failure(let problem): notifications.editor?.problem = problem.message
        case .success(let filter):
            notifications.editor?.problem = nil
            guard filter != notifications.table.filter else { return }
            notifications.table.filter = filter
            notifications.table.rearrange(notifications.rows, now: now)
        }
    }

    mutating func handleNotificationFilterKey(_ key: Key) -> [Effect] {
        guard var editor = notifications.editor else { return [] }
        switch key {
        case .enter: if editor.problem == nil { notifications.editor = nil }
        case .escape:
            notifications.editor = nil
            setNotificationFilter("")
            if let id = editor.selectionBefore { _ = notifications.table.select(id) }
        case .up: moveInNotifications(.up)
        case .down: moveInNotifications(.down)
        case .pageUp: moveInNotifications(.pageUp)
        case .pageDown: moveInNotifications(.pageDown)
        default:
            let before = editor.line.text
            guard editor.line.handle(key) else { break }
            notifications.editor = editor
            if editor.line.text != before { setNotificationFilter(editor.line.text) }
        }
        return []
    }

    mutating func pasteIntoNotificationFilter(_ text: String) {
        guard var editor = notifications.editor else { return }
        editor.line.insert(paste: text)
        notifications.editor = editor
        setNotificationFilter(editor.line.text)
    }

    mutating func pressInNotifications(_ mouse: Mouse) -> [Effect] {
        guard notifications.editor == nil else { return [] }
        let table = notificationTable.view(isFocused: true)
        switch table.hit(x: mouse.x, y: mouse.y, in: notificationsLayout.table) {
        case .header(let column)?:
            let place = notificationTable.columns[column]
            if mouse.kind == .press, let field = NotificationRecord.columns[place].field { sortNotifications(by: field) }
            return []
        case .row(let place)?:
            notifications.table.moveTo(place)
            guard mouse.kind == .doublePress, let record = selectedNotification else { return [] }
            return openNotification(record.id)
        case nil: return []
        }
    }

    // MARK: Retrying

    /// What R is about here: what is marked, else what the cursor is on; the open one in a detail.
    var retryTargets: [NotificationRecord] {
        if let view = openNotification {
            let known = view.detail?.record ?? notifications.rows.first { $0.id == view.id }
            return known.map { [$0] } ?? []
        }
        let marks = notifications.table.marks
        guard !marks.isEmpty else { return selectedNotification.map { [$0] } ?? [] }
        return notifications.rows.filter { marks.contains($0.id) }
    }

    var offerRetry: Action.Offer {
        let records = retryTargets
        guard !records.isEmpty else {
            return .refuses(openNotification == nil ? "There is no notification." : "The record has not arrived yet.")
        }
        let failed = records.filter { $0.phase == .failed }
        let statuses = notifications.sight.overview.statuses
        guard !failed.isEmpty else {
            let is1 = records.count == 1
            return .refuses(
                is1
                    ? "Notification \(records[0].name) is \(records[0].status), not \(statuses.failed): only what has failed is retried."
                    : "None of the \(records.count) that are marked is \(statuses.failed).")
        }
        if let running = changes.unfinished.first(where: { $0.change.action == "notification.retry" }) {
            return .refuses("\(running.title) is not over yet.")
        }
        let overview = notifications.sight.overview
        return .does { state in
            let order = NotificationOrder(
                failed.map { .init(id: $0.id, statusBefore: $0.status) }, table: overview.table, statuses: overview.statuses,
                key: overview.key, attribute: overview.attributes.status, retriesPerSecond: overview.retriesPerSecond,
                place: state.place)
            return state.ask(Proposal(id: state.changes.nextID(), retrying: order))
        }
    }
}

extension View {
    fileprivate var isNotification: Bool {
        if case .notification = self { true } else { false }
    }
}

extension RetryEnd {
    var severity: Severity {
        switch self {
        case .sent: .ok
        case .failedAgain, .gone, .pending: .warning
        }
    }
}

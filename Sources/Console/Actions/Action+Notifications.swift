import Drawing
import Model

extension Action {
    static let notifications: [Action] = [
        Action(
            "notifications", keys: [.character("n")], title: "Notifications, fullest trouble first", label: "notifications",
            group: .look, scopes: [.panes, .detail]
        ) { state in
            if let reason = state.noNotifications { return .refuses(reason) }
            return .does { state in
                state.openNotifications()
                return []
            }
        },
        Action(
            "notifications.failed", keys: [.character("R")], title: "Notifications that have failed, to retry them", group: .act,
            scopes: [.panes, .detail], permission: .mutate
        ) { state in
            if let reason = state.noNotifications { return .refuses(reason) }
            return .does { state in
                state.openNotifications(filter: "status:\(state.notifications.sight.overview.statuses.failed)")
                return []
            }
        },
        Action(
            "notification.retry", keys: [.character("R")],
            title: "Retry what has failed: the one at hand, or all that is marked", label: "retry", group: .act,
            scopes: [.notifications, .notification], permission: .mutate
        ) { $0.offerRetry },
        Action(
            "notification.detail", keys: [.enter, .character("d")], title: "Open it with the runbook filled in", label: "detail",
            group: .look, scopes: [.notifications]
        ) { state in
            guard let record = state.selectedNotification else { return .refuses("There is no notification.") }
            return .does { $0.openNotification(record.id) }
        },
        Action(
            "notification.filter", keys: [.character("/")], title: "Filter: words, !not, status:FAILED, event:name, age>10m",
            label: "filter", group: .rows, scopes: [.notifications]
        ) { _ in
            .does { state in
                state.editNotificationFilter()
                return []
            }
        },
        Action(
            "notification.mark", keys: [.character(" ")], title: "Mark or unmark; retrying takes all that is marked",
            label: "mark", group: .rows, scopes: [.notifications]
        ) { state in
            guard state.selectedNotification != nil else { return .refuses("There is no notification.") }
            return .does { state in
                state.notifications.table.toggleMark()
                return []
            }
        },
        Action(
            "notification.mark.all", keys: [.character("*")], title: "Mark all that the filter shows, and unmark them again",
            label: "mark all", group: .rows, scopes: [.notifications]
        ) { state in
            let table = state.notifications.table
            guard table.shownCount > 0 else { return .refuses("There is no notification.") }
            return .does { state in
                let shown = (0..<table.shownCount).compactMap { table.id(at: $0) }
                let isMarked = table.marks.isSuperset(of: shown)
                state.notifications.table.marks = isMarked ? table.marks.subtracting(shown) : table.marks.union(shown)
                return []
            }
        },
        Action(
            "notification.sort", keys: [.character("s")], title: "Sort by a column", label: "sort", group: .rows,
            scopes: [.notifications]
        ) { _ in
            .does { state in
                state.views.append(.menu(state.notificationSortMenu))
                return []
            }
        },
        Action(
            "notification.sort.invert", keys: [.character("i")], title: "Invert the order", group: .rows, scopes: [.notifications]
        ) { _ in
            .does { state in
                state.sortNotifications(by: state.notifications.table.sort.field)
                return []
            }
        },
        Action(
            "notification.copy", keys: [.character("y")], title: "Copy the id, or the ids of all that is marked", label: "copy",
            group: .rows, scopes: [.notifications, .notification]
        ) { state in
            let ids = state.openNotification.map { [$0.id] } ?? state.retryTargets.map(\.id)
            guard !ids.isEmpty else { return .refuses("There is no notification.") }
            return .does { state in
                state.answer(ids.count == 1 ? "Copied \(HarmlessText.line(ids[0]))" : "Copied \(ids.count) ids")
                return [.copy(ids.map { HarmlessText.line($0) }.joined(separator: "\n"))]
            }
        },
        Action(
            "notification.refresh", keys: [.character("r"), .control("r")], title: "Read the notifications now", label: "refresh",
            group: .data, scopes: [.notifications, .notification]
        ) { state in
            if state.openNotification != nil { return .does { $0.reloadNotification(isOrdered: true) } }
            return .does { state in
                state.answer("Reading the notifications anew")
                return [.refreshNotifications]
            }
        },
        Action(
            "notification.reveal", keys: [.character("#")], title: "Show numbers and addresses whole, and hide them again",
            label: "reveal", group: .look, scopes: [.notification]
        ) { _ in
            .does { state in
                guard case .notification(var view)? = state.views.last else { return [] }
                view.isRevealed.toggle()
                state.replaceTop(.notification(view))
                return []
            }
        },
    ]
}

import Drawing
import FoundationEssentials
package import Model

/// What is told about notifications.
package enum NotificationsNews: Sendable, Equatable {
    case sight(NotificationSight)
    case detail(NotificationDetail)
    case detailFailed(id: String, Problem)
    /// One more record of an order that runs.
    case retried(RetryAnswer, done: Int, of: Int)
    /// A record that was retried has ended.
    /// - Parameter isTold: In the feed too; of many, the feed says it together.
    case ended(id: String, RetryEnd, isTold: Bool)
}

/// The notifications and how a person looks at them. Beside the views, so that they are as they were when the view is opened again.
struct NotificationsState: Equatable, Sendable {
    struct FilterEditor: Equatable, Sendable {
        var line: TextInput
        var selectionBefore: String?
        var problem: String?
    }

    struct Progress: Equatable, Sendable {
        var done: Int
        var total: Int
    }

    var sight = NotificationSight.off
    var table = TableState()
    var editor: FilterEditor?
    /// Of the order that runs.
    var progress: Progress?
    /// The sources were asked to read.
    var isWatched = false

    var rows: [NotificationRecord] { sight.pane.rows }

    /// What Esc does before it closes the view; nil when nothing.
    var stepBack: StepBack? {
        if !table.filterText.isEmpty { return .clearNotificationFilter }
        return table.marks.isEmpty ? nil : .unmarkNotifications
    }
}

/// One notification in full.
struct NotificationView: Equatable, Sendable {
    let id: String
    var detail: NotificationDetail?
    var failure: Problem?
    var isLoading = true
    var askedAt: Date
    var scroll = 0
    /// Numbers and addresses are shown whole; somebody has asked.
    var isRevealed = false

    /// While it is on its way; a record that has ended changes no more by itself.
    static let repeatSeconds = 5.0
    static let patienceSeconds = 60.0
}

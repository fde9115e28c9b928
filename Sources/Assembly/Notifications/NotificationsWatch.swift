import Console
import Engines
import Model

/// The console's eye on the notifications: reads while their view is open. What cannot be opened is told as an error of the view.
actor NotificationsWatch {
    private let room: NotificationsRoom
    private let receive: Desk.Receive
    private var poller: NotificationsPoller?

    init(room: NotificationsRoom, receive: @escaping Desk.Receive) {
        self.room = room
        self.receive = receive
    }

    /// Begins to read, or stops.
    func watch(_ isWatched: Bool) async {
        guard isWatched else {
            await poller?.close()
            return
        }
        do throws(Problem) {
            if poller == nil { poller = try room.poller { [receive] in await receive(.notifications(.sight($0))) } }
            await poller?.open()
        } catch {
            await fail(error)
        }
    }

    func refresh() async { await poller?.refresh() }

    /// A record that is known newer than the reading had it.
    func show(_ record: NotificationRecord) async { await poller?.take(record) }

    /// Fills in the runbook.
    func load(_ id: String) async {
        do throws(Problem) {
            let detail = try await room.detail(of: id)
            if let record = detail.record { await poller?.take(record) }
            await receive(.notifications(.detail(detail)))
        } catch {
            await receive(.notifications(.detailFailed(id: id, error)))
        }
    }

    func fail(_ problem: Problem) async {
        var sight = NotificationSight.loading
        sight.pane.error = problem
        await receive(.notifications(.sight(sight)))
    }
}

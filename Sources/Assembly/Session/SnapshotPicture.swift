import Console
package import Drawing
package import Model

/// The console's screen as a picture: what `nightdesk snapshot` prints, drawn by the same code as the terminal's.
package enum SnapshotPicture {
    /// - Parameters:
    ///   - size: Columns and rows.
    ///   - localOffsetSeconds: How far local time is ahead of UTC.
    package static func canvas(
        of snapshot: Snapshot, width: Int, height: Int, glyphs: Glyphs = .unicode, localOffsetSeconds: Int
    ) -> Canvas {
        var state = ConsoleState(
            place: snapshot.place, now: snapshot.takenAt, width: width, height: height, glyphs: glyphs,
            localOffsetSeconds: localOffsetSeconds)
        for event: Event in [
            .lambda(snapshot.lambda), .queues(snapshot.queues), .alarms(snapshot.alarms),
            .workers(snapshot.workers, WorkerOverview()),
            .escalations(snapshot.escalations), .optimizer(snapshot.optimizer), .engine(snapshot.engine), .meter(snapshot.api),
            .tick(snapshot.takenAt),
        ] {
            // A picture has no outside: what the state would like to have done stays undone.
            _ = update(&state, on: event)
        }
        return state.makeCanvas()
    }
}

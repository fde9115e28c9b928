import FoundationEssentials
package import Model

/// Reads the notifications while somebody looks at them: nothing is asked, and nothing costs, while nobody does.
package actor NotificationsPoller {
    package typealias Emit = @Sendable (NotificationSight) async -> Void

    private let source: any NotificationSource
    private let clock: any WallClock
    private let isEmbedded: Bool
    private let emit: Emit
    private var reading: Task<Void, Never>?
    private var last: NotificationSight?
    /// Counts the readings, so that what a former one still tells is passed over.
    private var number = 0

    /// Between two readings; longer where one takes long, so that half of the budget at most is spent.
    private static let pause: TimeInterval = 30
    /// Of our own store, which costs nothing.
    private static let shortPause: TimeInterval = 2
    private static let longestPause: TimeInterval = 600

    /// - Parameter isEmbedded: The source is our own store.
    package init(
        source: any NotificationSource, isEmbedded: Bool, clock: any WallClock = SystemClock(), emit: @escaping Emit
    ) {
        self.source = source
        self.isEmbedded = isEmbedded
        self.clock = clock
        self.emit = emit
    }

    /// Begins to read, now and again, until ``close()``.
    package func open() {
        number += 1
        reading?.cancel()
        reading = Task { [number] in await self.run(number) }
    }

    package func close() {
        number += 1
        reading?.cancel()
        reading = nil
    }

    /// Reads anew at once, if somebody looks.
    package func refresh() {
        if reading != nil { open() }
    }

    /// A record that is known newer than the reading had it.
    package func take(_ record: NotificationRecord) async {
        guard var sight = last, let place = sight.pane.rows.firstIndex(where: { $0.id == record.id }) else { return }
        sight.pane.rows[place] = record
        last = sight
        await emit(sight)
    }

    private func run(_ number: Int) async {
        while !Task.isCancelled {
            let start = clock.now
            do throws(Problem) {
                let sight = try await NotificationReader(source: source, clock: clock).read { [weak self] sight in
                    await self?.tell(sight, of: number)
                }
                await tell(sight, of: number)
            } catch {
                guard !Task.isCancelled else { return }
                await tell(failure: error, of: number)
            }
            let took = clock.now.timeIntervalSince(start)
            let pause = isEmbedded ? Self.shortPause : min(Self.longestPause, max(Self.pause, took * 2))
            guard (try? await clock.sleep(until: clock.now.addingTimeInterval(pause))) != nil else { return }
        }
    }

    /// A reading that is not at its end does not take rows away that the one before had: only a whole one does.
    private func tell(_ sight: NotificationSight, of number: Int) async {
        guard number == self.number else { return }
        if !sight.overview.isComplete, let last, last.overview.isComplete, last.pane.error == nil { return }
        var sight = sight
        sight.overview.isEmbedded = isEmbedded
        guard !isSame(sight) else { return }
        last = sight
        await emit(sight)
    }

    /// Our own store is read often, and mostly nothing has changed: the age alone is no news within ten seconds.
    private func isSame(_ sight: NotificationSight) -> Bool {
        guard isEmbedded, let last, last.overview == sight.overview, last.pane.rows == sight.pane.rows, last.pane.error == nil,
            let before = last.pane.asOf, let now = sight.pane.asOf
        else { return false }
        return now.timeIntervalSince(before) < 10
    }

    /// The last good rows stay.
    private func tell(failure: Problem, of number: Int) async {
        guard number == self.number else { return }
        var sight = last ?? .loading
        sight.overview.table = source.settings.table
        sight.overview.isEmbedded = isEmbedded
        sight.pane.error = failure
        last = sight
        await emit(sight)
    }
}

import Model

/// Knows which events of one group have been given, so that none is given twice although everything is read many times.
///
/// Readings give ids, live tail gives none: there events are known by what they say, and counted, since the same line may be
/// logged twice in a millisecond. Kept as hashes by the second; when there are too many the oldest second is forgotten, and
/// nothing before it is to be asked for again (``floorMs``).
struct EventLedger: Sendable {
    /// How often one and the same line has been seen, by readings and by live tail.
    private struct Twins {
        var read: UInt16 = 0
        /// The most that one live session has given.
        var live: UInt16 = 0
        var inSession: UInt16 = 0
        var session = 0
    }

    private struct Second {
        var ids: Set<Int> = []
        var twins: [Int: Twins] = [:]
        var count: Int { ids.count + twins.count }
    }

    private let capacity: Int
    private var seconds: [Int64: Second] = [:]
    private var count = 0
    /// Events before are forgotten.
    private(set) var floorMs = Int64.min

    /// - Parameter capacity: Events; at least one second is always remembered.
    init(capacity: Int) { self.capacity = capacity }

    /// More than half of what can be remembered is.
    var isCrowded: Bool { count > capacity }

    /// - Returns: Whether the event is new and is to be given.
    mutating func takeRead(_ event: LogEvent) -> Bool {
        guard event.atMs >= floorMs else { return true }
        return change(event) { second in
            // An emulator may know no ids: then the event itself must do.
            guard second.ids.insert(Self.hash(event.id, event)).inserted else { return false }
            return Self.change(&second, event) { twins in
                twins.read &+= 1
                return twins.read > twins.live
            }
        }
    }

    /// - Parameter session: Counts live sessions; each gives an event once.
    mutating func takeLive(_ event: LogEvent, session: Int) -> Bool {
        guard event.atMs >= floorMs else { return true }
        return change(event) { second in
            Self.change(&second, event) { twins in
                if twins.session != session { (twins.session, twins.inSession) = (session, 0) }
                twins.inSession &+= 1
                guard twins.inSession > twins.live else { return false }
                twins.live = twins.inSession
                return twins.live > twins.read
            }
        }
    }

    /// Forgets what no reading will give again.
    mutating func forget(before atMs: Int64) {
        guard atMs > floorMs else { return }
        floorMs = atMs
        for second in seconds.keys where (second + 1) * 1000 <= atMs { remove(second) }
    }

    private mutating func change(_ event: LogEvent, _ body: (inout Second) -> Bool) -> Bool {
        let key = event.atMs / 1000
        let before = seconds[key]?.count ?? 0
        let isNew = body(&seconds[key, default: Second()])
        count += (seconds[key]?.count ?? 0) - before
        // Each event has two entries, by id and by content.
        while count > capacity * 2, seconds.count > 1, let oldest = seconds.keys.min() {
            floorMs = max(floorMs, (oldest + 1) * 1000)
            remove(oldest)
        }
        return isNew
    }

    private mutating func remove(_ second: Int64) {
        count -= seconds.removeValue(forKey: second)?.count ?? 0
    }

    private static func change(_ second: inout Second, _ event: LogEvent, _ body: (inout Twins) -> Bool) -> Bool {
        body(&second.twins[hash("", event), default: Twins()])
    }

    /// Seeded anew in each process, so that nobody can write a line that hides another one.
    private static func hash(_ id: String, _ event: LogEvent) -> Int {
        var hasher = Hasher()
        hasher.combine(event.atMs)
        if id.isEmpty {
            hasher.combine(event.stream)
            hasher.combine(event.message)
        } else {
            hasher.combine(id)
        }
        return hasher.finalize()
    }
}

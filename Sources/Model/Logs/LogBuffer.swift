/// The lines of a log view, in the order of their times, bounded in number and memory: the oldest go first, and are counted.
///
/// A value, kept in the console's state: it takes batches in, keeps the filter over them, and gives the rows that are to be
/// drawn.
package struct LogBuffer: Sendable, Equatable {
    package struct Limits: Sendable, Equatable {
        package var lines: Int
        /// Bytes of text, ids and names of streams included. Keeping a line costs 48 bytes more.
        package var bytes: Int

        package init(lines: Int = 100_000, bytes: Int = 56 << 20) {
            self.lines = max(1, lines)
            self.bytes = bytes
        }
    }

    /// What keeps a line apart from all others as long as it is held; a cursor holds it, not a position.
    package struct LineID: Sendable, Hashable, Comparable {
        package let atMs: Int64
        /// Counts lines as they come in.
        let number: Int

        package static func < (left: LineID, right: LineID) -> Bool {
            left.atMs != right.atMs ? left.atMs < right.atMs : left.number < right.number
        }
    }

    struct Entry: Sendable, Equatable {
        var id: LineID
        var ingestedMs: Int64
        var place: LogArena.Place
        var messageBytes: Int32
        var streamBytes: UInt16
        var idBytes: UInt16
        var group: UInt16
        var level: LogLevel?
        var messageIsASCII: Bool
        var isMatch: Bool

        static let notIngested = Int64.min
        var byteCount: Int { Int(messageBytes) + Int(streamBytes) + Int(idBytes) }
    }

    package let limits: Limits
    package private(set) var filter = LogFilter()
    /// Lines shown before and after each match.
    package private(set) var contextLines = 0
    /// Lines that had to go for newer ones.
    package private(set) var droppedLines = 0
    /// Lines that pass the filter.
    package private(set) var matchCount = 0
    /// Sorted by when they begin.
    package private(set) var gaps: [LogGap] = []
    /// Changes with everything that may change the rows.
    package private(set) var revision = 0

    private(set) var arena = LogArena()
    private(set) var groups: [String] = []
    /// In order; the first `head` are gone.
    private var entries: [Entry] = []
    private var head = 0
    private var nextNumber = 0

    package init(limits: Limits = Limits()) { self.limits = limits }

    package var count: Int { entries.count - head }
    package var isEmpty: Bool { count == 0 }
    /// Bytes of text that are held.
    package var heldBytes: Int { arena.heldBytes }

    /// Takes events in, whenever they happened: a late one finds its place.
    package mutating func append(_ events: some Collection<LogEvent>) {
        let numbers = events.map { groupNumber($0.group) }
        let tests = filter.tests(groups: groups)
        merge(zip(events, numbers).map { makeEntry($0, group: $1, tests) })
        dropOldest()
        revision += 1
    }

    /// Takes a gap in, or what has become of it. A filled one is forgotten.
    package mutating func note(_ gap: LogGap) {
        gaps.removeAll { $0.id == gap.id }
        if !gap.isFilled {
            let place = gaps.firstIndex { $0.from > gap.from } ?? gaps.endIndex
            gaps.insert(gap, at: place)
        }
        revision += 1
    }

    package mutating func removeAll() {
        let (filter, contextLines, revision) = (filter, contextLines, revision)
        self = LogBuffer(limits: limits)
        self.filter = filter
        self.contextLines = contextLines
        self.revision = revision + 1
    }

    /// Shows only lines that pass, with so many lines before and after each. Stays for what comes in later.
    package mutating func show(_ filter: LogFilter, contextLines: Int = 0) {
        self.contextLines = max(0, contextLines)
        revision += 1
        guard filter.terms != self.filter.terms else { return self.filter = filter }
        self.filter = filter
        for index in head..<entries.count { entries[index].isMatch = true }
        // Test by test, so that what a test needs is fetched once and not for each line.
        let arena = arena
        for test in filter.tests(groups: groups) {
            for index in head..<entries.count where entries[index].isMatch {
                entries[index].isMatch = arena.withLine(entries[index], test)
            }
        }
        matchCount = entries[head...].count { $0.isMatch }
    }
}

extension LogBuffer {
    /// Puts lines where they belong. All the late ones together cost one pass over what is younger.
    private mutating func merge(_ fresh: [Entry]) {
        let isOrdered = zip(fresh, fresh.dropFirst()).allSatisfy { $0.id < $1.id }
        let fresh = isOrdered ? fresh : fresh.sorted { $0.id < $1.id }
        guard let first = fresh.first else { return }
        let start = place(of: first.id)
        guard start < entries.count else { return entries += fresh }
        let younger = Array(entries[start...])
        entries.removeSubrange(start...)
        var (old, new) = (0, 0)
        while old < younger.count, new < fresh.count {
            if younger[old].id < fresh[new].id {
                entries.append(younger[old])
                old += 1
            } else {
                entries.append(fresh[new])
                new += 1
            }
        }
        entries += younger[old...]
        entries += fresh[new...]
    }

    private mutating func makeEntry(_ event: LogEvent, group: UInt16, _ tests: [LogFilter.LineTest]) -> Entry {
        // Names are at most 512 long in CloudWatch; a longer one is cut rather than trusted.
        let (id, stream) = (Substring(event.id).utf8.prefix(1024), Substring(event.stream).utf8.prefix(1024))
        let message = Substring(event.message).utf8
        let place = arena.add([id, stream, message])
        var entry = Entry(
            id: LineID(atMs: event.atMs, number: nextNumber), ingestedMs: event.ingestedMs ?? Entry.notIngested, place: place,
            messageBytes: Int32(message.count), streamBytes: UInt16(stream.count), idBytes: UInt16(id.count),
            group: group, messageIsASCII: true, isMatch: true)
        nextNumber += 1
        (entry.level, entry.messageIsASCII) = arena.withLine(entry) { line in
            (LogLevel.of(line.message), line.message.allSatisfy { $0 < 0x80 })
        }
        guard !tests.isEmpty else {
            matchCount += 1
            return entry
        }
        entry.isMatch = arena.withLine(entry) { line in tests.allSatisfy { $0(line) } }
        if entry.isMatch { matchCount += 1 }
        return entry
    }

    /// A view shows few groups; should it ever be thousands, the rest share the last number.
    private mutating func groupNumber(_ name: String) -> UInt16 {
        if let index = groups.firstIndex(of: name) { return UInt16(index) }
        if groups.count < Int(UInt16.max) { groups.append(name) }
        return UInt16(groups.count - 1)
    }

    private mutating func dropOldest() {
        let oldest = entries.indices.dropFirst(head).first
        while count > limits.lines || (arena.heldBytes > limits.bytes && count > 1) {
            arena.remove(entries[head].place)
            if entries[head].isMatch { matchCount -= 1 }
            head += 1
            droppedLines += 1
        }
        guard oldest != head, let first = entries.dropFirst(head).first else { return }
        gaps.removeAll { $0.to.milliseconds < first.id.atMs }
        // Moving the rest down costs a copy of all of it, so it waits until that is worth while.
        if head > 8192, head > entries.count / 4 {
            entries.removeFirst(head)
            head = 0
        }
    }

    /// Lines in order; the first is number 0.
    subscript(line index: Int) -> Entry { entries[head + index] }

    /// The index in `entries` at which a line of that id stands or would stand.
    private func place(of id: LineID) -> Int {
        var (low, high) = (head, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Where a line stands now; nil when it is gone.
    func index(of id: LineID) -> Int? {
        let index = place(of: id)
        return index < entries.count && entries[index].id == id ? index - head : nil
    }

    /// The first line at or after a moment.
    func index(atOrAfter atMs: Int64) -> Int { place(of: LineID(atMs: atMs, number: .min)) - head }
}

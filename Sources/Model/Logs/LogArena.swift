/// Keeps the bytes of lines in large pieces, so that a hundred thousand lines cost a hundred allocations. A piece goes when its
/// last line has gone.
struct LogArena: Sendable, Equatable {
    struct Place: Sendable, Equatable {
        var segment: Int32
        var offset: Int32
    }

    private struct Segment: Sendable, Equatable {
        var bytes: [UInt8] = []
        var lines = 0
    }

    /// Above malloc's threshold for memory of its own, so that what is freed goes back to the system.
    private static let segmentBytes = 256 * 1024

    private var segments: [Segment] = []
    /// Number of `segments[0]`.
    private var base: Int32 = 0
    /// Bytes that are held, of lines that are gone included.
    private(set) var heldBytes = 0

    /// Puts the parts of a line one behind the other.
    mutating func add(_ parts: [Substring.UTF8View]) -> Place {
        let count = parts.reduce(0) { $0 + $1.count }
        if segments.last.map({ $0.bytes.count + count > Self.segmentBytes }) ?? true { addSegment(for: count) }
        let last = segments.count - 1
        let place = Place(segment: base + Int32(last), offset: Int32(segments[last].bytes.count))
        for part in parts { segments[last].bytes.append(contentsOf: part) }
        segments[last].lines += 1
        heldBytes += count
        return place
    }

    /// Forgets one line of a segment. The last segment is still being filled, so it stays.
    mutating func remove(_ place: Place) {
        let index = Int(place.segment - base)
        segments[index].lines -= 1
        if segments[index].lines == 0, index < segments.count - 1 { free(index) }
    }

    private mutating func addSegment(for count: Int) {
        if let last = segments.indices.last, segments[last].lines == 0 { free(last) }
        var fresh = Segment()
        fresh.bytes.reserveCapacity(max(count, Self.segmentBytes))
        segments.append(fresh)
    }

    private mutating func free(_ index: Int) {
        heldBytes -= segments[index].bytes.count
        segments[index].bytes = []
        let gone = segments.prefix { $0.lines == 0 && $0.bytes.isEmpty }.count
        segments.removeFirst(gone)
        base += Int32(gone)
    }

    /// Lends the bytes of a segment from `place` on.
    @inline(__always)
    func withBytes<Result>(at place: Place, count: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        segments[Int(place.segment - base)].bytes.withUnsafeBufferPointer { bytes in
            body(UnsafeBufferPointer(rebasing: bytes[Int(place.offset)..<Int(place.offset) + count]))
        }
    }

    /// Lends a line as filters see it.
    @inline(__always)
    func withLine<Result>(_ entry: LogBuffer.Entry, _ body: (LogLineBytes) -> Result) -> Result {
        withBytes(at: entry.place, count: entry.byteCount) { bytes in
            let (id, stream) = (Int(entry.idBytes), Int(entry.streamBytes))
            return body(
                LogLineBytes(
                    message: UnsafeBufferPointer(rebasing: bytes[(id + stream)...]),
                    stream: UnsafeBufferPointer(rebasing: bytes[id..<id + stream]), group: Int(entry.group),
                    level: entry.level, messageIsASCII: entry.messageIsASCII))
        }
    }
}

import FoundationEssentials
import Model

/// The bytes of frames: what a pane has shown at one moment, whole or as the difference to the frame before.
///
/// A frame is: the head (``FrameHead``); the places of the rows (a row keeps its place from the whole frame on, whatever the order on
/// the screen); the changed rows, each as its place and its changed fields. A row that is new is compared with a blank one.
enum FrameCodec {
    static let version = 1
}

/// What a snapshot says besides its rows.
struct FrameHead: Equatable {
    var asOf: Date?
    var error: Problem?
    var missing: [Problem]
    var cadence: Duration
    var slowedBy: String?
    var total: Int

    init<Row>(_ snapshot: PaneSnapshot<Row>) {
        asOf = snapshot.asOf
        error = snapshot.error
        missing = snapshot.missing
        cadence = snapshot.cadence
        slowedBy = snapshot.slowedBy
        total = snapshot.total
    }

    func write(to writer: inout FrameWriter) {
        writer.write(flag: asOf != nil)
        asOf?.write(after: .origin, to: &writer)
        writer.write(flag: error != nil)
        let problems = (error.map { [$0] } ?? []) + missing
        writer.write(count: problems.count)
        for problem in problems {
            for text in [problem.code, problem.message, problem.hint, problem.requestID ?? ""] { writer.write(prose: text) }
        }
        writer.write(whole: Int(cadence.components.seconds))
        writer.write(whole: Int(cadence.components.attoseconds))
        writer.write(prose: slowedBy ?? "")
        writer.write(count: total)
    }

    init(from reader: inout FrameReader) throws {
        asOf = try reader.flag() ? Date(timeIntervalSinceReferenceDate: try reader.figure()) : nil
        let hasError = try reader.flag()
        var problems = try (0..<(try reader.count(atMost: 10_000))).map { _ in
            let (code, message, hint, request) = (try reader.prose(), try reader.prose(), try reader.prose(), try reader.prose())
            return Problem(code: code, message: message, hint: hint, requestID: request.isEmpty ? nil : request)
        }
        guard !hasError || !problems.isEmpty else { throw RowCodecError() }
        error = hasError ? problems.removeFirst() : nil
        missing = problems
        cadence = Duration(
            secondsComponent: Int64(try reader.whole()), attosecondsComponent: Int64(try reader.whole()))
        let slowed = try reader.prose()
        slowedBy = slowed.isEmpty ? nil : slowed
        total = try reader.count(atMost: .max)
    }
}

/// Turns the snapshots of one pane into frames.
final class FrameEncoder<Row: RecordedRow> {
    private let texts: TextTable
    private var places: [String: Int] = [:]
    /// By place: the row as it was last written, and the frame in which it was last on the screen.
    private var rows: [(row: Row, frame: Int)] = []
    private var order: [Int] = []
    private var frame = 0
    private var head: FrameHead?

    init(texts: TextTable) { self.texts = texts }

    /// Whether it says what the last frame has said.
    func isSame(_ snapshot: PaneSnapshot<Row>) -> Bool {
        head == FrameHead(snapshot) && order.count == snapshot.rows.count
            && zip(order, snapshot.rows).allSatisfy { rows[$0].row == $1 }
    }

    /// - Parameter whole: Forget what was written before.
    func encode(_ snapshot: PaneSnapshot<Row>, whole: Bool) -> [UInt8] {
        if whole { (places, rows, order) = ([:], [], []) }
        frame += 1
        var writer = FrameWriter(texts: texts)
        let head = FrameHead(snapshot)
        head.write(to: &writer)
        self.head = head
        var changes = FrameWriter(texts: texts)
        var (newOrder, changeCount, nextPlace) = ([Int](), 0, 0)
        newOrder.reserveCapacity(snapshot.rows.count)
        rows.reserveCapacity(snapshot.rows.count)
        // By number only: rows are large, and all of them are new in a whole frame.
        var changed: [(place: Int, index: Int, before: Int?)] = []
        var befores: [Row] = []
        for (index, row) in snapshot.rows.enumerated() {
            let (place, before) = take(row, at: index)
            newOrder.append(place)
            if let before, before == row { continue }
            changed.append((place, index, before.map { _ in befores.count }))
            if let before { befores.append(before) }
        }
        for change in changed.sorted(by: { $0.place < $1.place }) {
            changes.write(count: change.place - nextPlace)
            let before = change.before.map { befores[$0] } ?? .blank
            Row.recordedFields.write(snapshot.rows[change.index], after: before, to: &changes)
            nextPlace = change.place + 1
            changeCount += 1
        }
        write(newOrder, to: &writer)
        writer.write(count: changeCount)
        writer.append(changes)
        return writer.bytes
    }

    /// - Returns: The row's place, and what was written there; nil for a new one.
    private func take(_ row: Row, at index: Int) -> (place: Int, before: Row?) {
        // Rows mostly stand where they stood, which spares the look-up.
        if index < order.count, rows[order[index]].frame < frame, rows[order[index]].row.id == row.id {
            return exchange(row, at: order[index])
        }
        var id = row.id
        while let place = places[id] {
            if rows[place].frame < frame { return exchange(row, at: place) }
            // A second row with the same name.
            id += "\u{0}"
        }
        places[id] = rows.count
        rows.append((row, frame))
        return (rows.count - 1, nil)
    }

    private func exchange(_ row: Row, at place: Int) -> (place: Int, before: Row?) {
        let before = rows[place].row
        rows[place] = (row, frame)
        return (place, before)
    }

    /// `true` where it is as before, else each place as the difference to the one after the place before it.
    private func write(_ newOrder: [Int], to writer: inout FrameWriter) {
        writer.write(flag: newOrder == order)
        guard newOrder != order else { return }
        writer.write(count: newOrder.count)
        var next = 0
        for place in newOrder {
            writer.write(whole: place - next)
            next = place + 1
        }
        order = newOrder
    }
}

/// Turns frames back into the snapshots of one pane.
struct FrameDecoder<Row: RecordedRow> {
    private let texts: [String]
    private var rows: [Row] = []
    private var order: [Int] = []
    private var head: FrameHead?

    /// - Parameter texts: Those of the segment, by number.
    init(texts: [String]) { self.texts = texts }

    /// The pane after the last frame; nil before the first.
    var snapshot: PaneSnapshot<Row>? {
        head.map { head in
            PaneSnapshot(
                rows: order.map { rows[$0] }, asOf: head.asOf, error: head.error, missing: head.missing, cadence: head.cadence,
                slowedBy: head.slowedBy, total: head.total)
        }
    }

    /// - Parameter whole: As it was encoded.
    /// - Throws: ``RowCodecError`` for damaged bytes.
    mutating func apply(_ bytes: [UInt8], whole: Bool) throws {
        if whole { (rows, order) = ([], []) }
        var reader = FrameReader(bytes, texts: texts)
        let head = try FrameHead(from: &reader)
        if !(try reader.flag()) { order = try Self.order(from: &reader) }
        var place = 0
        for _ in 0..<(try reader.count()) {
            place += try reader.count()
            // A place is new when it is the next one; anything else is damage.
            guard place <= rows.count else { throw RowCodecError() }
            if place == rows.count { rows.append(.blank) }
            try Row.recordedFields.read(into: &rows[place], from: &reader)
            place += 1
        }
        guard reader.isAtEnd, order.allSatisfy(rows.indices.contains) else { throw RowCodecError() }
        self.head = head
    }

    private static func order(from reader: inout FrameReader) throws -> [Int] {
        var next = 0
        return try (0..<(try reader.count())).map { _ in
            let place = next &+ (try reader.whole())
            next = place &+ 1
            return place
        }
    }
}

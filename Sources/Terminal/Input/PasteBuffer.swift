/// Collects a bracketed paste up to its end, `ESC [ 2 0 1 ~`.
struct PasteBuffer {
    private let limit: Int
    private var bytes: [UInt8] = []
    /// All bytes since the beginning, those beyond the limit and those of the end included.
    private var count = 0
    /// The last six bytes, the newest lowest.
    private var tail: UInt64 = 0
    private static let end: UInt64 = 0x1B_5B_32_30_31_7E

    init(limit: Int) { self.limit = limit }

    mutating func begin() {
        bytes = []
        count = 0
        tail = 0
    }

    /// - Returns: Whether this byte was the last one of the end.
    mutating func append(_ byte: UInt8) -> Bool {
        count += 1
        if bytes.count < limit { bytes.append(byte) }
        tail = (tail << 8 | UInt64(byte)) & 0xFFFF_FFFF_FFFF
        return tail == Self.end
    }

    /// The text with line feeds at the ends of its lines. What is beyond the limit is cut off, between two characters.
    var text: String {
        let length = tail == Self.end ? count - 6 : count
        var kept = bytes.prefix(length)
        if length > limit {
            while let last = kept.last, last & 0xC0 == 0x80 { kept.removeLast() }
            if let last = kept.last, last >= 0xC0 { kept.removeLast() }
        }
        return String(decoding: Self.withLineFeeds(kept), as: UTF8.self)
    }

    /// Terminals send a carriage return for a line's end, some with a line feed behind it.
    private static func withLineFeeds(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var previous: UInt8 = 0
        for byte in bytes {
            if byte != 0x0A || previous != 0x0D { result.append(byte == 0x0D ? 0x0A : byte) }
            previous = byte
        }
        return result
    }
}

/// Tells a double click from two clicks.
struct ClickCounter {
    /// Milliseconds between two clicks of one.
    static let patience = 400
    private var last: (x: Int, y: Int, at: Int)?

    /// 1, or 2 when the click before was at the same place just now.
    mutating func count(x: Int, y: Int, at now: Int) -> Int {
        if let last, last.x == x, last.y == y, now - last.at <= Self.patience {
            self.last = nil
            return 2
        }
        last = (x, y, now)
        return 1
    }
}

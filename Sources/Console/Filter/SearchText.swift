/// What free words of a filter look through: the rows' texts in lower case, one behind the other in one buffer.
///
/// Five thousand small strings would cost an allocation each; one buffer is scanned in a fraction of a millisecond.
struct SearchText: Equatable, Sendable {
    private var bytes: [UInt8] = []
    /// Where the text of each row ends.
    private var ends: [Int32] = []

    init() {}

    init<Row>(_ rows: [Row], text: (Row) -> String) {
        ends.reserveCapacity(rows.count)
        bytes.reserveCapacity(rows.count * 40)
        for row in rows {
            bytes.appendLowered(text(row))
            ends.append(Int32(bytes.count))
        }
    }

    var count: Int { ends.count }

    /// - Parameter word: In lower case, as ``Swift/String/loweredBytes`` gives it.
    func contains(_ word: [UInt8], row: Int) -> Bool {
        let start = row == 0 ? 0 : Int(ends[row - 1])
        let end = Int(ends[row])
        return bytes.withUnsafeBufferPointer { all in
            word.withUnsafeBufferPointer { Self.contains($0, in: UnsafeBufferPointer(rebasing: all[start..<end])) }
        }
    }

    private static func contains(_ word: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = word.first else { return true }
        guard text.count >= word.count else { return false }
        for start in 0...(text.count - word.count) where text[start] == first {
            var matched = 1
            while matched < word.count, text[start + matched] == word[matched] { matched += 1 }
            if matched == word.count { return true }
        }
        return false
    }
}

extension String {
    var loweredBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLowered(self)
        return bytes
    }
}

extension [UInt8] {
    /// ASCII is lowered byte by byte; only other text pays for Unicode's rules.
    fileprivate mutating func appendLowered(_ text: String) {
        let start = count
        append(contentsOf: text.utf8)
        var isASCII = true
        for index in start..<count {
            let byte = self[index]
            if byte >= UInt8(ascii: "A"), byte <= UInt8(ascii: "Z") { self[index] = byte | 0x20 }
            if byte >= 0x80 { isASCII = false }
        }
        guard !isASCII else { return }
        removeSubrange(start...)
        append(contentsOf: text.lowercased().utf8)
    }
}

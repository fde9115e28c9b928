/// How well a typed word fits a name: all its letters in order, best where they are together or begin words.
struct FuzzyMatch: Sendable {
    private let wanted: [UInt8]

    /// - Parameter query: Case and spaces do not count.
    init(_ query: String) {
        wanted = query.lowercased().utf8.filter { $0 != UInt8(ascii: " ") }
    }

    var isEmpty: Bool { wanted.isEmpty }

    /// - Returns: Higher is better; nil when a letter is missing. Takes one pass, so the first fitting letters count.
    func score(_ name: String) -> Int? {
        var name = name
        return name.withUTF8 { score($0) }
    }

    private func score(_ name: UnsafeBufferPointer<UInt8>) -> Int? {
        guard !wanted.isEmpty else { return 0 }
        var (next, score, last) = (0, 0, -2)
        for position in name.indices {
            guard Self.lowered(name[position]) == wanted[next] else { continue }
            score += 10
            if position == last + 1 { score += 15 }
            if position == 0 || Self.endsWord(name[position - 1]) { score += 12 }
            last = position
            next += 1
            if next == wanted.count { return score - name.count / 4 - (last + 1 - wanted.count) / 2 }
        }
        return nil
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        let letter = lowered(byte)
        let isLetter = letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")
        return !isLetter && !(byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
    }
}

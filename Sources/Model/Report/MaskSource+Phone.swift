/// Phone numbers: international ones with `+`, `%2B` or `00`, national ones with 0, North American ones. A number without any of
/// these is taken for one only where its name says so.
extension MaskSource {
    private static let digitRange = 7...15
    private static let separators: StaticString = " -.()/"

    func phoneNumber(at index: Int) -> MaskMatch? {
        switch bytes[index] {
        case UInt8(ascii: "+"):
            guard self[index - 1]?.isOne(of: "+/") != true, self[index - 1]?.isWord != true else { return nil }
            return international(at: index, from: index + 1)
        case UInt8(ascii: "%"): return has("%2b", at: index, caseless: true) ? international(at: index, from: index + 3) : nil
        case UInt8(ascii: "("): return northAmerican(at: index)
        default: return beginsAlone(index) ? zeroZero(at: index) ?? national(at: index) ?? northAmerican(at: index) : nil
        }
    }

    func phoneMatch(_ range: Range<Int>) -> MaskMatch {
        var match = MaskMatch(range, .phoneNumber)
        match.replacement += bytes[range].filter(\.isDigit).suffix(3)
        return match
    }

    func looksLikePhone(_ range: Range<Int>) -> Bool {
        let value = bytes[range]
        return Self.digitRange.contains(value.count(where: \.isDigit))
            && value.enumerated().allSatisfy { offset, byte in
                byte.isDigit || byte.isOne(of: Self.separators) || offset == 0 && byte == UInt8(ascii: "+")
            }
    }

    // MARK: Forms

    private func international(at index: Int, from begin: Int) -> MaskMatch? {
        guard let first = self[begin], first.isDigit, first != UInt8(ascii: "0") else { return nil }
        let end = groupsEnd(from: begin, separators: Self.separators, most: Self.digitRange.upperBound)
        let digits = bytes[begin..<end].count(where: \.isDigit)
        guard Self.digitRange.contains(digits), self[end]?.isWord != true else { return nil }
        return phoneMatch(index..<end)
    }

    private func zeroZero(at index: Int) -> MaskMatch? {
        guard has("00", at: index), let third = self[index + 2], third.isDigit, third != UInt8(ascii: "0") else { return nil }
        let end = groupsEnd(from: index, separators: " ", most: Self.digitRange.upperBound + 2)
        guard bytes[index..<end].count(where: \.isDigit) >= 11, endsAlone(end) else { return nil }
        return phoneMatch(index..<end)
    }

    /// `07700 900123`, `020 7946 0958`, `0911234567`, `01 23 45 67 89`: 9 to 12 digits, but not 12 without a gap, which is an AWS account.
    private func national(at index: Int) -> MaskMatch? {
        guard bytes[index] == UInt8(ascii: "0"), let second = self[index + 1], second.isDigit, second != UInt8(ascii: "0") else {
            return nil
        }
        var sizes: [Int] = []
        var best: Int?
        var end = index
        repeat {
            let begin = sizes.isEmpty ? end : end + 1
            end = self.end(from: begin, limit: 13) { $0.isDigit }
            sizes.append(end - begin)
            let total = sizes.reduce(0, +)
            let hasForm = sizes.allSatisfy { $0 >= 3 } || sizes == [2, 2, 2, 2, 2]
            if hasForm, (9...(sizes.count > 1 ? 12 : 11)).contains(total), endsAlone(end) { best = end }
        } while sizes.count < 5 && self[end] == UInt8(ascii: " ") && self[end + 1]?.isDigit == true
        return best.map { phoneMatch(index..<$0) }
    }

    /// `(555) 234-5678`, `555-234-5678`, `1.555.234.5678`.
    private func northAmerican(at index: Int) -> MaskMatch? {
        let isLong = bytes[index] == UInt8(ascii: "1") && self[index + 1]?.isOne(of: "-. ") == true
        let first = isLong ? index + 2 : index
        let isBracketed = self[first] == UInt8(ascii: "(")
        let area = isBracketed ? first + 1 : first
        guard isCode(area) else { return nil }
        var next = area + 3
        if isBracketed {
            guard self[next] == UInt8(ascii: ")") else { return nil }
            next += 1
        }
        if self[next]?.isOne(of: isBracketed ? "-. " : "-.") == true { next += 1 } else if !isBracketed { return nil }
        guard isCode(next), self[next + 3]?.isOne(of: isBracketed ? "-. " : "-.") == true else { return nil }
        let end = end(from: next + 4, limit: 5) { $0.isDigit }
        guard end - next == 8, endsAlone(end) else { return nil }
        return phoneMatch(index..<end)
    }

    /// Three digits of which the first is 2 to 9.
    private func isCode(_ index: Int) -> Bool {
        end(from: index, limit: 3) { $0.isDigit } == index + 3 && bytes[index] >= UInt8(ascii: "2")
    }

    /// The end of a number in groups. Digits without a gap are a number of their own, so that a time behind it is not taken for a part of it.
    private func groupsEnd(from begin: Int, separators: StaticString, most: Int) -> Int {
        var end = end(from: begin, limit: most + 1) { $0.isDigit }
        var digits = end - begin
        while digits < Self.digitRange.lowerBound || cameInGroups(upTo: end) {
            let gap = self.end(from: end, limit: 2) { $0.isOne(of: separators) }
            let next = self.end(from: gap, limit: most + 1) { $0.isDigit }
            guard gap > end, next > gap, digits + next - gap <= most, !looksLikeTime(gap, next) else { break }
            digits += next - gap
            end = next
        }
        return end
    }

    private func cameInGroups(upTo end: Int) -> Bool { !bytes[..<end].suffix(7).allSatisfy(\.isDigit) }

    /// `2024-01-15` and `10:30` are no group of a number.
    private func looksLikeTime(_ begin: Int, _ end: Int) -> Bool {
        guard let after = self[end], self[end + 1]?.isDigit == true else { return false }
        return after == UInt8(ascii: ":") || after.isOne(of: "-/") && end - begin == 4
    }

    private func beginsAlone(_ index: Int) -> Bool {
        guard bytes[index].isDigit else { return false }
        guard let before = self[index - 1] else { return true }
        return !before.isOne(of: ".-/:#$%,+") || has("tel:", at: index - 4)
    }

    private func endsAlone(_ end: Int) -> Bool {
        guard let after = self[end] else { return true }
        if after.isWord { return false }
        return !(after.isOne(of: ".,-:/") && self[end + 1]?.isDigit == true)
    }
}

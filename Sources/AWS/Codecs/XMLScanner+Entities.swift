extension XMLScanner {
    /// The text of a token with its entities replaced.
    func string(_ range: Range<Int>, hasEntities: Bool) throws(CodecError) -> String {
        guard hasEntities else { return String(decoding: bytes[range], as: UTF8.self) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            guard bytes[index] == UInt8(ascii: "&") else {
                decoded.append(bytes[index])
                index += 1
                continue
            }
            guard let end = endOfEntity(from: index, before: range.upperBound) else {
                decoded.append(bytes[index])
                index += 1
                continue
            }
            guard let scalar = Self.scalar(bytes[(index + 1)..<end]) else {
                throw CodecError("an entity is not known", at: index)
            }
            decoded.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
            index = end + 1
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    /// - Returns: The place of the `;`; nil for a bare `&`, which is no XML, but emulators write names and descriptions unescaped.
    private func endOfEntity(from start: Int, before limit: Int) -> Int? {
        // No entity that is allowed is longer than &#1114111; with a few leading zeros.
        let rest = bytes[(start + 1)..<min(limit, start + 16)]
        guard let end = rest.firstIndex(where: { !Self.isEntityName($0) }), end > start + 1, bytes[end] == UInt8(ascii: ";")
        else {
            return nil
        }
        return end
    }

    private static func isEntityName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "#"):
            true
        default: false
        }
    }

    private static func scalar(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
        let text = String(decoding: name, as: UTF8.self)
        switch text {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard text.hasPrefix("#"), text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else {
            return nil
        }
        let number = text.hasPrefix("#x") ? UInt32(text.dropFirst(2), radix: 16) : UInt32(text.dropFirst())
        guard let number, number > 0 else { return nil }
        return Unicode.Scalar(number)
    }
}

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
            // No entity that is allowed is longer than &#1114111; with a few leading zeros.
            let limit = min(range.upperBound, index + 16)
            guard let end = bytes[index..<limit].firstIndex(of: UInt8(ascii: ";")) else {
                throw CodecError("an entity does not end", at: index)
            }
            guard let scalar = Self.scalar(bytes[(index + 1)..<end]) else {
                throw CodecError("an entity is not known", at: index)
            }
            decoded.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
            index = end + 1
        }
        return String(decoding: decoded, as: UTF8.self)
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

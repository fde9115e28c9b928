package import FoundationEssentials

extension ZoneRule {
    /// Reads a compiled time-zone file, version 2 or later. Source: RFC 8536.
    /// - Returns: nil for bytes that are no such file.
    package init?(file data: Data) {
        let bytes = Array(data)
        guard let old = Head(bytes, at: 0), old.version >= UInt8(ascii: "2"),
            let head = Head(bytes, at: 44 + old.length(ofTime: 4))
        else { return nil }
        let body = head.place + 44
        let types = body + head.times * 9
        guard bytes.count >= body + head.length(ofTime: 8), head.types > 0 else { return nil }
        func offset(_ type: Int) -> Int { Int(Int32(truncatingIfNeeded: Self.number(bytes, types + type * 6, 4))) }
        var transitions: [Transition] = []
        for index in 0..<head.times {
            let type = Int(bytes[body + head.times * 8 + index])
            guard type < head.types else { return nil }
            transitions.append(Transition(at: Self.number(bytes, body + index * 8, 8), offset: offset(type)))
        }
        let foot = bytes[(body + head.length(ofTime: 8))...].split(separator: UInt8(ascii: "\n")).first ?? []
        self.init(
            firstOffset: offset(0), transitions: transitions,
            yearly: YearlyZoneRule(posix: String(decoding: foot, as: UTF8.self)))
    }

    /// A big-endian number with its sign.
    private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
        let raw = bytes[place..<place + count].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(Int64(bitPattern: raw))
    }

    private struct Head {
        let place: Int
        let version: UInt8
        private let counts: [Int]

        init?(_ bytes: [UInt8], at place: Int) {
            guard place >= 0, bytes.count >= place + 44, bytes[place..<place + 4].elementsEqual("TZif".utf8) else { return nil }
            self.place = place
            version = bytes[place + 4]
            counts = (0..<6).map { index in ZoneRule.number(bytes, place + 20 + index * 4, 4) }
            guard counts.allSatisfy({ (0...100_000).contains($0) }) else { return nil }
        }

        var times: Int { counts[3] }
        var types: Int { counts[4] }

        func length(ofTime size: Int) -> Int {
            counts[3] * (size + 1) + counts[4] * 6 + counts[5] + counts[2] * (size + 4) + counts[1] + counts[0]
        }
    }
}

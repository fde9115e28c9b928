/// A word to be found in bytes without regard to the case of ASCII letters.
///
/// Looks for the word's rarest byte eight bytes at a time and compares only there: a hundred thousand lines are searched within
/// a frame.
package struct ByteNeedle: Sendable, Equatable {
    /// In lower case.
    package let bytes: [UInt8]
    /// True when case is a matter of ASCII letters only.
    package let isASCII: Bool
    private let rare: Int

    package init(_ word: String) { self.init(Array(word.lowercased().utf8)) }

    /// - Parameter bytes: In lower case.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        isASCII = bytes.allSatisfy { $0 < 0x80 }
        rare = bytes.indices.min { Self.frequency[Int(bytes[$0])] < Self.frequency[Int(bytes[$1])] } ?? 0
    }

    /// The offset of the first occurrence at or behind `start`; an empty needle is found at once.
    package func first(in text: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int? {
        guard !bytes.isEmpty else { return start <= text.count ? start : nil }
        guard text.count - start >= bytes.count else { return nil }
        return bytes.withUnsafeBufferPointer { find($0, in: text, from: start) }
    }

    private func find(_ word: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let wanted = word[rare]
        // Sets the bit that tells small letters from capitals; what becomes equal by mistake is sorted out by the comparison.
        let fold: UInt64 = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(wanted) ? 0x2020_2020_2020_2020 : 0
        let pattern = UInt64(wanted) &* 0x0101_0101_0101_0101
        let last = text.count - word.count + rare
        var index = start + rare
        let raw = UnsafeRawBufferPointer(text)
        while index + 8 <= text.count, index <= last {
            let difference = (raw.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian | fold) ^ pattern
            var zeros = (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
            while zeros != 0 {
                let found = index + zeros.trailingZeroBitCount >> 3
                if found > last { return nil }
                if Self.equals(word, text, at: found - rare) { return found - rare }
                zeros &= zeros &- 1
            }
            index += 8
        }
        while index <= last {
            if Self.equals(word, text, at: index - rare) { return index - rare }
            index += 1
        }
        return nil
    }

    private static func equals(
        _ word: UnsafeBufferPointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>, at start: Int
    ) -> Bool {
        for offset in 0..<word.count where lowered(text[start + offset]) != word[offset] { return false }
        return true
    }

    /// How often a byte stands in logs, roughly: 0 for hardly ever.
    private static let frequency: [UInt8] = {
        var table = [UInt8](repeating: 0, count: 256)
        let commonest = " e0\"1at2ion:sr3,5d4l67c8.m-u9pfh_g{}/b[]y=wvkqxzj"
        for (rank, byte) in commonest.utf8.enumerated() { table[Int(byte)] = UInt8(200 - rank) }
        return table
    }()
}

/// ASCII capitals as small letters, all other bytes as they are.
@inline(__always)
func lowered(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
}

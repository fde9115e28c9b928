/// The name of an escalation process. Two names are the same only where their bytes are: what Unicode calls equal is not.
package struct ProcessID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// - Parameter bytes: UTF-8.
    package init(bytes: some Collection<UInt8>) { text = String(decoding: bytes, as: UTF8.self) }

    package var description: String { text }

    /// A text that `String`'s own equality tells apart: the name itself where it is plain ASCII, else its bytes percent-encoded.
    package var key: String {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
        return "%" + text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    package static func == (left: ProcessID, right: ProcessID) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    package static func < (left: ProcessID, right: ProcessID) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        hasher.combine(text.utf8.count)
    }
}

/// Why the bytes of an answer could not be read. Names places, never contents.
package struct CodecError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Byte offset of the first thing that is wrong; nil where the whole is well formed but something is missing.
    package var offset: Int?
    package var reason: String

    package init(_ reason: String, at offset: Int? = nil) {
        self.reason = reason
        self.offset = offset
    }

    package var description: String { reason + (offset.map { " at byte \($0)" } ?? "") }
}

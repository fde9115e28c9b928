package import FoundationEssentials

/// Takes the bytes of an event stream in pieces of any size and gives whole messages, both checksums checked.
///
/// A message is its length, the length of its headers, the checksum of these two, headers, payload, and the checksum of all
/// before; numbers are 32 bits wide, the highest byte first. Source: smithy.io, "Amazon Event Stream Specification".
package struct EventStreamDecoder: Sendable {
    static let preludeBytes = 12
    static let overheadBytes = 16
    static let maximumHeaderBytes = 128 * 1024
    static let maximumMessageBytes = 16 << 20

    private var buffer: [UInt8] = []
    /// Bytes of `buffer` that have been read.
    private var start = 0
    /// Bytes of the stream before `buffer`, for messages about what is wrong.
    private var offset = 0

    package init() {}

    /// True when the stream may end here.
    package var isBetweenMessages: Bool { start == buffer.count }

    package mutating func append(_ bytes: Data) {
        if start > 0 {
            buffer.removeFirst(start)
            offset += start
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// - Returns: The next message; nil until more bytes have come.
    /// - Throws: When the stream is damaged. There is no way to find the next message then.
    package mutating func next() throws(CodecError) -> EventStreamMessage? {
        guard buffer.count - start >= Self.preludeBytes else { return nil }
        let total = Int(number(at: start))
        let headerBytes = Int(number(at: start + 4))
        guard number(at: start + 8) == CRC32.checksum(buffer[start..<start + 8]) else {
            throw problem("the checksum of a message's beginning is wrong")
        }
        guard total <= Self.maximumMessageBytes, headerBytes <= Self.maximumHeaderBytes,
            total >= Self.overheadBytes + headerBytes
        else { throw problem("a message of \(total) bytes with \(headerBytes) bytes of headers is not possible") }
        guard buffer.count - start >= total else { return nil }
        let end = start + total
        guard number(at: end - 4) == CRC32.checksum(buffer[start..<end - 4]) else {
            throw problem("the checksum of a message is wrong")
        }
        let payloadStart = start + Self.preludeBytes + headerBytes
        var reader = EventStreamHeaderReader(buffer[start + Self.preludeBytes..<payloadStart])
        guard let headers = reader.headers() else { throw problem("the headers of a message cannot be read") }
        defer { start = end }
        return EventStreamMessage(headers: headers, payload: Array(buffer[payloadStart..<end - 4]))
    }

    private func number(at position: Int) -> UInt32 {
        buffer[position..<position + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }

    private func problem(_ reason: String) -> CodecError { CodecError(reason, at: offset + start) }
}

/// Reads the headers of a message: name, type and value one behind the other.
struct EventStreamHeaderReader {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// - Returns: nil when they are damaged.
    mutating func headers() -> [EventStreamMessage.Header]? {
        var headers: [EventStreamMessage.Header] = []
        while !bytes.isEmpty {
            guard let length: UInt8 = number(), length > 0, let name = text(Int(length)), let type: UInt8 = number(),
                let value = value(type)
            else { return nil }
            headers.append(.init(name, value))
        }
        return headers
    }

    private mutating func value(_ type: UInt8) -> EventStreamMessage.Value? {
        switch type {
        case 0: .bool(true)
        case 1: .bool(false)
        case 2: (number() as Int8?).map { .byte($0) }
        case 3: (number() as Int16?).map { .short($0) }
        case 4: (number() as Int32?).map { .integer($0) }
        case 5: (number() as Int64?).map { .long($0) }
        case 6: (number() as UInt16?).flatMap { take(Int($0)) }.map { .bytes(Array($0)) }
        case 7: (number() as UInt16?).flatMap { text(Int($0)) }.map { .string($0) }
        case 8: (number() as Int64?).map { .timestamp(milliseconds: $0) }
        case 9: take(16).map { .uuid(Array($0)) }
        default: nil
        }
    }

    private mutating func number<Number: FixedWidthInteger>() -> Number? {
        take(MemoryLayout<Number>.size).map { bytes in
            bytes.reduce(Number.zero) { $0 << 8 | Number(truncatingIfNeeded: $1) }
        }
    }

    private mutating func text(_ count: Int) -> String? { take(count).map { String(decoding: $0, as: UTF8.self) } }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard bytes.count >= count else { return nil }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }
}

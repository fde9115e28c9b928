import FoundationEssentials
import Testing

@testable import AWS

@Suite struct EventStreamDecoderTests {
    private static let messages = [
        EventStreamMessage(
            headers: [.init(":message-type", .string("event")), .init(":event-type", .string("sessionStart"))],
            payload: Array("{}".utf8)),
        EventStreamMessage(),
        EventStreamMessage(headers: allTypes, payload: [0, 1, 255]),
    ]

    private static let allTypes: [EventStreamMessage.Header] = [
        .init("t", .bool(true)), .init("f", .bool(false)), .init("byte", .byte(-7)), .init("short", .short(-300)),
        .init("integer", .integer(.min)), .init("long", .long(.max)), .init("bytes", .bytes([1, 2])),
        .init("string", .string("é")),
        .init("timestamp", .timestamp(milliseconds: 1_705_312_830_123)), .init("uuid", .uuid([UInt8](0..<16))),
    ]

    private static let bytes = messages.flatMap(EventStreamWriter.bytes)

    private func decode(_ pieces: [some Sequence<UInt8>]) throws -> [EventStreamMessage] {
        var decoder = EventStreamDecoder()
        var messages: [EventStreamMessage] = []
        for piece in pieces {
            decoder.append(Data(piece))
            while let message = try decoder.next() { messages.append(message) }
        }
        #expect(decoder.isBetweenMessages)
        return messages
    }

    @Test func knowsTheChecksum() {
        #expect(CRC32.checksum("123456789".utf8) == 0xCBF4_3926)
        #expect(CRC32.checksum([UInt8]()) == 0)
    }

    @Test func readsAMessageOfTheSpecification() throws {
        // The example "one string header, payload" of the specification's test vectors.
        let vector: [UInt8] = [
            0x00, 0x00, 0x00, 0x3D, 0x00, 0x00, 0x00, 0x20, 0x07, 0xFD, 0x83, 0x96, 0x0C, 0x63, 0x6F, 0x6E, 0x74, 0x65, 0x6E,
            0x74, 0x2D,
            0x74, 0x79, 0x70, 0x65, 0x07, 0x00, 0x10, 0x61, 0x70, 0x70, 0x6C, 0x69, 0x63, 0x61, 0x74, 0x69, 0x6F, 0x6E, 0x2F,
            0x6A, 0x73,
            0x6F, 0x6E, 0x7B, 0x27, 0x66, 0x6F, 0x6F, 0x27, 0x3A, 0x27, 0x62, 0x61, 0x72, 0x27, 0x7D, 0x8D, 0x9C, 0x08, 0xB1,
        ]
        let message = try #require(try decode([vector]).first)
        #expect(message.string("content-type") == "application/json")
        #expect(String(decoding: message.payload, as: UTF8.self) == "{'foo':'bar'}")
    }

    @Test func readsTheSameHoweverItIsCut() throws {
        #expect(try decode([Self.bytes]) == Self.messages)
        #expect(try decode(Self.bytes.map { [$0] }) == Self.messages)
        for cut in Self.bytes.indices {
            #expect(try decode([Self.bytes[..<cut], Self.bytes[cut...]]) == Self.messages)
        }
    }

    @Test func givesNothingOfACutMessage() throws {
        let first = EventStreamWriter.bytes(Self.messages[2])
        for count in 1..<first.count {
            var decoder = EventStreamDecoder()
            decoder.append(Data(first[..<count]))
            #expect(try decoder.next() == nil)
            #expect(!decoder.isBetweenMessages)
        }
    }

    @Test func noticesEveryDamagedByte() {
        let whole = EventStreamWriter.bytes(Self.messages[2])
        for position in whole.indices {
            for damage in [0x01, 0x80, 0xFF] as [UInt8] {
                var damaged = whole
                damaged[position] ^= damage
                var decoder = EventStreamDecoder()
                decoder.append(Data(damaged))
                #expect(throws: CodecError.self, "byte \(position)") { _ = try decoder.next() }
            }
        }
    }

    @Test(arguments: [(15, 0), (16, 1), (100, 128 * 1024 + 1), ((16 << 20) + 1, 0), (200_000, 199_985)])
    func refusesImpossibleLengthsBeforeWaitingForThem(total: Int, headers: Int) {
        var prelude = EventStreamWriter.number(UInt32(total)) + EventStreamWriter.number(UInt32(headers))
        prelude += EventStreamWriter.number(CRC32.checksum(prelude))
        var decoder = EventStreamDecoder()
        decoder.append(Data(prelude))
        #expect(throws: CodecError.self) { _ = try decoder.next() }
    }

    @Test func refusesDamagedHeaders() {
        for headers: [UInt8] in [
            [0], [1], [1, 0x61], [1, 0x61, 10], [1, 0x61, 7, 0], [1, 0x61, 7, 0, 2, 0x62], [1, 0x61, 9, 1, 2], [5, 0x61, 0],
        ] {
            var decoder = EventStreamDecoder()
            decoder.append(Data(EventStreamWriter.bytes(rawHeaders: headers, payload: [])))
            #expect(throws: CodecError.self, "\(headers)") { _ = try decoder.next() }
        }
    }

    @Test func tellsEventsFromFailures() {
        func kind(_ headers: [(String, String)]) -> EventStreamMessage.Kind {
            EventStreamMessage(headers: headers.map { .init($0.0, .string($0.1)) }).kind
        }
        #expect(kind([(":message-type", "event"), (":event-type", "x")]) == .event(type: "x"))
        #expect(kind([(":message-type", "exception"), (":exception-type", "Y")]) == .exception(type: "Y"))
        #expect(
            kind([(":message-type", "error"), (":error-code", "c"), (":error-message", "m")]) == .error(code: "c", message: "m"))
        #expect(kind([]) == .unknown && kind([(":message-type", "other")]) == .unknown)
    }
}

/// Writes what the decoder reads.
enum EventStreamWriter {
    static func bytes(_ message: EventStreamMessage) -> [UInt8] {
        bytes(rawHeaders: message.headers.flatMap(header), payload: message.payload)
    }

    static func event(_ type: String, _ json: String) -> [UInt8] {
        let headers = [":message-type": "event", ":event-type": type, ":content-type": "application/json"]
        return bytes(EventStreamMessage(headers: headers.map { .init($0, .string($1)) }, payload: Array(json.utf8)))
    }

    static func bytes(rawHeaders headers: [UInt8], payload: [UInt8]) -> [UInt8] {
        var bytes = number(UInt32(16 + headers.count + payload.count)) + number(UInt32(headers.count))
        bytes += number(CRC32.checksum(bytes))
        bytes += headers + payload
        return bytes + number(CRC32.checksum(bytes))
    }

    static func number(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }

    private static func header(_ header: EventStreamMessage.Header) -> [UInt8] {
        let name = Array(header.name.utf8)
        return [UInt8(name.count)] + name + value(header.value)
    }

    private static func value(_ value: EventStreamMessage.Value) -> [UInt8] {
        switch value {
        case .bool(let flag): [flag ? 0 : 1]
        case .byte(let number): [2] + self.number(number)
        case .short(let number): [3] + self.number(number)
        case .integer(let number): [4] + self.number(number)
        case .long(let number): [5] + self.number(number)
        case .bytes(let bytes): [6] + number(UInt16(bytes.count)) + bytes
        case .string(let text): [7] + number(UInt16(text.utf8.count)) + text.utf8
        case .timestamp(let milliseconds): [8] + number(milliseconds)
        case .uuid(let bytes): [9] + bytes
        }
    }
}

/// One message of an event stream. Source: smithy.io, "Amazon Event Stream Specification".
package struct EventStreamMessage: Sendable, Equatable {
    package enum Value: Sendable, Equatable {
        case bool(Bool)
        case byte(Int8)
        case short(Int16)
        case integer(Int32)
        case long(Int64)
        case bytes([UInt8])
        case string(String)
        /// Milliseconds since 1970.
        case timestamp(milliseconds: Int64)
        /// Sixteen bytes.
        case uuid([UInt8])
    }

    package struct Header: Sendable, Equatable {
        package var name: String
        package var value: Value

        package init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    package var headers: [Header]
    package var payload: [UInt8]

    package init(headers: [Header] = [], payload: [UInt8] = []) {
        self.headers = headers
        self.payload = payload
    }

    /// What a message is about.
    package enum Kind: Sendable, Equatable {
        case event(type: String)
        /// A modelled failure; the payload is its JSON.
        case exception(type: String)
        case error(code: String, message: String)
        case unknown
    }

    package var kind: Kind {
        switch string(":message-type") {
        case "event": .event(type: string(":event-type") ?? "")
        case "exception": .exception(type: string(":exception-type") ?? "")
        case "error": .error(code: string(":error-code") ?? "", message: string(":error-message") ?? "")
        default: .unknown
        }
    }

    package func string(_ name: String) -> String? {
        for header in headers where header.name == name {
            if case .string(let text) = header.value { return text }
        }
        return nil
    }
}

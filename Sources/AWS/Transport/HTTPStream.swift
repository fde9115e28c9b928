package import FoundationEssentials
import Synchronization

/// An answer whose body is read piece by piece, for answers that have no end of their own. One task reads it.
package struct HTTPStream: Sendable {
    package let status: Int
    package let headers: [(name: String, value: String)]
    private let read: @Sendable () async throws -> Data?

    /// - Parameter next: Gives the pieces in order, then nil; throws ``TransportError``.
    package init(
        status: Int, headers: [(name: String, value: String)] = [], next: @escaping @Sendable () async throws -> Data?
    ) {
        self.status = status
        self.headers = headers
        read = next
    }

    /// The next bytes, never empty; nil at the end.
    ///
    /// While nobody asks, little is buffered and the far end is made to wait. Cancelling the task, or letting the last copy of
    /// the stream go, ends the transfer.
    /// - Throws: ``TransportError``; `.interrupted` when the body was cut.
    package func next() async throws -> Data? { try await read() }

    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The rest in one piece.
    /// - Parameter limit: Bytes; what comes after them is left unread.
    package func rest(limit: Int) async throws -> Data {
        var rest = Data()
        while rest.count < limit, let piece = try await next() { rest += piece }
        return rest.prefix(limit)
    }
}

extension HTTPStream {
    /// A whole answer as a stream of one piece.
    package init(_ response: HTTPResponse) {
        let body = Unread(response.body)
        self.init(status: response.status, headers: response.headers) { body.take() }
    }

    private final class Unread: Sendable {
        private let data: Mutex<Data?>

        init(_ data: Data) { self.data = Mutex(data.isEmpty ? nil : data) }

        func take() -> Data? {
            data.withLock { data in
                defer { data = nil }
                return data
            }
        }
    }
}

extension Transport {
    /// For transports whose answers are whole anyway.
    package func stream(_ request: HTTPRequest) async throws -> HTTPStream { HTTPStream(try await send(request)) }
}

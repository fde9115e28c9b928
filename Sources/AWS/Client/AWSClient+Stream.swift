import FoundationEssentials
import Synchronization

extension AWSClient {
    /// Opens a stream of events: signed once, and tried again, as any call, until it stands; never after that.
    /// - Throws: ``AWSError``.
    package func stream<Operation: StreamOperation>(
        _ operation: Operation.Type, _ input: Operation.Input
    ) async throws(AWSError) -> EventStream<Operation> {
        let opened = Opened()
        let transport = transport
        try await call(operation, input) { request in
            let stream = try await transport.stream(request)
            guard (200..<300).contains(stream.status) else {
                let body = try await stream.rest(limit: 64 * 1024)
                return HTTPResponse(status: stream.status, headers: stream.headers, body: body)
            }
            opened.keep(stream)
            return HTTPResponse(status: stream.status, headers: stream.headers)
        }
        let name = CallName(target: Operation.target, region: region)
        // The call has succeeded, so its last attempt has left a stream.
        guard let stream = opened.take() else { throw .cancelled(name) }
        return EventStream(stream, call: name)
    }

    /// The stream of the last attempt, on its way out of the call.
    private final class Opened: Sendable {
        private let stream = Mutex<HTTPStream?>(nil)

        func keep(_ stream: HTTPStream) { self.stream.withLock { $0 = stream } }
        func take() -> HTTPStream? { stream.withLock { $0.take() } }
    }
}

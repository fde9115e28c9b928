package import AWS
import Foundation
import Glibc
import Synchronization

/// An HTTP server on loopback that answers as a test says, raw faults included. Stops with its last reference.
package final class FakeAWSServer: Sendable {
    package enum Reply: Sendable {
        case answer(HTTPResponse)
        /// Exactly these bytes, then the connection is closed.
        case bytes(String)
        /// What a test feeds, head included, as it comes; then the connection is closed.
        case feed(ByteFeed)
        /// Exactly these bytes, then nothing until the client goes away.
        case bytesThenHang(String)
        /// The connection is broken without an answer.
        case reset
        /// Nothing, until the client goes away.
        case hang
    }

    /// What a test may wait for.
    package enum Event: Sendable, Equatable {
        case connected
        case requested(path: String)
        /// The client closed a connection.
        case disconnected
    }

    package let port: UInt16
    package let events: AsyncStream<Event>
    private let continuation: AsyncStream<Event>.Continuation
    private let listener: Int32
    private let log = Mutex(Log())

    private struct Log {
        var requests: [HTTPRequest] = []
        var connections = 0
        var open: Set<Int32> = []
    }

    /// - Parameter answer: Called on a thread of its own for each connection.
    package init(_ answer: @escaping @Sendable (HTTPRequest) -> Reply) throws {
        port = try Loopback.freePort()
        listener = try Loopback.listen(on: port)
        (events, continuation) = AsyncStream.makeStream()
        let listener = listener
        Thread.detachNewThread { [weak self] in
            while case let descriptor = accept(listener, nil, nil), descriptor >= 0 {
                guard let connection = self?.connected(descriptor) else { break }
                Thread.detachNewThread { [weak self] in connection.serve(answer) { self?.note($0, on: connection) } }
            }
            close(listener)
        }
    }

    deinit {
        // Ends accept and every read; the threads then close what is theirs.
        shutdown(listener, Int32(SHUT_RDWR))
        for descriptor in log.withLock({ $0.open }) { shutdown(descriptor, Int32(SHUT_RDWR)) }
        continuation.finish()
    }

    package var requests: [HTTPRequest] { log.withLock { $0.requests } }
    package var connections: Int { log.withLock { $0.connections } }

    /// A request to this server.
    package func request(_ method: String = "GET", _ path: String = "/", body: String = "", timeout: Duration = .seconds(45))
        -> HTTPRequest
    {
        HTTPRequest(
            method: method, scheme: "http", host: "127.0.0.1", port: Int(port), path: path, body: Data(body.utf8),
            timeout: timeout)
    }

    /// Returns when `event` has happened.
    package func wait(for event: Event) async {
        for await happened in events where happened == event { return }
    }

    private func connected(_ descriptor: Int32) -> FakeAWSConnection {
        log.withLock {
            $0.connections += 1
            $0.open.insert(descriptor)
        }
        continuation.yield(.connected)
        return FakeAWSConnection(descriptor: descriptor)
    }

    private func note(_ request: HTTPRequest?, on connection: FakeAWSConnection) {
        if let request {
            log.withLock { $0.requests.append(request) }
            continuation.yield(.requested(path: request.path))
        } else {
            log.withLock { _ = $0.open.remove(connection.descriptor) }
            continuation.yield(.disconnected)
        }
    }
}

/// One connection of a ``FakeAWSServer``, kept alive until either side ends it.
struct FakeAWSConnection: Sendable {
    let descriptor: Int32

    /// - Parameter note: Called with each request, and with nil at the end, before the descriptor may be used anew.
    func serve(_ answer: (HTTPRequest) -> FakeAWSServer.Reply, note: (HTTPRequest?) -> Void) {
        defer {
            note(nil)
            close(descriptor)
        }
        while let request = readRequest() {
            note(request)
            switch answer(request) {
            case .answer(let response): write(Self.serialized(response))
            case .bytes(let bytes): return write(Data(bytes.utf8))
            case .feed(let feed):
                while let piece = feed.next() { write(piece) }
                return
            case .reset:
                // A linger time of 0 makes close send RST instead of FIN.
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
                return
            case .bytesThenHang(let bytes):
                write(Data(bytes.utf8))
                while readByte() != nil {}
                return
            case .hang:
                while readByte() != nil {}
                return
            }
        }
    }

    private func readRequest() -> HTTPRequest? {
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            guard let byte = readByte() else { return nil }
            head.append(byte)
        }
        let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n").filter { !$0.isEmpty }
        let words = lines[0].split(separator: " ")
        let target = words[1].split(separator: "?", maxSplits: 1).map(String.init)
        let headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: String(parts[0]), value: parts[1].trimmingCharacters(in: .whitespaces))
        }
        var request = HTTPRequest(
            method: String(words[0]), scheme: "http", host: "127.0.0.1", path: target[0],
            query: target.count > 1 ? target[1] : nil,
            headers: headers)
        let length = request.header("Content-Length").flatMap { Int($0) } ?? 0
        request.body = Data((0..<length).compactMap { _ in readByte() })
        return request
    }

    private func readByte() -> UInt8? {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, 0) == 1 ? byte : nil
    }

    private func write(_ data: Data) {
        data.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = send(
                    descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
                guard count > 0 else { return }
                sent += count
            }
        }
    }

    private static func serialized(_ response: HTTPResponse) -> Data {
        var head = "HTTP/1.1 \(response.status) Status\r\n"
        for (name, value) in response.headers { head += "\(name): \(value)\r\n" }
        return Data((head + "Content-Length: \(response.body.count)\r\n\r\n").utf8) + response.body
    }
}

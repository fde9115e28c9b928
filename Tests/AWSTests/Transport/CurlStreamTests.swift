import Foundation
import Support
import Testing

@testable import AWS

/// Streams over libcurl, against a server that is fed by the test.
@Suite(.timeLimit(.minutes(1))) struct CurlStreamTests {
    private let transport = CurlTransport()

    private func code(_ body: () async throws -> Void) async -> TransportError.Code? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? TransportError)?.code
        }
    }

    @Test func givesTheHeadBeforeThereIsABody() async throws {
        let feed = ByteFeed()
        let server = try FakeAWSServer { _ in .feed(feed) }
        feed.send("HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n")
        feed.sendHead(status: 203, headers: [("X-Name", "value")])
        let stream = try await transport.stream(server.request("POST", body: "x"))
        #expect(stream.status == 203 && stream.header("x-name") == "value" && stream.header("X-Interim") == nil)
        for piece in ["one", "two"] {
            feed.send(piece)
            #expect(try await stream.next() == Data(piece.utf8))
        }
        feed.end()
        #expect(try await stream.next() == nil)
        #expect(try await stream.next() == nil)
    }

    @Test func losesNothingWhenTheReaderIsSlow() async throws {
        let feed = ByteFeed()
        let server = try FakeAWSServer { _ in .feed(feed) }
        feed.sendHead()
        let piece = Data((0..<65_536).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        for _ in 0..<64 { feed.send(piece) }
        feed.end()
        let stream = try await transport.stream(server.request())
        // Others get through while nobody reads: the event thread does not wait.
        let other = try FakeAWSServer { _ in .answer(HTTPResponse(status: 200)) }
        for _ in 0..<5 { #expect(try await transport.send(other.request()).status == 200) }
        var received = Data()
        while let next = try await stream.next() {
            #expect(next.count <= BodyPipe.capacityBytes + 128 * 1024)
            received += next
        }
        #expect(received.count == 64 * piece.count)
        #expect((0..<64).allSatisfy { received.dropFirst($0 * piece.count).prefix(piece.count).elementsEqual(piece) })
    }

    @Test func endsTheTransferWhenTheReaderIsCancelled() async throws {
        let feed = ByteFeed()
        let server = try FakeAWSServer { request in request.path == "/hang" ? .hang : .feed(feed) }
        feed.sendHead()
        let stream = try await transport.stream(server.request())
        let reader = Task { try await stream.next() }
        reader.cancel()
        let outcome = await reader.result
        #expect(throws: TransportError(.cancelled, "The request was cancelled.")) { try outcome.get() }
        // Nobody has answered yet: cancelling ends the wait for the head, too.
        let opening = Task { [transport] in try await transport.stream(server.request("GET", "/hang")) }
        await server.wait(for: .requested(path: "/hang"))
        opening.cancel()
        let opened = await opening.result
        #expect(throws: TransportError.self) { _ = try opened.get() }
        await server.wait(for: .disconnected)
    }

    @Test func endsTheTransferWhenTheStreamIsLetGo() async throws {
        let server = try FakeAWSServer { _ in .bytesThenHang("HTTP/1.1 200 OK\r\n\r\nfirst") }
        do {
            let stream = try await transport.stream(server.request())
            #expect(try await stream.next() == Data("first".utf8))
        }
        await server.wait(for: .disconnected)
    }

    @Test func tellsACutBodyFromAnEnd() async throws {
        let cut = try FakeAWSServer { _ in .bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort") }
        let stream = try await transport.stream(cut.request())
        #expect(try await stream.next() == Data("short".utf8))
        #expect(await code { _ = try await stream.next() } == .interrupted)
        let reset = try FakeAWSServer { _ in .reset }
        #expect(await code { _ = try await transport.stream(reset.request()) } == .interrupted)
    }

    @Test func givesUpOnSilenceBeforeAndBehindTheHead() async throws {
        let silent = try FakeAWSServer { _ in .hang }
        #expect(await code { _ = try await transport.stream(silent.request(timeout: .milliseconds(100))) } == .timedOut)
        let stopped = try FakeAWSServer { _ in .bytesThenHang("HTTP/1.1 200 OK\r\n\r\nfirst") }
        let stream = try await transport.stream(stopped.request(timeout: .milliseconds(200)))
        #expect(try await stream.next() == Data("first".utf8))
        #expect(await code { _ = try await stream.next() } == .timedOut)
    }

    @Test func endsStreamsAtShutdown() async throws {
        let transport = CurlTransport()
        let server = try FakeAWSServer { _ in .bytesThenHang("HTTP/1.1 200 OK\r\n\r\nfirst") }
        let stream = try await transport.stream(server.request())
        transport.shutdown()
        _ = try? await stream.next()
        #expect(await code { _ = try await stream.next() } == .cancelled)
        #expect(await code { _ = try await transport.stream(server.request()) } == .cancelled)
    }

    @Test func makesAStreamOfAWholeAnswer() async throws {
        let fake = FakeAWSTransport([.json(200, "body"), .answer(HTTPResponse(status: 204))])
        let request = HTTPRequest(method: "GET", host: "x")
        let stream = try await fake.stream(request)
        #expect(try await stream.next() == Data("body".utf8))
        #expect(try await stream.next() == nil)
        #expect(try await fake.stream(request).next() == nil)
    }
}

@Suite struct BodyPipeTests {
    private func offer(_ pipe: BodyPipe, _ count: Int) -> Bool {
        [UInt8](repeating: 1, count: count).withUnsafeBytes { pipe.offer($0) }
    }

    private func read(_ pipe: BodyPipe) async throws -> (Data?, mayGoOn: Bool) {
        var mayGoOn = false
        let data: Data? = try await withCheckedThrowingContinuation { mayGoOn = pipe.read($0) }
        return (data, mayGoOn)
    }

    @Test func holdsBackAboveItsCapacity() async throws {
        let pipe = BodyPipe()
        var taken = 0
        while offer(pipe, 16_384) { taken += 16_384 }
        #expect(taken == BodyPipe.capacityBytes)
        #expect(!offer(pipe, 1))
        let (data, mayGoOn) = try await read(pipe)
        #expect(data?.count == taken && mayGoOn)
        #expect(offer(pipe, 1))
        #expect(try await read(pipe).mayGoOn == false)
    }

    @Test func givesWhatIsUnreadBeforeTheEnd() async throws {
        let pipe = BodyPipe()
        #expect(offer(pipe, 3))
        pipe.end(.failure(TransportError(.interrupted, "cut")))
        pipe.end(.success(()))
        #expect(try await read(pipe).0?.count == 3)
        await #expect(throws: TransportError(.interrupted, "cut")) { _ = try await read(pipe) }
    }
}

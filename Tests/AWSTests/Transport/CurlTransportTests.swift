import Foundation
import Support
import Testing

@testable import AWS

/// libcurl itself, against a server on loopback that can break everything.
@Suite(.timeLimit(.minutes(1))) struct CurlTransportTests {
    private let transport = CurlTransport()

    private func code(_ request: HTTPRequest, _ transport: CurlTransport? = nil) async -> TransportError.Code? {
        do {
            _ = try await (transport ?? self.transport).send(request)
            return nil
        } catch {
            return (error as? TransportError)?.code
        }
    }

    private static func text(_ status: Int = 200, _ body: String) -> FakeAWSServer.Reply {
        .answer(HTTPResponse(status: status, headers: [("X-Name", " value ")], body: Data(body.utf8)))
    }

    @Test func sendsBytesAsTheyAreAndReadsTheAnswer() async throws {
        let server = try FakeAWSServer { Self.text(418, "\($0.method) \(String(decoding: $0.body, as: UTF8.self))") }
        var request = server.request("POST", "/a/../b%2F//c", body: "x\u{0}y")
        request.query = "b=2&a"
        request.headers = [("X-One", "1"), ("X-Empty", "")]
        let response = try await transport.send(request)
        #expect(response.status == 418)
        #expect(response.header("x-name") == "value")
        #expect(response.body == Data("POST x\u{0}y".utf8))
        let received = server.requests[0]
        #expect(received.path == "/a/../b%2F//c" && received.query == "b=2&a")
        #expect(received.header("X-One") == "1" && received.header("X-Empty") == "")
        for name in ["Expect", "Content-Type"] { #expect(received.header(name) == nil) }
    }

    @Test(arguments: ["GET", "POST", "PUT", "DELETE", "PATCH"])
    func sendsEveryMethodWithAndWithoutABody(method: String) async throws {
        let server = try FakeAWSServer { Self.text(200, "\($0.method)/\($0.body.count)") }
        for body in ["", "abc"] {
            let response = try await transport.send(server.request(method, body: body))
            #expect(String(decoding: response.body, as: UTF8.self) == "\(method)/\(body.count)")
        }
    }

    @Test func keepsOneConnectionForManyRequests() async throws {
        let server = try FakeAWSServer { _ in Self.text(200, "ok") }
        for _ in 0..<20 { _ = try await transport.send(server.request()) }
        #expect(server.connections == 1)
        #expect(server.requests.count == 20)
    }

    @Test func opensAConnectionOfItsOwnForAChange() async throws {
        let server = try FakeAWSServer { _ in Self.text(200, "ok") }
        var change = server.request("POST")
        change.mayRepeat = false
        for request in [server.request(), change, change] { _ = try await transport.send(request) }
        #expect(server.connections == 3)
    }

    @Test func boundsConnectionsPerHost() async throws {
        let server = try FakeAWSServer { _ in Self.text(200, "ok") }
        var settings = CurlSettings()
        settings.maximumConnectionsPerHost = 3
        let transport = CurlTransport(settings)
        try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
            for _ in 0..<60 { group.addTask { try await transport.send(server.request()) } }
            for try await response in group { #expect(response.status == 200) }
        }
        #expect(server.connections <= 3)
        #expect(server.requests.count == 60)
    }

    @Test func unpacksGzip() async throws {
        // gzip of {"ok":true}
        let packed = try #require(Data(base64Encoded: "H4sIAAAAAAACA6tWys9WsiopKk2tBQCQX9SnCwAAAA=="))
        let server = try FakeAWSServer { request in
            #expect(request.header("Accept-Encoding") == "gzip")
            return .answer(HTTPResponse(status: 200, headers: [("Content-Encoding", "gzip")], body: packed))
        }
        #expect(try await transport.send(server.request()).body == Data(#"{"ok":true}"#.utf8))
    }

    @Test func doesNotFollowRedirects() async throws {
        let server = try FakeAWSServer { _ in .answer(HTTPResponse(status: 302, headers: [("Location", "/elsewhere")])) }
        #expect(try await transport.send(server.request()).status == 302)
        #expect(server.requests.count == 1)
    }

    @Test func forgetsTheHeadersOfAnInterimAnswer() async throws {
        let server = try FakeAWSServer { _ in
            .bytes("HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\nHTTP/1.1 200 OK\r\nX-Final: 2\r\nContent-Length: 2\r\n\r\nok")
        }
        let response = try await transport.send(server.request("POST", body: "x"))
        #expect(response.header("X-Interim") == nil && response.header("X-Final") == "2")
    }

    @Test func tellsRefusedFromBroken() async throws {
        let port = Int(try Loopback.freePort())
        #expect(await code(HTTPRequest(method: "GET", scheme: "http", host: "127.0.0.1", port: port)) == .notConnected)
        #expect(await code(HTTPRequest(method: "GET", scheme: "http", host: "no-such-host.invalid")) == .notConnected)
        let replies: [FakeAWSServer.Reply] = [
            .reset, .bytes(""), .bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"), .bytes("nonsense\r\n\r\n"),
            .bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
            .bytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope"),
        ]
        for reply in replies {
            let server = try FakeAWSServer { _ in reply }
            #expect(await code(server.request("POST", body: "x")) == .interrupted)
        }
    }

    @Test func givesUpOnAServerThatDoesNotAnswer() async throws {
        let server = try FakeAWSServer { _ in .hang }
        let start = ContinuousClock.now
        #expect(await code(server.request(timeout: .milliseconds(200))) == .timedOut)
        #expect(ContinuousClock.now - start >= .milliseconds(200))
        await server.wait(for: .disconnected)
    }

    @Test func countsTheWaitForAFreeConnection() async throws {
        let server = try FakeAWSServer { _ in .hang }
        var settings = CurlSettings()
        settings.maximumConnectionsPerHost = 1
        let transport = CurlTransport(settings)
        let first = Task { await code(server.request("GET", "/first"), transport) }
        await server.wait(for: .requested(path: "/first"))
        #expect(await code(server.request(timeout: .milliseconds(50)), transport) == .notConnected)
        first.cancel()
        #expect(await first.value == .cancelled)
    }

    @Test func endsTheTransfer_WhenTheTaskIsCancelled() async throws {
        let server = try FakeAWSServer { _ in .hang }
        let task = Task { await code(server.request("GET", "/slow", timeout: .seconds(600))) }
        await server.wait(for: .requested(path: "/slow"))
        task.cancel()
        #expect(await task.value == .cancelled)
        await server.wait(for: .disconnected)
    }

    @Test func sendsNothing_WhenTheTaskIsCancelledBefore() async throws {
        let server = try FakeAWSServer { _ in Self.text(200, "ok") }
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await code(server.request())
        }
        #expect(await task.value == .cancelled)
        _ = try await transport.send(server.request("GET", "/next"))
        #expect(server.requests.map(\.path) == ["/next"])
    }

    @Test func refusesAnAnswerThatIsTooLong() async throws {
        var settings = CurlSettings()
        settings.maximumBodyBytes = 1000
        let server = try FakeAWSServer { Self.text(200, String(repeating: "x", count: $0.path == "/long" ? 1001 : 1000)) }
        let transport = CurlTransport(settings)
        #expect(await code(server.request("GET", "/fits"), transport) == nil)
        #expect(await code(server.request("GET", "/long"), transport) == .invalid)
        #expect(await code(server.request("GET", "/fits"), transport) == nil)
    }

    @Test func refusesAddressesAndHeadersThatAreNone() async throws {
        let server = try FakeAWSServer { _ in Self.text(200, "ok") }
        var split = server.request()
        split.headers = [("X-A", "1\r\nX-B: 2")]
        #expect(await code(split) == .invalid)
        #expect(await code(server.request("GET", "/a b")) == .invalid)
        #expect(await code(HTTPRequest(method: "GET", scheme: "file", host: "localhost", path: "/etc/hostname")) == .invalid)
        #expect(server.requests.isEmpty)
    }

    @Test func trustsNothingThatTheBundleDoesNotName() async throws {
        var settings = CurlSettings()
        settings.certificateBundle = "/nonexistent/bundle.pem"
        // Plain HTTP on a TLS port: the handshake fails before anything is sent, the bundle even before that.
        let server = try FakeAWSServer { _ in Self.text(200, "ok") }
        var request = server.request()
        request.scheme = "https"
        #expect(await code(request, CurlTransport(settings)) == .tls)
    }

    @Test func answersEverybody_WhenItIsShutDown() async throws {
        let server = try FakeAWSServer { _ in .hang }
        let transport = CurlTransport()
        let task = Task { await code(server.request("GET", "/slow"), transport) }
        await server.wait(for: .requested(path: "/slow"))
        transport.shutdown()
        #expect(await task.value == .cancelled)
        #expect(await code(server.request(), transport) == .cancelled)
        transport.shutdown()
    }

    @Test func readsItsSettingsFromTheEnvironment() {
        let settings = CurlSettings(environment: ["AWS_CA_BUNDLE": "/ca.pem", "HTTP_PROXY": "http://proxy:1"])
        #expect(settings.certificateBundle == "/ca.pem" && settings.plainProxy == "http://proxy:1")
        let small = CurlSettings(environment: [
            "AWS_CA_BUNDLE": "", "HTTP_PROXY": "http://proxy:1", "http_proxy": "http://other:1",
        ])
        #expect(small.certificateBundle == nil && small.plainProxy == nil)
    }
}

package import FoundationEssentials

/// One HTTP request, ready to send: what the signer has signed is what goes out, byte for byte.
package struct HTTPRequest: Sendable, Equatable {
    package var method: String
    /// `https://host[:port]`, without path.
    package var scheme: String
    package var host: String
    package var port: Int?
    /// Percent-encoded, begins with `/`.
    package var path: String
    /// Percent-encoded, without `?`; nil for none.
    package var query: String?
    /// In the order in which they are sent; names as written, compared without case.
    package var headers: [(name: String, value: String)]
    package var body: Data
    /// From the first byte to the last, connection included.
    package var timeout: Duration
    /// False for a change: then not even the transport may quietly send it again on a fresh connection.
    package var mayRepeat = true

    package init(
        method: String, scheme: String = "https", host: String, port: Int? = nil, path: String = "/", query: String? = nil,
        headers: [(name: String, value: String)] = [], body: Data = Data(), timeout: Duration = .seconds(30)
    ) {
        self.method = method
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }

    /// `host` or `host:port` as the Host header has it: the scheme's own port is left out.
    package var authority: String {
        guard let port, port != (scheme == "https" ? 443 : 80) else { return host }
        return "\(host):\(port)"
    }

    package var url: String { "\(scheme)://\(authority)\(path)" + (query.map { "?" + $0 } ?? "") }

    /// The first value of a header, found without regard to case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    package static func == (left: HTTPRequest, right: HTTPRequest) -> Bool {
        left.method == right.method && left.url == right.url && left.body == right.body && left.timeout == right.timeout
            && left.mayRepeat == right.mayRepeat
            && left.headers.count == right.headers.count
            && zip(left.headers, right.headers).allSatisfy { $0.name == $1.name && $0.value == $1.value }
    }
}

/// A whole answer.
package struct HTTPResponse: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: Data

    package init(status: Int, headers: [(name: String, value: String)] = [], body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// Why no answer came.
package struct TransportError: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        /// Name look-up failed, refused, unreachable: nothing reached the service.
        case notConnected
        /// The connection broke, or the answer was cut, after something may have been sent.
        case interrupted
        case timedOut
        /// The certificate was not accepted. Never retried.
        case tls
        case cancelled
        /// The URL or an option was refused by the transport itself.
        case invalid
    }

    package var code: Code
    /// For a person; names the host, never a header or a body.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// True when the service cannot have seen the request, so that even a change may be sent again.
    package var isSafeToRepeat: Bool { code == .notConnected }
}

/// Bytes out, bytes in. The real one is ``CurlTransport``; the practice world answers the same calls in process.
package protocol Transport: Sendable {
    /// - Throws: ``TransportError``. An HTTP status, whatever it is, is an answer and no error.
    ///   Cancelling the task ends the transfer.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse
    /// Returns as soon as the answer's head is there; its body is read from the stream. `request.timeout` is then the longest
    /// silence, before the head and between two pieces.
    /// - Throws: ``TransportError``, as ``send(_:)`` does.
    func stream(_ request: HTTPRequest) async throws -> HTTPStream
}

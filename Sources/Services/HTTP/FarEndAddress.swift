import AWS
import FoundationEssentials

/// Where an HTTP service is: scheme, host and port, and the path that all its own paths follow.
struct FarEndAddress: Sendable, Equatable {
    var web: WebAddress

    /// - Parameter text: `https://host[:port][/path]`, or a host alone, which means https.
    init?(_ text: String) {
        guard let web = WebAddress(text.contains("://") ? text : "https://" + text) else { return nil }
        self.web = web
    }

    /// - Parameter path: Percent-encoded, begins with `/`.
    func request(_ method: String, _ path: String, query: String? = nil, timeout: Duration) -> HTTPRequest {
        let base = web.path.hasSuffix("/") ? String(web.path.dropLast()) : web.path
        var request = HTTPRequest(
            method: method, scheme: web.scheme, host: web.host, port: web.port, path: base + path, query: query, timeout: timeout)
        // What calls people must not be sent again behind our back.
        request.mayRepeat = method == "GET"
        return request
    }

    /// A request to the address itself, its query included.
    func request(_ method: String, body: Data, timeout: Duration) -> HTTPRequest {
        var request = HTTPRequest(
            method: method, scheme: web.scheme, host: web.host, port: web.port, path: web.path.isEmpty ? "/" : web.path,
            query: web.query, body: body, timeout: timeout)
        request.mayRepeat = false
        return request
    }
}

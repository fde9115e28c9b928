import CCurl
import FoundationEssentials

/// Writes a request into a libcurl handle.
struct CurlOptions {
    let easy: UnsafeMutableRawPointer
    let request: HTTPRequest

    func setReceivers(to context: UnsafeMutableRawPointer, errorText: UnsafeMutablePointer<CChar>) throws(TransportError) {
        try set(CURLOPT_PRIVATE, context)
        try set(CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(errorText))
        try set(CURLOPT_WRITEDATA, context)
        try set(CURLOPT_HEADERDATA, context)
        try check(
            cc_set_receive(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                guard let context else { return 0 }
                let received = UnsafeRawBufferPointer(start: bytes, count: size * count)
                return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().receive(received)
            })
        try check(
            cc_set_receive(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
                guard let context else { return 0 }
                let received = UnsafeRawBufferPointer(start: bytes, count: size * count)
                Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().receive(headerLine: received)
                return received.count
            })
    }

    func setConnection(_ settings: CurlSettings) throws(TransportError) {
        guard !request.url.utf8.contains(where: { $0 <= UInt8(ascii: " ") }) else {
            throw TransportError(.invalid, "The address of \(request.host) has a space or a control character in it.")
        }
        try set(CURLOPT_URL, request.url)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_PATH_AS_IS, 1)
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_CONNECTTIMEOUT_MS, Int(settings.connectTimeout.milliseconds))
        try set(CURLOPT_NOSIGNAL, 1)
        // Without it, ending a transfer waits for its name look-up, and every other transfer with it.
        try set(CURLOPT_QUICK_EXIT, 1)
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        try set(CURLOPT_ACCEPT_ENCODING, "gzip")
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        // A kept connection that turns out dead makes libcurl send again by itself; a change must not go out twice.
        if !request.mayRepeat { try set(CURLOPT_FRESH_CONNECT, 1) }
        if settings.ignoresProxies { try set(CURLOPT_NOPROXY, "*") }
        if request.scheme == "http" {
            if let proxy = settings.plainProxy { try set(CURLOPT_PROXY, proxy) }
        } else {
            try setTLS(settings)
        }
    }

    private func setTLS(_ settings: CurlSettings) throws(TransportError) {
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        // Wait for the first connection to say whether it takes many requests before opening a second.
        try set(CURLOPT_PIPEWAIT, 1)
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let bundle = settings.certificateBundle { try set(CURLOPT_CAINFO, bundle) }
    }

    func setMethodAndBody() throws(TransportError) {
        switch request.method {
        case "GET" where request.body.isEmpty: try set(CURLOPT_HTTPGET, 1)
        case "HEAD": try set(CURLOPT_NOBODY, 1)
        case "POST": try setBody()
        default:
            if !request.body.isEmpty { try setBody() }
            try set(CURLOPT_CUSTOMREQUEST, request.method)
        }
    }

    private func setBody() throws(TransportError) {
        try set(CURLOPT_POST, 1)
        try check(cc_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count)))
        let code = request.body.withUnsafeBytes { bytes in
            // libcurl copies the bytes; an empty body still needs an address, or libcurl would ask for a read callback.
            guard let start = bytes.baseAddress else { return cc_set_string(easy, CURLOPT_COPYPOSTFIELDS, "") }
            return cc_set_string(easy, CURLOPT_COPYPOSTFIELDS, start.assumingMemoryBound(to: CChar.self))
        }
        try check(code)
    }

    /// - Returns: The list, which the caller frees after the transfer.
    func setHeaders() throws(TransportError) -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        do throws(TransportError) {
            for line in try headerLines() {
                guard let longer = cc_list_append(list, line) else {
                    throw TransportError(.invalid, "libcurl could not take the headers (out of memory).")
                }
                list = longer
            }
            try check(cc_set_list(easy, CURLOPT_HTTPHEADER, list))
        } catch {
            cc_list_free(list)
            throw error
        }
        return list
    }

    /// Ours as they are; then what libcurl would add by itself and we have not signed is switched off.
    private func headerLines() throws(TransportError) -> [String] {
        var lines: [String] = []
        for (name, value) in request.headers {
            guard !(name + value).utf8.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) else {
                throw TransportError(.invalid, "The header \(name) has a line break in it.")
            }
            lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        lines.append("Expect:")
        if request.header("Content-Type") == nil { lines.append("Content-Type:") }
        return lines
    }

    private func set(_ option: CURLoption, _ value: Int) throws(TransportError) {
        try check(cc_set_long(easy, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) throws(TransportError) {
        try check(cc_set_string(easy, option, value))
    }

    private func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer) throws(TransportError) {
        try check(cc_set_pointer(easy, option, value))
    }

    private func check(_ code: CURLcode) throws(TransportError) {
        guard code == CURLE_OK else {
            throw TransportError(
                .invalid, "libcurl refused an option for \(request.authority): \(String(cString: cc_easy_text(code))).")
        }
    }
}

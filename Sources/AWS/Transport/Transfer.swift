import CCurl
import FoundationEssentials

/// One request inside libcurl: its handle, and what has come back so far. Lives on the event thread.
final class Transfer {
    let exchange: Exchange
    let easy: UnsafeMutableRawPointer
    private let maximumBodyBytes: Int
    private let errorText: UnsafeMutablePointer<CChar>
    private var headerLines: UnsafeMutablePointer<curl_slist>?
    /// The one retain that libcurl's callbacks rely on, given back by ``close()``.
    private var reference: Unmanaged<Transfer>?
    private var head = ResponseHead()
    private var body = Data()
    private var isTooLarge = false

    init(_ exchange: Exchange, settings: CurlSettings) throws(TransportError) {
        guard let easy = cc_easy_make() else {
            throw TransportError(.invalid, "libcurl could not make a handle (out of memory).")
        }
        self.exchange = exchange
        self.easy = easy
        maximumBodyBytes = settings.maximumBodyBytes
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        let reference = Unmanaged.passRetained(self)
        self.reference = reference
        do throws(TransportError) {
            let options = CurlOptions(easy: easy, request: exchange.request)
            try options.setReceivers(to: reference.toOpaque(), errorText: errorText)
            try options.setConnection(settings)
            try options.setMethodAndBody()
            headerLines = try options.setHeaders()
        } catch {
            close()
            throw error
        }
    }

    /// The transfer that a handle belongs to.
    static func of(_ easy: UnsafeMutableRawPointer) -> Transfer? {
        var context: UnsafeMutableRawPointer?
        guard cc_get_pointer(easy, CURLINFO_PRIVATE, &context) == CURLE_OK, let context else { return nil }
        return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    /// Frees all that libcurl holds for this transfer. The handle must not be in a multi handle any more.
    func close() {
        guard let reference else { return }
        self.reference = nil
        cc_easy_free(easy)
        cc_list_free(headerLines)
        errorText.deallocate()
        reference.release()
    }

    // MARK: Called by libcurl

    /// - Returns: False to end the transfer: the answer is longer than allowed.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard body.count + bytes.count <= maximumBodyBytes else {
            isTooLarge = true
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    func receive(headerLine bytes: UnsafeRawBufferPointer) {
        head.take(bytes)
    }

    // MARK: Ends

    func result(_ code: CURLcode) -> Result<HTTPResponse, TransportError> {
        guard code == CURLE_OK else { return .failure(failure(code)) }
        var status = 0
        _ = cc_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        return .success(HTTPResponse(status: status, headers: head.headers, body: body))
    }

    func overdue() -> TransportError {
        let host = exchange.request.authority
        let limit = exchange.request.timeout.milliseconds
        guard hasSent else { return TransportError(.notConnected, "No connection to \(host) within \(limit) ms.") }
        return TransportError(.timedOut, "\(host) did not answer within \(limit) ms.")
    }

    private func failure(_ code: CURLcode) -> TransportError {
        let host = exchange.request.authority
        if isTooLarge { return TransportError(.invalid, "The answer of \(host) is longer than \(maximumBodyBytes) bytes.") }
        let detail = errorText[0] == 0 ? cc_easy_text(code) : UnsafePointer(errorText)
        return TransportError(CurlFailure.code(code, hasSent: hasSent), "\(host): \(String(cString: detail)).")
    }

    /// True once the connection stood and the request may have gone out.
    private var hasSent: Bool {
        var microseconds: curl_off_t = 0
        return cc_get_offset(easy, CURLINFO_PRETRANSFER_TIME_T, &microseconds) != CURLE_OK || microseconds > 0
    }
}

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
    /// nil while the reader of a stream has enough to read: then the silence is ours.
    private(set) var deadline: ContinuousClock.Instant?

    init(_ exchange: Exchange, settings: CurlSettings) throws(TransportError) {
        guard let easy = cc_easy_make() else {
            throw TransportError(.invalid, "libcurl could not make a handle (out of memory).")
        }
        self.exchange = exchange
        self.easy = easy
        deadline = exchange.deadline
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

    /// - Returns: How many bytes were taken, or ``cc_receive_later``. Any other number ends the transfer.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        if let pipe = exchange.pipe { return stream(bytes, into: pipe) }
        return collect(bytes) ? bytes.count : 0
    }

    private func stream(_ bytes: UnsafeRawBufferPointer, into pipe: BodyPipe) -> Int {
        answerHead()
        guard pipe.offer(bytes) else {
            deadline = nil
            return cc_receive_later
        }
        deadline = .now + exchange.request.timeout
        return bytes.count
    }

    /// Goes on after ``cc_receive_later``.
    func resume() {
        deadline = .now + exchange.request.timeout
        // Fails only for a transfer that has ended, whose end is told elsewhere.
        _ = cc_easy_resume(easy)
    }

    /// - Returns: False when the answer is longer than allowed.
    private func collect(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard body.count + bytes.count <= maximumBodyBytes else {
            isTooLarge = true
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    func receive(headerLine bytes: UnsafeRawBufferPointer) {
        head.take(bytes)
        // An empty line ends the head; an interim answer (1xx) has one too.
        if exchange.pipe != nil, bytes.allSatisfy({ $0 == 13 || $0 == 10 }), status >= 200 { answerHead() }
    }

    /// Lets the task that waits for a stream go on.
    private func answerHead() {
        deadline = .now + exchange.request.timeout
        exchange.answer(.success(HTTPResponse(status: status, headers: head.headers)))
    }

    private var status: Int {
        var status = 0
        _ = cc_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    // MARK: Ends

    func result(_ code: CURLcode) -> Result<HTTPResponse, TransportError> {
        guard code == CURLE_OK else { return .failure(failure(code)) }
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
        if isTooLarge {
            // A change has arrived then, and must not pass for one that never left.
            let code: TransportError.Code = exchange.request.mayRepeat ? .invalid : .interrupted
            return TransportError(code, "The answer of \(host) is longer than \(maximumBodyBytes) bytes.")
        }
        let detail = errorText[0] == 0 ? cc_easy_text(code) : UnsafePointer(errorText)
        return TransportError(CurlFailure.code(code, hasSent: hasSent), "\(host): \(String(cString: detail)).")
    }

    /// True once the connection stood and the request may have gone out.
    private var hasSent: Bool {
        var microseconds: curl_off_t = 0
        return cc_get_offset(easy, CURLINFO_PRETRANSFER_TIME_T, &microseconds) != CURLE_OK || microseconds > 0
    }
}

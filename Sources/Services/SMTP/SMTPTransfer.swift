import CCurl
import FoundationEssentials
import Glibc
import Model

/// Hands one mail to a server, on a connection of its own, with libcurl. Blocks: for a thread that may wait.
final class SMTPTransfer {
    /// Name look-up, TCP and TLS.
    static let connectTimeout = Duration.seconds(10)
    /// From first to last; servers that are slow on purpose take some ten seconds.
    static let timeout = Duration.seconds(30)

    private let bytes: [UInt8]
    private var taken = 0
    /// The end of the mail was handed to libcurl: from here on the server may have it.
    private var hasEnded = false
    private var lastReply: [UInt8] = []
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    private init(bytes: [UInt8]) {
        self.bytes = bytes
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit { errorText.deallocate() }

    /// - Parameter timeout: Of the whole transfer.
    /// - Returns: The outcome, and the goodbye: a server that has fallen silent can make that last two minutes.
    static func send(_ message: MailMessage, with settings: SMTPSettings, timeout: Duration = timeout)
        -> (value: DeliveryOutcome, goodbye: () -> Void)
    {
        if let problem = cc_load() {
            return (.failed(reason: "\(String(cString: problem)).", isFinal: true, retryAfter: nil), {})
        }
        guard let easy = cc_easy_make() else {
            return (.failed(reason: "libcurl could not make a handle (out of memory).", isFinal: false, retryAfter: nil), {})
        }
        return (SMTPTransfer(bytes: Array(message.data)).outcome(easy, message, settings, timeout), { cc_easy_free(easy) })
    }

    /// Connects, encrypts and logs in as for a mail, sends none, and goes.
    /// - Returns: Why it could not; nil when it could.
    static func greet(_ settings: SMTPSettings) -> String? {
        if let problem = cc_load() { return String(cString: problem) }
        guard let easy = cc_easy_make() else { return "libcurl could not make a handle (out of memory)" }
        defer { cc_easy_free(easy) }
        let transfer = SMTPTransfer(bytes: [])
        // The transfer outlives the call that uses it: it is released after this function's last look at it.
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        let codes =
            transfer.setOptions(easy, settings, connectTimeout, context) + [
                cc_set_long(easy, CURLOPT_UPLOAD, 0), cc_set_string(easy, CURLOPT_CUSTOMREQUEST, "NOOP"),
            ]
        guard codes.allSatisfy({ $0 == CURLE_OK }) else { return "libcurl on this machine cannot send mail" }
        let outcome = transfer.outcome(of: cc_easy_perform(easy), easy, settings)
        transfer.detach(easy)
        switch outcome {
        case .delivered: return nil
        case .failed(let reason, _, _), .unknown(let reason): return reason
        }
    }

    private func outcome(
        _ easy: UnsafeMutableRawPointer, _ message: MailMessage, _ settings: SMTPSettings, _ timeout: Duration
    ) -> DeliveryOutcome {
        var recipients = cc_list_append(nil, "<\(message.to.text)>")
        for other in message.others { recipients = recipients.flatMap { cc_list_append($0, "<\(other.text)>") } }
        guard let recipients else {
            return .failed(reason: "libcurl could not take the recipient (out of memory).", isFinal: false, retryAfter: nil)
        }
        defer { cc_list_free(recipients) }
        // Lives until this function has returned; libcurl calls back only during the transfer, not at the goodbye.
        let context = Unmanaged.passUnretained(self).toOpaque()
        let codes =
            setOptions(easy, settings, timeout, context) + [
                cc_set_string(easy, CURLOPT_MAIL_FROM, "<\(message.from.text)>"),
                cc_set_list(easy, CURLOPT_MAIL_RCPT, recipients),
                // One address that is refused keeps nobody else from being told.
                cc_set_long(easy, CURLOPT_MAIL_RCPT_ALLLOWFAILS, message.others.isEmpty ? 0 : 1),
            ]
        guard codes.allSatisfy({ $0 == CURLE_OK }) else {
            return .failed(reason: "libcurl on this machine cannot send mail.", isFinal: true, retryAfter: nil)
        }
        let outcome = outcome(of: cc_easy_perform(easy), easy, settings)
        detach(easy)
        return outcome
    }

    /// Leaves nothing in the handle that ends with this transfer.
    private func detach(_ easy: UnsafeMutableRawPointer) {
        _ = cc_set_pointer(easy, CURLOPT_ERRORBUFFER, nil)
        _ = cc_set_list(easy, CURLOPT_MAIL_RCPT, nil)
        // The server's answer to the goodbye must find no reader.
        _ = cc_set_receive(easy, CURLOPT_HEADERFUNCTION) { _, size, count, _ in size * count }
    }

    private func setOptions(
        _ easy: UnsafeMutableRawPointer, _ settings: SMTPSettings, _ timeout: Duration, _ context: UnsafeMutableRawPointer
    ) -> [CURLcode] {
        var codes = [
            cc_set_string(easy, CURLOPT_URL, settings.url), cc_set_string(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
            // The environment's proxies are meant for HTTP.
            cc_set_string(easy, CURLOPT_PROXY, ""), cc_set_long(easy, CURLOPT_NOSIGNAL, 1),
            cc_set_long(easy, CURLOPT_QUICK_EXIT, 1),
            cc_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(min(Self.connectTimeout, timeout))),
            cc_set_long(easy, CURLOPT_TIMEOUT_MS, Self.milliseconds(timeout)), cc_set_long(easy, CURLOPT_UPLOAD, 1),
            cc_set_long(easy, CURLOPT_USE_SSL, Int(CURLUSESSL_TRY.rawValue)),
            cc_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
            cc_set_pointer(easy, CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(errorText)),
            cc_set_pointer(easy, CURLOPT_READDATA, context), cc_set_pointer(easy, CURLOPT_HEADERDATA, context),
            cc_set_send(easy, CURLOPT_READFUNCTION) { bytes, size, count, context in
                guard let context else { return 0 }
                let room = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
                return Unmanaged<SMTPTransfer>.fromOpaque(context).takeUnretainedValue().fill(room)
            },
            cc_set_receive(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
                guard let context else { return 0 }
                let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
                Unmanaged<SMTPTransfer>.fromOpaque(context).takeUnretainedValue().lastReply = Array(line)
                return line.count
            },
            cc_set_receive(easy, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count },
        ]
        if let bundle = settings.certificateBundle { codes.append(cc_set_string(easy, CURLOPT_CAINFO, bundle)) }
        if let name = settings.username { codes.append(cc_set_string(easy, CURLOPT_USERNAME, name)) }
        if let word = settings.password { codes.append(cc_set_string(easy, CURLOPT_PASSWORD, word)) }
        return codes
    }

    private func fill(_ room: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(room.count, bytes.count - taken)
        guard count > 0 else {
            hasEnded = true
            return 0
        }
        room.copyBytes(from: bytes[taken..<taken + count])
        taken += count
        return count
    }

    private func outcome(of code: CURLcode, _ easy: UnsafeMutableRawPointer, _ settings: SMTPSettings) -> DeliveryOutcome {
        // The server's word after the mail counts; trouble while saying goodbye does not.
        if code == CURLE_OK { return .delivered(reference: nil) }
        var reply = 0
        _ = cc_get_long(easy, CURLINFO_RESPONSE_CODE, &reply)
        let said = String(decoding: lastReply.prefix { $0 != 13 && $0 != 10 }, as: UTF8.self)
        let detail = String(cString: errorText[0] == 0 ? cc_easy_text(code) : UnsafePointer(errorText))
        if (400..<600).contains(reply) {
            let reason = DeliveryText.reason("\(settings.host) refused the mail: \(said.isEmpty ? detail : said)")
            return .failed(reason: reason, isFinal: reply >= 500, retryAfter: nil)
        }
        let reason = DeliveryText.reason("\(settings.host):\(settings.port): \(detail)")
        return hasEnded ? .unknown(reason: reason) : .failed(reason: reason, isFinal: false, retryAfter: nil)
    }

    private static func milliseconds(_ duration: Duration) -> Int { Int(duration.seconds * 1000) }
}

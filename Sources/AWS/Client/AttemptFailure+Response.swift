import FoundationEssentials

extension AttemptFailure {
    /// The clock is wrong when the service's differs from ours by more than this; signatures are good for five minutes.
    private static let tolerableSkewSeconds = 240.0

    /// - Parameters:
    ///   - response: One whose status is not 2xx.
    ///   - signedAt: The time in the signature.
    ///   - secrets: What must not appear in the message.
    init(_ response: HTTPResponse, call: CallName, mayRepeat: Bool, signedAt: Date, secrets: [String]) {
        let fault = ServiceFault(response)
        let kind = fault.kind(status: response.status)
        cause = Self.cause(fault, kind: kind, response, signedAt: signedAt)
        retryAfter = Self.retryAfter(response)
        error = AWSError(
            kind, code: ErrorText.clean(fault.code ?? "HTTP\(response.status)", limit: ErrorText.excerptLimit),
            message: Self.message(fault, response, call: call, secrets: secrets), hint: call.hint(kind), status: response.status,
            requestID: fault.requestID, outcomeIsUnknown: kind == .server && !mayRepeat)
        if case .clock = cause {
            error.hint = "This machine's clock and the service's differ by minutes: set the clock."
        }
    }

    /// - Parameter response: One with a 2xx status whose body could not be read.
    init(unreadable reason: String, _ response: HTTPResponse, call: CallName, mayRepeat: Bool) {
        let fault = ServiceFault(response)
        let isEmpty = fault.body == .empty
        let kind: AWSError.Kind = isEmpty ? .notOffered : .unreadable
        cause = isEmpty ? .definite : .interrupted
        let type = response.header("Content-Type") ?? "no type"
        error = AWSError(
            kind, code: isEmpty ? "EmptyAnswer" : "UnreadableAnswer",
            message:
                "\(call.text) was answered with \(response.body.count) bytes (\(ErrorText.clean(type, limit: 80))) that cannot be "
                + "read: \(reason).",
            hint: call.hint(kind), status: response.status, requestID: fault.requestID, outcomeIsUnknown: !mayRepeat)
    }

    private static func cause(_ fault: ServiceFault, kind: AWSError.Kind, _ response: HTTPResponse, signedAt: Date) -> Cause {
        let code = fault.code ?? ""
        if kind == .throttled { return .throttled }
        if ErrorCodes.expired.contains(code) { return .expired }
        if ErrorCodes.clock.contains(code) || ErrorCodes.signature.contains(code) {
            guard let date = response.header("Date").flatMap(HTTPDate.date) else { return .definite }
            // Where the code says nothing but "clock", a smaller difference is believed too.
            let isSkewed = ErrorCodes.clock.contains(code) || abs(date.timeIntervalSince(signedAt)) > tolerableSkewSeconds
            return isSkewed ? .clock(serviceTime: date) : .definite
        }
        return kind == .server || (ErrorCodes.transient.contains(code) && kind != .notOffered) ? .interrupted : .definite
    }

    private static func message(_ fault: ServiceFault, _ response: HTTPResponse, call: CallName, secrets: [String]) -> String {
        let detail =
            switch fault.body {
            case .json, .xml: fault.message.map { ErrorText.clean($0, secrets: secrets) } ?? ""
            case .html, .other: ErrorText.excerpt(response.body, secrets: secrets)
            case .cbor: "the answer is CBOR, which is not read"
            case .empty: "the answer is empty"
            }
        let code =
            fault.code.map { ErrorText.clean($0, secrets: secrets, limit: ErrorText.excerptLimit) } ?? "HTTP \(response.status)"
        return "\(call.text) was refused (\(code))" + (detail.isEmpty ? "." : ": \(detail)")
    }

    /// `x-amz-retry-after` in milliseconds, or `Retry-After` in seconds or as a date.
    private static func retryAfter(_ response: HTTPResponse) -> Duration? {
        if let value = response.header("x-amz-retry-after"), let milliseconds = Int(value), milliseconds >= 0 {
            return .milliseconds(milliseconds)
        }
        guard let value = response.header("Retry-After") else { return nil }
        if let seconds = Int(value) { return seconds >= 0 ? .seconds(seconds) : nil }
        guard let date = HTTPDate.date(value), let now = response.header("Date").flatMap(HTTPDate.date) else { return nil }
        return .seconds(max(0, date.timeIntervalSince(now)))
    }
}

extension AttemptFailure {
    /// - Parameter mayRepeat: Of the operation; a change whose request may have arrived has an unknown outcome.
    init(_ error: TransportError, call: CallName, mayRepeat: Bool) {
        let (cause, code, kind): (Cause, String, AWSError.Kind) =
            switch error.code {
            case .notConnected: (.notConnected, "NotConnected", .transport)
            case .interrupted: (.interrupted, "Interrupted", .transport)
            case .timedOut: (.timedOut, "TimedOut", .transport)
            case .tls: (.definite, "TLS", .transport)
            case .invalid: (.definite, "Transport", .transport)
            case .cancelled: (.definite, "Cancelled", .cancelled)
            }
        let mayHaveArrived = [.interrupted, .timedOut, .cancelled].contains(error.code)
        let hint =
            error.code == .tls ? "If a proxy signs TLS anew, name its certificate in AWS_CA_BUNDLE." : call.hint(kind)
        self.cause = cause
        self.error = AWSError(
            kind, code: code, message: "\(call.text) got no answer. \(error.message)", hint: hint,
            outcomeIsUnknown: mayHaveArrived && !mayRepeat)
    }
}

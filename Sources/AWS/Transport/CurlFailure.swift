import CCurl

/// What libcurl's result codes mean for whoever wants to send again.
enum CurlFailure {
    /// - Parameter hasSent: Whether the request may have left this machine.
    static func code(_ code: CURLcode, hasSent: Bool) -> TransportError.Code {
        if isCertificate(code) { return .tls }
        // libcurl gives the same code to an unknown scheme and to an answer that is not HTTP.
        let isNoHTTP = hasSent && code == CURLE_UNSUPPORTED_PROTOCOL
        if isOurs(code), !isNoHTTP { return .invalid }
        guard hasSent else { return .notConnected }
        return code == CURLE_OPERATION_TIMEDOUT ? .timedOut : .interrupted
    }

    private static func isCertificate(_ code: CURLcode) -> Bool {
        switch code {
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CRL_BADFILE:
            true
        default: false
        }
    }

    private static func isOurs(_ code: CURLcode) -> Bool {
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_NOT_BUILT_IN, CURLE_UNKNOWN_OPTION, CURLE_FAILED_INIT,
            CURLE_BAD_FUNCTION_ARGUMENT, CURLE_OUT_OF_MEMORY:
            true
        default: false
        }
    }
}

import CCurl
import Testing

@testable import AWS

@Suite struct CurlFailureTests {
    @Test func judgesEveryResultCode() {
        for number in 1..<CURL_LAST.rawValue {
            let code = CURLcode(rawValue: number)
            let (before, after) = (CurlFailure.code(code, hasSent: false), CurlFailure.code(code, hasSent: true))
            // What is our own fault or the certificate's is so whenever it happens; nothing else can have arrived before it was sent.
            if code == CURLE_UNSUPPORTED_PROTOCOL {
                #expect((before, after) == (.invalid, .interrupted))
            } else if before == .tls || before == .invalid {
                #expect(before == after)
            } else {
                #expect(before == .notConnected)
                #expect(after == (code == CURLE_OPERATION_TIMEDOUT ? .timedOut : .interrupted))
            }
        }
        #expect(CurlFailure.code(CURLE_PEER_FAILED_VERIFICATION, hasSent: false) == .tls)
        #expect(CurlFailure.code(CURLE_COULDNT_CONNECT, hasSent: false) == .notConnected)
        #expect(CurlFailure.code(CURLE_UNSUPPORTED_PROTOCOL, hasSent: false) == .invalid)
    }
}

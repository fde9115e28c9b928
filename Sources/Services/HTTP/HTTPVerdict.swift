import AWS
import FoundationEssentials
import Model

/// What an answer over HTTP, or the lack of one, means for a delivery.
struct HTTPVerdict {
    /// Who was asked, as a reason names it: `Twilio`.
    let farEnd: String
    /// Longest wait that a far end may ask for; a longer one is cut.
    static let longestRetry = Duration.seconds(86_400)

    /// For an answer that is not 2xx.
    /// - Parameter detail: What the far end said; masked here.
    func outcome(of response: HTTPResponse, detail: String?) -> DeliveryOutcome {
        let said = detail.map { ": " + $0 } ?? ""
        let reason = DeliveryText.reason("\(farEnd) answered \(response.status)\(said)")
        switch response.status {
        case 408, 425: return .failed(reason: reason, isFinal: false, retryAfter: retryAfter(response))
        case 429: return .failed(reason: reason, isFinal: false, retryAfter: retryAfter(response))
        // A gateway has passed the request on and does not know what became of it.
        case 504: return .unknown(reason: reason)
        case 500...599: return .failed(reason: reason, isFinal: false, retryAfter: retryAfter(response))
        default: return .failed(reason: reason, isFinal: true, retryAfter: nil)
        }
    }

    /// For no answer.
    func outcome(of error: any Error) -> DeliveryOutcome {
        guard let error = error as? TransportError else {
            // Only a cancelled task throws something else, and the request may be out.
            return .unknown(reason: "\(farEnd): the delivery was broken off.")
        }
        let reason = DeliveryText.reason("\(farEnd) could not be asked. \(error.message)")
        switch error.code {
        case .notConnected, .tls: return .failed(reason: reason, isFinal: false, retryAfter: nil)
        case .invalid: return .failed(reason: reason, isFinal: true, retryAfter: nil)
        case .interrupted, .timedOut, .cancelled:
            return .unknown(reason: DeliveryText.reason("\(farEnd) gave no answer. \(error.message)"))
        }
    }

    /// Seconds or a date; the date is measured against the far end's own clock.
    private func retryAfter(_ response: HTTPResponse) -> Duration? {
        guard let text = response.header("Retry-After") else { return nil }
        if text.utf8.allSatisfy({ $0 &- 48 < 10 }), !text.isEmpty {
            return min(.seconds(Int(text.prefix(9)) ?? 0), Self.longestRetry)
        }
        guard let date = HTTPDate.date(text), let now = response.header("Date").flatMap(HTTPDate.date) else { return nil }
        return min(max(.zero, .seconds(date.timeIntervalSince(now))), Self.longestRetry)
    }
}

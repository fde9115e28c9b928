/// How a ``Change`` ended. A failure is an outcome and no thrown error: it is shown and written down like a success.
package struct Outcome: Sendable, Equatable {
    /// The contract's words for it.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case confirmed, failed, unknown, refused
    }

    package enum Result: Sendable, Equatable {
        case confirmed
        /// Definitely not done.
        case failed(Problem)
        /// Sent, and perhaps done; never repeat it blindly.
        case unknown(Problem)
        /// Not allowed here; nothing was sent.
        case refused(Problem)
    }

    package var result: Result
    /// The service's id of the request, if it gave one.
    package var requestID: String?
    /// What else the record should hold; one line, no secrets.
    package var note: String?
    /// Why it could not be written into the audit although it happened ("done, but not recorded"); nil when it was.
    package var notRecorded: Problem?

    package init(_ result: Result, requestID: String? = nil, note: String? = nil, notRecorded: Problem? = nil) {
        self.result = result
        self.requestID = requestID
        self.note = note
        self.notRecorded = notRecorded
    }

    package var kind: Kind {
        switch result {
        case .confirmed: .confirmed
        case .failed: .failed
        case .unknown: .unknown
        case .refused: .refused
        }
    }

    /// Why it did not end well; nil when it did.
    package var problem: Problem? {
        switch result {
        case .confirmed: nil
        case .failed(let problem), .unknown(let problem), .refused(let problem): problem
        }
    }
}

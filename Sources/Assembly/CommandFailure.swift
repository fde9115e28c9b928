package import AWS
package import Model

/// How a command ends (contract, Exit codes).
package enum ExitStatus: Int32, Sendable {
    case done = 0
    case failed = 1
    case critical = 2
    case unknownHealth = 3
    case refused = 4
    case usage = 64
    case badInput = 65
    case unavailable = 69
    case internalError = 70
    case outcomeUnknown = 75
    case noPermission = 77
    case badConfiguration = 78
}

/// A command that ends without a result: one line what happened, one line what to do, and the exit code.
package struct CommandFailure: Error, Sendable, Equatable {
    package var exit: ExitStatus
    package var code: String
    package var message: String
    package var hint: String
    package var requestID: String?

    package init(_ exit: ExitStatus, code: String, message: String, hint: String = "", requestID: String? = nil) {
        self.exit = exit
        self.code = code
        self.message = message
        self.hint = hint
        self.requestID = requestID
    }

    package init(_ error: AWSError) {
        let exit: ExitStatus =
            switch error.kind {
            case _ where error.outcomeIsUnknown: .outcomeUnknown
            case .denied, .credentials: .noPermission
            case .throttled, .server, .transport, .unreadable, .notOffered: .unavailable
            case .notFound, .rejected, .cancelled: .failed
            }
        self.init(exit, code: error.code, message: error.message, hint: error.hint, requestID: error.requestID)
    }

    /// For a pane that has nothing but its error.
    package init(_ problem: Problem) {
        let denied = [
            "AccessDenied", "Expired", "Credential", "Unauthorized", "InvalidClientTokenId", "UnrecognizedClient", "Signature",
        ]
        let isDenied = problem.remedy != nil || denied.contains { problem.code.contains($0) }
        let isUnusable = ["Postgres.notBuilt", "Postgres.settings", "Store.watching", "NoQueue"].contains(problem.code)
        let exit: ExitStatus = isUnusable ? .badConfiguration : isDenied ? .noPermission : .unavailable
        self.init(exit, code: problem.code, message: problem.message, hint: problem.hint, requestID: problem.requestID)
    }
}

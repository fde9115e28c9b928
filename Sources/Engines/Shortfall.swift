package import AWS
package import Model

extension Problem {
    /// - Parameter part: What the rows now lack ("function states"); nil when all of it failed.
    package init(_ error: AWSError, part: String? = nil) {
        // What has a remedy gets its advice where it is shown: a key in the console, a command elsewhere.
        let isPlain = error.remedy != nil || error.kind != .credentials || error.hint.contains("press r")
        let hint = isPlain ? error.hint : error.hint + " Then press r."
        self.init(
            code: error.code, message: (part.map { $0 + ": " } ?? "") + error.message, hint: hint, requestID: error.requestID,
            remedy: error.remedy)
    }
}

/// What one round of questions could not get.
struct Shortfall: Sendable {
    private(set) var missing: [Problem] = []
    private(set) var kinds: Set<AWSError.Kind> = []
    /// The first error; it decides how a round that got nothing is told.
    private(set) var first: AWSError?

    /// - Parameter part: What the rows now lack.
    mutating func note(_ error: AWSError, part: String) {
        kinds.insert(error.kind)
        if first == nil { first = error }
        let problem = Problem(error, part: part)
        let isKnown = missing.contains { $0.code == problem.code && $0.message == problem.message }
        if !isKnown { missing.append(problem) }
    }

    /// A part that was answered, but not wholly.
    mutating func note(_ problem: Problem) {
        if !missing.contains(problem) { missing.append(problem) }
    }

    var isThrottled: Bool { kinds.contains(.throttled) }
    var isCancelled: Bool { kinds.contains(.cancelled) }
}

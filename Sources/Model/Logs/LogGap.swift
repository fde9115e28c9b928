package import FoundationEssentials

/// A stretch of time of which a log is not known to be whole.
package struct LogGap: Sendable, Equatable, Identifiable {
    package enum Reason: Sendable, Equatable {
        /// The live tail's connection broke.
        case cut
        /// AWS asked to slow down.
        case throttled
        /// More than 500 events a second: live tail gave only a part of them.
        case sampled
        /// A live tail session ends after three hours.
        case sessionOver
        /// Asking failed, with AWS's code.
        case failed(code: String)
        /// More came than can be remembered; it will not be filled.
        case outrun
    }

    /// Counts up within one tail.
    package let id: Int
    package var from: Date
    package var to: Date
    package var reason: Reason
    /// The log groups concerned.
    package var groups: [String]
    /// True once everything in it has been read after all.
    package var isFilled: Bool

    package init(id: Int, from: Date, to: Date, reason: Reason, groups: [String], isFilled: Bool = false) {
        self.id = id
        self.from = from
        self.to = to
        self.reason = reason
        self.groups = groups
        self.isFilled = isFilled
    }

    /// Why, for a person.
    package var reasonText: String {
        switch reason {
        case .cut: "the live tail was cut"
        case .throttled: "AWS asked to slow down"
        case .sampled: "live tail gave a sample only (over 500 events/s)"
        case .sessionOver: "the live tail session was over (3 h)"
        case .failed(let code): "reading failed (\(code))"
        case .outrun: "more came than could be read"
        }
    }
}

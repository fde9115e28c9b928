/// What a person wants of functions and queues in AWS, before anybody has looked at what is there: then it becomes a ``ResourceOrder``.
package struct ResourceWish: Sendable, Equatable {
    package enum What: Sendable, Equatable {
        /// Back to where the messages came from, or to the queue `to`; at most so many a second.
        case redrive(queue: String, to: String? = nil, perSecond: Int? = nil)
        case stopRedrive(queue: String)
        /// nil leaves it.
        case resize(function: String, memoryMB: Int? = nil, timeoutSeconds: Int? = nil)
        /// nil takes it away.
        case provision(function: String, qualifier: String, count: Int?)
    }

    /// Unique in this process: an answer is to the question that asked.
    package let number: Int
    package let what: What

    package init(number: Int, what: What) {
        self.number = number
        self.what = what
    }

    package var title: String { what.title }
}

extension ResourceWish.What {
    package var title: String {
        switch self {
        case .redrive(let queue, let to, _):
            "Redrive \(HarmlessText.line(queue))" + (to.map { " to \(HarmlessText.line($0))" } ?? "")
        case .stopRedrive(let queue): "Stop the redrive of \(HarmlessText.line(queue))"
        case .resize(let function, let memory, let timeout):
            "Give \(HarmlessText.line(function)) "
                + [memory.map { "\($0) MB" }, timeout.map { "a time-out of \($0) s" }].compactMap(\.self).joined(
                    separator: " and ")
        case .provision(let function, let qualifier, let count):
            count.map { "Provision \($0) of \(HarmlessText.line(function)):\(HarmlessText.line(qualifier))" }
                ?? "Provision none of \(HarmlessText.line(function)):\(HarmlessText.line(qualifier))"
        }
    }

    /// Why it cannot be, whatever is there; nil where it can. Source: Lambda Developer Guide, quotas; SQS API Reference.
    package var flaw: String? {
        switch self {
        case .redrive(_, _, let rate?) where !(1...500).contains(rate): "A redrive moves 1 to 500 messages a second, not \(rate)."
        case .resize(_, let memory?, _) where !(128...10_240).contains(memory):
            "A function has 128 to 10,240 MB, not \(memory)."
        case .resize(_, _, let timeout?) where !(1...900).contains(timeout): "A time-out is 1 to 900 s, not \(timeout)."
        case .resize(_, nil, nil): "Nothing is asked for: give memory, time-out or both."
        case .provision(_, let qualifier, _) where qualifier.isEmpty || qualifier == "$LATEST":
            "Provisioned concurrency is for a version or an alias, never for $LATEST."
        case .provision(_, _, let count?) where !(1...100_000).contains(count):
            "Provisioned are 1 or more instances, not \(count)."
        default: nil
        }
    }
}

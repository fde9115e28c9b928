import Model

/// One setting of a function that a person types a new value for.
struct FunctionSetting: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        case memory, timeout, provisioned
    }

    let kind: Kind
    let function: String
    /// As the row has it; nil where it is not known.
    var presentMB: Int?
    var presentSeconds: Int?

    var title: String {
        switch kind {
        case .memory: "Memory of \(HarmlessText.line(function))"
        case .timeout: "Time-out of \(HarmlessText.line(function))"
        case .provisioned: "Provisioned concurrency of \(HarmlessText.line(function))"
        }
    }

    var present: String {
        switch kind {
        case .memory: presentMB.map { "It has \($0) MB." } ?? ""
        case .timeout: presentSeconds.map { "It is \($0) s." } ?? ""
        case .provisioned: "Kept ready for a version or an alias, and paid for whether used or not; 0 takes it away."
        }
    }

    var question: String {
        switch kind {
        case .memory: "Megabytes, 128 to 10240:"
        case .timeout: "How long, up to 15m:"
        case .provisioned: "Version or alias, and how many (live 5):"
        }
    }

    /// What to type, for whoever typed something else.
    var example: String {
        switch kind {
        case .memory: "A whole number of megabytes, such as 1536."
        case .timeout: "A time in whole seconds, such as 90s or 5m."
        case .provisioned: "First the version or alias, then how many: live 5."
        }
    }

    /// - Returns: nil for what cannot be understood.
    func wish(from text: String) -> ResourceWish.What? {
        let words = text.split(separator: " ").map(String.init)
        switch kind {
        case .memory:
            guard let first = words.first, let memory = Int(first),
                words.count == 1 || words.dropFirst().joined().uppercased() == "MB"
            else { return nil }
            return .resize(function: function, memoryMB: memory)
        case .timeout:
            guard words.count == 1, let time = DurationText.parse(words[0]), time.components.attoseconds == 0 else { return nil }
            return .resize(function: function, timeoutSeconds: Int(clamping: time.components.seconds))
        case .provisioned:
            guard words.count == 2, let count = Int(words[1]), count >= 0 else { return nil }
            return .provision(function: function, qualifier: words[0], count: count == 0 ? nil : count)
        }
    }
}

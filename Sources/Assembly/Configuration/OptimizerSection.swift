import Yams

/// The `optimizer` section of a context (contract, Files and environment).
package struct OptimizerSection: Sendable, Equatable {
    package enum Source: String, Sendable {
        /// Our own runs over files.
        case embedded
        /// A running deployment.
        case live
    }

    package var source = Source.embedded
    /// Whether our loops clean up by themselves.
    package var runs = true
    /// Who gets the report of a run that has ended; nobody unless a mail server is named, too.
    package var mailTo: [String] = []
    package var aws = AWSSettings()

    package init() {}

    init(node: Node) {
        var told: Bool?
        for (key, value) in node.entries {
            switch key {
            case "source": source = value.text.flatMap(Source.init) ?? source
            case "run": told = value.flag
            case "mail_to": mailTo = value.texts ?? mailTo
            case "aws": aws = AWSSettings(node: value)
            default: break
            }
        }
        runs = told ?? (source == .embedded)
    }
}

package import Engines
import Services
import Yams

/// The `escalations` section of a context (contract, Files and environment).
package struct EscalationsSection: Sendable, Equatable {
    package enum Source: String, Sendable {
        /// Our own engine on our own store.
        case embedded
        /// A running deployment's tables in PostgreSQL.
        case live
    }

    package enum StoreKind: String, Sendable {
        case sqlite, postgres
    }

    package var source = Source.embedded
    /// As written; nil takes the default of the source.
    package var run: Bool?
    package var queue: String?
    package var store = StoreKind.sqlite
    package var callerIDs: [String: String] = [:]
    package var retries = 3
    package var unknown = RetryPlan.Unknown.resend
    package var channels = ["phone", "email", "pubnub"]
    package var webhookURL: String?
    /// The name of the variable that holds the webhook's secret.
    package var webhookSecretVariable: String?
    /// Whether a phone call counts as delivered only when Twilio says that it was answered.
    package var followsCalls = false
    package var aws = AWSSettings()

    package init() {}

    /// Only an engine that is told to acts by itself: a running deployment has its own.
    package var runs: Bool { run ?? (source == .embedded) }

    /// What the practice world has.
    static var practice: EscalationsSection {
        var section = EscalationsSection()
        section.channels = Channel.all.map(\.name)
        return section
    }
}

extension EscalationsSection {
    init(node: Node) {
        for (key, value) in node.entries {
            switch key {
            case "source": source = value.text.flatMap(Source.init) ?? source
            case "run": run = value.flag
            case "queue": queue = value.text
            case "store": store = value.text.flatMap(StoreKind.init) ?? store
            case "caller_id_registry":
                callerIDs = Dictionary(value.entries.compactMap { k, v in v.text.map { (k, $0) } }) { $1 }
            case "retries": retries = value.count ?? retries
            case "unknown": unknown = value.text.flatMap(RetryPlan.Unknown.init) ?? unknown
            case "channels": channels = value.texts ?? channels
            case "webhook":
                webhookURL = value.mapping?["url"]?.text
                webhookSecretVariable = value.mapping?["secret_env"]?.text
            case "follow_calls": followsCalls = value.flag ?? followsCalls
            case "aws": aws = AWSSettings(profile: value.mapping?["profile"]?.text, region: value.mapping?["region"]?.text)
            default: break
            }
        }
    }

    /// Channels that requests may name; one that does not exist is refused with its line.
    static let channelShape = Shape.list(.choice(Channel.all.map(\.name)))
}

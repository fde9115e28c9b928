import Store
import Yams

extension RecorderLimits {
    /// The `recorder` section.
    /// - Throws: ``CommandFailure`` 78 for limits that keep nothing or do not limit.
    init(node: Node, in tree: YAMLTree) throws {
        self.init()
        for (key, value) in node.entries {
            switch key {
            case "keep":
                guard let keep = value.duration, (.seconds(60) ... .seconds(366 * 86_400)).contains(keep) else {
                    throw tree.failure(value, "recorder.keep must be 1m to 366d.", hint: "The default is 7d.")
                }
                self.keep = keep
            case "megabytes":
                guard let megabytes = value.count, (1...1_000_000).contains(megabytes) else {
                    throw tree.failure(value, "recorder.megabytes must be 1 to 1000000.", hint: "The default is 512.")
                }
                self.megabytes = megabytes
            default: break
            }
        }
    }
}

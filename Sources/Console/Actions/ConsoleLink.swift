import Model

/// Builds links into the AWS console of the partition that a region belongs to.
struct ConsoleLink: Sendable {
    let region: String

    /// - Returns: nil for what AWS does not know: rules that Nightdesk evaluates itself.
    func link(to subject: Subject) -> String? {
        switch subject {
        case .function(let function):
            return page("lambda", "functions/\(Self.escaped(function.name))")
        case .queue(let queue):
            return "\(origin)/sqs/v3/home?region=\(region)#/queues/\(Self.escaped(queue.url))"
        case .worker: return nil
        case .escalation, .run: return nil
        case .alarm(let alarm):
            guard alarm.source == .cloudwatch else { return nil }
            return "\(origin)/cloudwatch/home?region=\(region)#alarmsV2:alarm/\(Self.escaped(alarm.name))"
        }
    }

    private func page(_ service: String, _ fragment: String) -> String {
        "\(origin)/\(service)/home?region=\(region)#/\(fragment)"
    }

    fileprivate var origin: String { "https://\(region).\(host)" }

    /// Source: AWS General Reference, "AWS service endpoints", the console's domain of each partition.
    private var host: String {
        if region.hasPrefix("cn-") { return "console.amazonaws.cn" }
        if region.hasPrefix("us-gov-") { return "console.amazonaws-us-gov.com" }
        return "console.aws.amazon.com"
    }

    /// Percent-escapes all but the unreserved characters of RFC 3986.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isLetter = (scalar >= "a" && scalar <= "z") || (scalar >= "A" && scalar <= "Z")
            if isLetter || (scalar >= "0" && scalar <= "9") || "-._~".unicodeScalars.contains(scalar) {
                escaped.unicodeScalars.append(scalar)
            } else {
                let hex = String(byte, radix: 16, uppercase: true)
                escaped += hex.utf8.count == 1 ? "%0" + hex : "%" + hex
            }
        }
        return escaped
    }
}

extension ConsoleLink {
    /// The page of a log group. Its name is escaped twice, and the percent signs of the first time stand as `$25`.
    func link(toLogGroup name: String) -> String {
        let escaped = Self.escaped(name).replacing("%", with: "$25")
        return "\(origin)/cloudwatch/home?region=\(region)#logsV2:log-groups/log-group/\(escaped)"
    }
}

/// Takes out of a text what must not leave the desk: phone numbers but for their last three digits, e-mail addresses, keys,
/// tokens, passwords and whatever else a name such as `client_secret` announces, in JSON (also quoted in JSON), headers, URLs,
/// XML, assignments and command lines. Counts what it has taken, by kind and never by value.
///
/// It works on bytes with a fixed look-ahead, so that a hostile line of a megabyte costs no more than a plain one. In doubt it
/// masks: a word too much is dull, a secret too much is an incident. Masking what is masked already changes nothing.
package struct Masker: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case phoneNumber = "phone number"
        case emailAddress = "e-mail address"
        case accessKey = "AWS access key id"
        case token
        case password
        case privateKey = "private key"
        /// Anything else that its name or its form gives away.
        case secret

        /// What stands in its place; of a phone number the last three digits follow.
        package var mask: String {
            switch self {
            case .phoneNumber: "…"
            case .emailAddress: "[e-mail]"
            case .accessKey: "[access-key]"
            case .token: "[token]"
            case .password: "[password]"
            case .privateKey: "[private-key]"
            case .secret: "[secret]"
            }
        }
    }

    /// How many of each kind were masked so far; a kind that did not occur is absent.
    package private(set) var counts: [Kind: Int] = [:]

    package init() {}

    /// The text without its secrets; line breaks and everything else stay as they are.
    package mutating func mask(_ text: String) -> String {
        let source = MaskSource(text)
        var masked: [UInt8] = []
        var copied = 0
        var index = 0
        while index < source.count {
            guard let match = source.match(at: index) else {
                index += 1
                continue
            }
            counts[match.kind, default: 0] += 1
            masked.append(contentsOf: source.bytes[copied..<match.range.lowerBound])
            masked.append(contentsOf: match.replacement)
            copied = match.range.upperBound
            index = copied
        }
        guard copied > 0 else { return text }
        masked.append(contentsOf: source.bytes[copied...])
        return String(decoding: masked, as: UTF8.self)
    }

    package static func masked(_ text: String) -> String {
        var masker = Masker()
        return masker.mask(text)
    }

    /// Adds what another one has masked.
    package mutating func add(_ other: Masker) { counts.merge(other.counts, uniquingKeysWith: +) }
}

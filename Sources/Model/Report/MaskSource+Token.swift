/// Secrets that their form gives away.
extension MaskSource {
    private struct Shape {
        var prefix: StaticString
        /// How many bytes follow at least.
        var least: Int
        var kind = Masker.Kind.token
        /// Bytes that may follow beside letters and digits.
        var others: StaticString = "_-"
        /// The prefix is no part of the secret.
        var keepsPrefix = false
    }

    /// As their makers document them: AWS (unique ids, session tokens), GitHub, GitLab, Slack, Stripe, Google, npm, PubNub, webhooks.
    private static let shapes: [Shape] = [
        Shape(prefix: "ghp_", least: 20), Shape(prefix: "gho_", least: 20), Shape(prefix: "ghu_", least: 20),
        Shape(prefix: "ghs_", least: 20), Shape(prefix: "ghr_", least: 20), Shape(prefix: "github_pat_", least: 20),
        Shape(prefix: "glpat-", least: 16), Shape(prefix: "xoxb-", least: 10), Shape(prefix: "xoxp-", least: 10),
        Shape(prefix: "xoxa-", least: 10), Shape(prefix: "xoxs-", least: 10), Shape(prefix: "xoxr-", least: 10),
        Shape(prefix: "xapp-", least: 10), Shape(prefix: "sk_live_", least: 10), Shape(prefix: "sk_test_", least: 10),
        Shape(prefix: "rk_live_", least: 10), Shape(prefix: "AIza", least: 35), Shape(prefix: "npm_", least: 36),
        Shape(prefix: "sec-c-", least: 30), Shape(prefix: "pub-c-", least: 30), Shape(prefix: "sub-c-", least: 30),
        Shape(prefix: "IQoJb3JpZ2lu", least: 40, others: "/+=%"), Shape(prefix: "FwoGZXIvYXdz", least: 40, others: "/+=%"),
        Shape(prefix: "FQoGZXIvYXdz", least: 40, others: "/+=%"),
        Shape(prefix: "hooks.slack.com/services/", least: 8, kind: .secret, others: "/_-", keepsPrefix: true),
        Shape(prefix: "discord.com/api/webhooks/", least: 8, kind: .secret, others: "/_-", keepsPrefix: true),
    ]
    private static let accessKeyPrefixes: [StaticString] = ["AKIA", "ASIA", "ABIA", "ACCA"]
    private static let schemes: [StaticString] = ["bearer", "basic", "token"]

    func token(at index: Int) -> MaskMatch? {
        accessKeyID(at: index) ?? webToken(at: index) ?? scheme(at: index) ?? shaped(at: index)
    }

    private func shaped(at index: Int) -> MaskMatch? {
        for shape in Self.shapes where has(shape.prefix, at: index) {
            let begin = index + shape.prefix.utf8CodeUnitCount
            let end = end(from: begin) { $0.isAlphanumeric || $0.isOne(of: shape.others) }
            if end - begin >= shape.least { return MaskMatch((shape.keepsPrefix ? begin : index)..<end, shape.kind) }
        }
        return nil
    }

    /// Twenty capitals and digits. Source: IAM User Guide, Understanding unique ID prefixes.
    private func accessKeyID(at index: Int) -> MaskMatch? {
        guard Self.accessKeyPrefixes.contains(where: { has($0, at: index) }) else { return nil }
        let end = end(from: index, limit: 129) { $0.isUpper || $0.isDigit }
        guard (16...128).contains(end - index), self[end]?.isWord != true else { return nil }
        return MaskMatch(index..<end, .accessKey)
    }

    /// A JSON web token: two or three parts in Base64, of which the first begins an object.
    private func webToken(at index: Int) -> MaskMatch? {
        // In the midst of such a run it has been looked at already.
        guard has("eyJ", at: index), self[index - 1]?.isOne(of: "-.") != true else { return nil }
        let end = end(from: index) { $0.isAlphanumeric || $0.isOne(of: "_-.") }
        let parts = bytes[index..<end].split(separator: UInt8(ascii: "."))
        guard parts.count >= 2, parts[0].count >= 10, parts[1].count >= 4 else { return nil }
        return MaskMatch(index..<end, .token)
    }

    /// `Bearer x`, where x is no word of a language.
    private func scheme(at index: Int) -> MaskMatch? {
        guard let scheme = Self.schemes.first(where: { has($0, at: index, caseless: true) }) else { return nil }
        let gap = index + scheme.utf8CodeUnitCount
        let begin = end(from: gap) { $0.isBlank }
        let end = end(from: begin) { $0.isBase64 || $0.isOne(of: "-._~=") }
        guard begin > gap, end - begin >= 8, !isPlainWord(begin..<end) else { return nil }
        return MaskMatch(begin..<end, .token)
    }

    private func isPlainWord(_ range: Range<Int>) -> Bool {
        let value = bytes[range]
        let hasInnerCapital = zip(value, value.dropFirst()).contains { $0.isLower && $1.isUpper }
        return !hasInnerCapital && !value.contains { $0.isDigit || $0 == UInt8(ascii: "=") }
    }

    /// Forty characters of Base64 that stand alone are the form of an AWS secret key. A hash in hexadecimal digits has it too, and is none.
    func plainSecretKey(at index: Int) -> MaskMatch? {
        guard self[index - 1]?.isBase64 != true else { return nil }
        let end = end(from: index, limit: 41) { $0.isBase64 }
        let value = bytes[index..<end]
        guard value.count == 40, self[end]?.isWord != true, self[end] != UInt8(ascii: "-"), value.contains(where: \.isDigit),
            value.contains(where: \.isUpper), value.contains(where: \.isLower), !value.allSatisfy(\.isHex)
        else { return nil }
        return MaskMatch(index..<end, .secret)
    }

    /// A block in PEM form, to its end or to the end of the text.
    func privateKey(at index: Int) -> MaskMatch? {
        guard has("-----BEGIN ", at: index) else { return nil }
        let title = index + 11
        let titleEnd = end(from: title, limit: 40) { $0.isUpper || $0 == UInt8(ascii: " ") }
        guard bytes[title..<titleEnd].reversed().starts(with: "PRIVATE KEY".utf8.reversed()), has("-----", at: titleEnd) else {
            return nil
        }
        var end = titleEnd + 5
        while end < count, !has("-----END ", at: end) { end += 1 }
        guard end < count else { return MaskMatch(index..<count, .privateKey) }
        end = self.end(from: end + 9, limit: 40) { $0.isUpper || $0 == UInt8(ascii: " ") }
        return MaskMatch(index..<min(count, end + 5), .privateKey)
    }
}

/// E-mail addresses, and the passwords that stand in URLs.
extension MaskSource {
    private static let longestLocalPart = 128
    private static let longestDomain = 255
    private static let longestUserInfo = 512

    func emailAddress(at index: Int) -> MaskMatch? {
        let end = end(from: index, limit: Self.longestLocalPart) {
            $0.isWord || $0.isOne(of: ".+-'!#$&*=?^`{|}~")
        }
        let at = self[end] == UInt8(ascii: "@") ? end + 1 : has("%40", at: end) ? end + 3 : nil
        guard let at, let domainEnd = domainEnd(from: at) else { return nil }
        return MaskMatch(addressStart(index, end)..<domainEnd, .emailAddress)
    }

    /// What precedes the last `=`, `?`, `&` or the like belongs to a URL or an assignment rather than to the address.
    private func addressStart(_ index: Int, _ end: Int) -> Int {
        let cut = bytes[index..<end].lastIndex { $0.isOne(of: "=?&{|}`") }.map { $0 + 1 } ?? index
        let begin = self.end(from: cut) { $0.isQuote }
        return begin < end ? begin : index
    }

    /// The end of a name of at least two parts, the last of them letters.
    private func domainEnd(from begin: Int) -> Int? {
        var end = end(from: begin, limit: Self.longestDomain) { $0.isAlphanumeric || $0 >= 0x80 || $0.isOne(of: "-.") }
        while end > begin, bytes[end - 1].isOne(of: ".-") { end -= 1 }
        let labels = bytes[begin..<end].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }), let last = labels.last, last.count >= 2,
            last.allSatisfy({ $0.isLetter || $0 >= 0x80 })
        else { return nil }
        return end
    }

    /// `://user:password@`, `://token@`; at the colon.
    func userInfo(at index: Int) -> MaskMatch? {
        guard has("://", at: index) else { return nil }
        let begin = index + 3
        let end = end(from: begin, limit: Self.longestUserInfo) { !$0.isSpace && !$0.isOne(of: "/?#\"'<>\\") }
        guard let at = bytes[begin..<end].lastIndex(of: UInt8(ascii: "@")), at > begin else { return nil }
        let colon = bytes[begin..<at].firstIndex(of: UInt8(ascii: ":"))
        if let colon {
            let password = colon + 1..<at
            let isMasked = bytes[password].elementsEqual(Masker.Kind.password.mask.utf8)
            return password.isEmpty || isMasked ? nil : MaskMatch(password, .password)
        }
        return at - begin >= 16 ? MaskMatch(begin..<at, .token) : nil
    }
}

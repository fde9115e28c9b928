/// Values that their names give away: `"password": "x"`, `X-Api-Key: x`, `?sig=x`, `--token x`, `<SecretAccessKey>x<`, `:pin "x"`.
extension MaskSource {
    private static let longestName = 64

    func named(at index: Int) -> MaskMatch? {
        let end = end(from: index, limit: Self.longestName) { $0.isAlphanumeric || $0.isOne(of: "_-.") }
        guard end > index, self[end]?.isAlphanumeric != true else { return nil }
        return value(ofName: index..<end)
    }

    /// A name with spaces in it, `"Client secret":`; one without is found by its first letter.
    func quotedName(at index: Int) -> MaskMatch? {
        let begin = index + 1
        let end = end(from: begin, limit: Self.longestName) { !$0.isQuote && $0 != UInt8(ascii: "\\") && $0 >= 0x20 }
        guard end > begin, self[end].map({ $0.isQuote || $0 == UInt8(ascii: "\\") }) == true,
            bytes[begin..<end].contains(UInt8(ascii: " "))
        else { return nil }
        return value(ofName: begin..<end)
    }

    /// Most words are followed by no value: that is looked at first, because it costs nothing.
    private func value(ofName word: Range<Int>) -> MaskMatch? {
        guard let begin = valueStart(nameAt: word.lowerBound, endingAt: word.upperBound), let name = SecretName(bytes[word]),
            let range = valueRange(at: begin, of: name), !isHarmless(range)
        else { return nil }
        switch name {
        case .secret(let kind): return MaskMatch(range, kind)
        case .header: return MaskMatch(range, .token)
        case .phone: return looksLikePhone(range) ? phoneMatch(range) : nil
        }
    }

    // MARK: Where the value begins

    private func valueStart(nameAt begin: Int, endingAt end: Int) -> Int? {
        if self[begin - 1] == UInt8(ascii: "<"), self[end] == UInt8(ascii: ">") { return end + 1 }
        let quoted = pastQuote(end)
        let blank = self.end(from: quoted) { $0.isBlank }
        guard let separated = pastSeparator(blank) else {
            // `--token x`, `:password "x"`
            let isOption = has("--", at: begin - 2) || self[begin - 1] == UInt8(ascii: ":")
            return isOption && blank > end ? blank : nil
        }
        return self.end(from: separated) { $0.isBlank }
    }

    /// Over backslashes and a quote, if they are there.
    private func pastQuote(_ index: Int) -> Int {
        let slashes = end(from: index, limit: 8) { $0 == UInt8(ascii: "\\") }
        return self[slashes]?.isQuote == true ? slashes + 1 : index
    }

    private func pastSeparator(_ index: Int) -> Int? {
        if has("=>", at: index) { return index + 2 }
        if has("%3d", at: index, caseless: true) { return index + 3 }
        if has("://", at: index) { return nil }
        return self[index]?.isOne(of: "=:") == true ? index + 1 : nil
    }

    // MARK: Where it ends

    private func valueRange(at begin: Int, of name: SecretName) -> Range<Int>? {
        let slashes = end(from: begin, limit: 8) { $0 == UInt8(ascii: "\\") }
        if let quote = self[slashes], quote.isQuote {
            return slashes + 1..<closing(quote, escapedBy: slashes - begin, from: slashes + 1)
        }
        // A nest is looked through, and each value in it is judged by its own name.
        if self[begin]?.isOne(of: "{[") == true,
            !isMask(bytes[begin..<end(from: begin, limit: 16) { !$0.isSpace && $0 != UInt8(ascii: "]") }])
        {
            return nil
        }
        let end: Int
        if case .header = name {
            end = self.end(from: begin) { !$0.isOne(of: "\r\n\"'<\\") }
        } else if case .phone = name {
            let run = self.end(from: begin, limit: 32) { $0.isDigit || $0.isOne(of: "+ -.()/") }
            end = bytes[begin..<run].lastIndex(where: \.isDigit).map { $0 + 1 } ?? begin
        } else {
            end = self.end(from: begin) { !$0.isSpace && !$0.isOne(of: "&;,\"')]}<>|\\`") }
        }
        return end > begin ? begin..<trimmed(begin, end) : nil
    }

    private func trimmed(_ begin: Int, _ end: Int) -> Int {
        var end = end
        while end > begin, bytes[end - 1].isBlank { end -= 1 }
        return end
    }

    /// The quote that closes the one that opened with so many backslashes before it; the end of the text where none does.
    private func closing(_ quote: UInt8, escapedBy slashes: Int, from begin: Int) -> Int {
        var run = 0
        for index in begin..<count {
            if bytes[index] == UInt8(ascii: "\\") {
                run += 1
                continue
            }
            if bytes[index] == quote, slashes == 0 ? run % 2 == 0 : run == slashes { return index - slashes }
            run = 0
        }
        return count
    }

    /// Nothing, a word that says so, or what is masked already.
    private func isHarmless(_ range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return true }
        let value = bytes[range]
        return isMask(value) || value.allSatisfy { $0.isOne(of: "*.") }
            || ["null", "nil", "none", "true", "false"].contains { value.elementsEqual($0.utf8) }
    }

    private func isMask(_ value: ArraySlice<UInt8>) -> Bool {
        // An unquoted value ends before the bracket that closes the mask.
        Masker.Kind.allCases.contains { kind in
            value.elementsEqual(kind.mask.utf8) || value.elementsEqual(kind.mask.utf8.dropLast())
        }
    }
}

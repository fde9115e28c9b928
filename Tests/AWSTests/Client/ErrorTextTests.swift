import Testing

@testable import AWS

@Suite struct ErrorTextTests {
    @Test func keepsOneLineWithoutControlCharacters() {
        #expect(ErrorText.clean("a\u{1B}[31m b\r\n\t c\u{7}\u{9B}d") == "a [31m b c d")
    }

    @Test func hidesSecretsWhereverTheyStand() {
        #expect(ErrorText.clean("x very-secret y very-secret", secrets: ["very-secret"]) == "x … y …")
        #expect(ErrorText.clean("short words stay", secrets: ["", "s"]) == "short words stay")
    }

    @Test func cutsTheCanonicalRequestOff() {
        let text =
            "The signature does not match. The Canonical String for this request should have been 'POST x-amz-security-token:abc'"
        #expect(ErrorText.clean(text) == "The signature does not match.")
    }

    @Test func cutsAtTheLimit() {
        let text = ErrorText.clean(String(repeating: "é", count: 300), limit: 200)
        #expect(text.count == 200 && text.hasSuffix("…"))
        #expect(ErrorText.clean(String(repeating: "é", count: 200), limit: 200).hasSuffix("é"))
    }

    @Test func takesTheTitleOfAPage() {
        #expect(ErrorText.excerpt("<html><title>502 Bad\nGateway</title><p>x".utf8) == "502 Bad Gateway")
        #expect(ErrorText.excerpt("</title><title>x".utf8) == "</title><title>x")
        #expect(ErrorText.excerpt("plain text".utf8) == "plain text")
    }
}

import Testing

@testable import Model

@Suite struct MaskerTests {
    private func mask(_ text: String) -> (text: String, counts: [Masker.Kind: Int]) {
        var masker = Masker()
        return (masker.mask(text), masker.counts)
    }

    // MARK: Phone numbers

    @Test(arguments: [
        ("call +447700900123 now", "call …123 now"), ("+385 1 1111 111", "…111"), ("+1 (555) 234-5678", "…678"),
        ("+49-151-12345678.", "…678."), ("From=%2B3851111111&To=x", "From=…111&To=x"),
        ("00385 1 1111 111", "…111"), ("0038511111111", "…111"), ("07700 900123", "…123"),
        ("020 7946 0958, please", "…958, please"),
        ("07700900123", "…123"), ("0911234567", "…567"), ("01 23 45 67 89", "…789"), ("07700 900123 42 errors", "…123 42 errors"),
        ("(555) 234-5678", "…678"), ("555-234-5678", "…678"), ("1-555-234-5678", "…678"), ("1.555.234.5678", "…678"),
        ("(555)234-5678", "…678"), ("tel:+3851111111", "tel:…111"), ("tel:0911234567", "tel:…567"),
        (#""phone-number": "3851111111""#, #""phone-number": "…111""#), (#"{"phone":3851111111}"#, #"{"phone":…111}"#),
        ("calling_number: 555 1234567 (home)", "calling_number: …567 (home)"),
        (#""calling number":"555 1234567""#, #""calling number":"…567""#),
        (
            #"({:channel "phone", :at 1555057084, :phone-number "+3851111111"})"#,
            #"({:channel "phone", :at 1555057084, :phone-number "…111"})"#
        ),
        ("+3851111111 2024-01-15T10:30:00Z", "…111 2024-01-15T10:30:00Z"), ("+385 1 1111 111 10:30", "…111 10:30"),
        ("+385 1 1111 111 2024-01-15", "…111 2024-01-15"), ("+385 1 1111 111 42 99 17", "…299 17"),
    ])
    func keepsThreeDigitsOfAPhoneNumber(text: String, expected: String) {
        let masked = mask(text)
        #expect(masked.text == expected)
        #expect(masked.counts == [.phoneNumber: 1])
    }

    @Test(arguments: [
        "123456789012", "012345678901", "2024-01-15T12:34:56.789+0000", "1705312830123", "1555057084", "1,234,567 of 9,876,543",
        "00000000-0000-4000-8000-000000003292", "+80/min", "+123456", "10.0.12.255:8080", "192.168.100.200", "v1.2.3",
        "0.1234567891", "prd3292-prod1-us-east-1-ntfcn-snd", "day-19737", "arn:aws:sqs:us-east-1:123456789012:device-sync-queue",
        "UTC+12345678", "at: 1555057084.5", "phone: none", "caller: bob", "12 of 600 min", "a+1234567b", "02:14 - 04:14",
        "+1234567890123456789", "0123-4567-8901", "255.255.255.2555",
    ])
    func leavesOtherNumbersAlone(text: String) {
        let masked = mask(text)
        #expect(masked.text == text)
        #expect(masked.counts.isEmpty)
    }

    // MARK: E-mail addresses

    @Test(arguments: [
        ("bob@example.com", "[e-mail]"), ("<first.last+tag@mail.example.co.uk>", "<[e-mail]>"),
        ("mailto:a_b@x-y.org?subject=1", "mailto:[e-mail]?subject=1"),
        ("to=bob@example.com&x=1", "to=[e-mail]&x=1"), ("user%40example.com", "[e-mail]"), ("grün@büro.de.", "[e-mail]."),
        (#"{"email":"bob@example.com"}"#, #"{"email":"[e-mail]"}"#), ("o'hara@example.com", "[e-mail]"),
        ("x='bob@example.com'", "x='[e-mail]'"),
    ])
    func masksEmailAddresses(text: String, expected: String) {
        let masked = mask(text)
        #expect(masked.text == expected)
        #expect(masked.counts == [.emailAddress: 1])
    }

    @Test(arguments: [
        "@home", "a@b", "x @ y.com", "git@host:repo", "5 @ 3.20", "user@host.c", "@timestamp, @message", "a@.com", "a@b..com",
    ])
    func leavesWhatIsNoEmailAddress(text: String) { #expect(mask(text).counts.isEmpty) }

    // MARK: Forms

    @Test(arguments: [
        ("AKIAIOSFODNN7EXAMPLE", Masker.Kind.accessKey), ("ASIAIOSFODNN7EXAMPLE", .accessKey),
        ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", .secret), ("/JalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKE1", .secret),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P", .token),
        ("ghp_abcdefghijklmnopqrstuvwxyz0123456789", .token), ("github_pat_11ABCDEFG0123456789_abcdefghij", .token),
        ("glpat-abcdefghij0123456789", .token), ("xoxb-123456789012-abcdefghij", .token),
        ("sk_live_abcdefghij0123456789", .token),
        ("AIzaSyA1234567890abcdefghijklmnopqrstuvw", .token), ("sec-c-01234567-89ab-cdef-0123-456789abcdef", .token),
        ("IQoJb3JpZ2luX2VjEAoaCXVzLWVhc3QtMSJHMEUCIQDabcdefghij/+==", .token),
    ])
    func masksWhatItsFormGivesAway(secret: String, kind: Masker.Kind) {
        for (before, after) in [("", ""), ("key ", " end"), ("\"", "\""), ("(", ")"), ("x=", "&y"), ("\t", "\n"), ("a, ", ", b")]
        {
            let masked = mask(before + secret + after)
            #expect(masked.text == before + kind.mask + after)
            #expect(masked.counts == [kind: 1])
        }
    }

    @Test(arguments: [
        "da39a3ee5e6b4b0d3255bfef95601890afd80709", "AKIA", "AKIA and ASIA", "XAKIAIOSFODNN7EXAMPLE", "eyJ", "ghp_short",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "AIDAshort",
        "a/path/that/has/forty/characters/in/it/all",
        "basic authentication failed", "Bearer authentication", "the token was refused", "Token bucket empty",
    ])
    func leavesWhatOnlyLooksSo(text: String) {
        #expect(mask(text).text == text)
        #expect(mask(text).counts.isEmpty)
    }

    @Test func masksWebhooksButNotTheirHost() {
        #expect(mask("https://hooks.slack.com/services/T000/B000/XXXX ok").text == "https://hooks.slack.com/services/[secret] ok")
    }

    @Test func masksAPrivateKey_ToItsEndOrToTheEndOfTheText() {
        let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nabc=\n-----END RSA PRIVATE KEY-----"
        #expect(mask("a\n\(key)\nb").text == "a\n[private-key]\nb")
        #expect(mask("a\n\(key.prefix(50))").text == "a\n[private-key]")
        let certificate = "-----BEGIN CERTIFICATE-----\nMIIEow\n-----END CERTIFICATE-----"
        #expect(mask(certificate).text == certificate)
    }

    @Test(arguments: [
        ("postgres://app:hunter2@db:5432/x", "postgres://app:[password]@db:5432/x", Masker.Kind.password),
        ("redis://:s3cr3t@cache", "redis://:[password]@cache", .password),
        ("https://0123456789abcdef0123@sentry.io/1", "https://[token]@sentry.io/1", .token),
        ("https://u:p%40q@example.com/a@b", "https://u:[password]@example.com/a@b", .password),
    ])
    func masksPasswordsInURLs(text: String, expected: String, kind: Masker.Kind) {
        let masked = mask(text)
        #expect(masked.text == expected)
        #expect(masked.counts == [kind: 1])
    }

    @Test(arguments: [
        "https://example.com/a?b=c", "arn://x", "http://[::1]:8080/", "https://us-east-1.console.aws.amazon.com/lambda",
    ])
    func leavesURLsWithoutSecrets(text: String) { #expect(mask(text).text == text) }

    // MARK: Names

    /// Every secret name in every notation.
    @Test(arguments: [
        ("password", Masker.Kind.password), ("DB_PASSWORD", .password), ("db.password", .password), ("smtp-pass", .password),
        ("pwd", .password),
        ("passphrase", .password), ("PIN", .password), ("token", .token), ("access_token", .token),
        ("X-Amz-Security-Token", .token),
        ("AWS_SESSION_TOKEN", .token), ("clientSecret", .secret), ("aws_secret_access_key", .secret),
        ("SecretAccessKey", .secret),
        ("X-Api-Key", .secret), ("apiKey", .secret), ("X-Amz-Signature", .secret), ("sig", .secret),
        ("TWILIO_AUTH_TOKEN", .token),
        ("PUBNUB_SUB_KEY_SECRET", .secret), ("private_key", .secret), ("session-id", .token), ("user_code", .token),
    ])
    func masksWhatItsNameGivesAway(name: String, kind: Masker.Kind) {
        let mask = kind.mask
        for (text, expected) in [
            ("{\"\(name)\":\"v a:l\\\"u,e\",\"b\":1}", "{\"\(name)\":\"\(mask)\",\"b\":1}"),
            ("{ \"\(name)\" : \"value\" }", "{ \"\(name)\" : \"\(mask)\" }"),
            ("{'\(name)': 'value'}", "{'\(name)': '\(mask)'}"),
            ("\"{\\\"\(name)\\\":\\\"va\\\\\\\"lue\\\",\\\"b\\\":1}\"", "\"{\\\"\(name)\\\":\\\"\(mask)\\\",\\\"b\\\":1}\""),
            ("\(name)=value&b=1", "\(name)=\(mask)&b=1"), ("?a=1&\(name)=va%20lue", "?a=1&\(name)=\(mask)"),
            ("export \(name)='value'", "export \(name)='\(mask)'"), ("\(name): value\nb: 1", "\(name): \(mask)\nb: 1"),
            ("curl -H '\(name): value' x", "curl -H '\(name): \(mask)' x"), ("run --\(name) value b", "run --\(name) \(mask) b"),
            ("{:\(name) \"value\" :b 1}", "{:\(name) \"\(mask)\" :b 1}"),
            ("\"\(name)\" => \"value\"", "\"\(name)\" => \"\(mask)\""),
            ("<\(name)>value</\(name)>", "<\(name)>\(mask)</\(name)>"), ("\(name) = value ; b", "\(name) = \(mask) ; b"),
            ("[\(name)=value]", "[\(name)=\(mask)]"), ("\(name)%3Dvalue&b", "\(name)%3D\(mask)&b"),
            ("{\"\(name)\":\"never closed", "{\"\(name)\":\"\(mask)"),
        ] {
            let masked = self.mask(text)
            #expect(masked.text == expected)
            #expect(masked.counts == [kind: 1])
        }
    }

    @Test(arguments: [
        ("Authorization: Bearer abc def\nb", "Authorization: [token]\nb"),
        ("Cookie: a=1; b=2\r\nX: y", "Cookie: [token]\r\nX: y"),
        ("authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20240115, Signature=ab", "authorization: [token]"),
        (#"{"Authorization":"Basic dXNlcjpwYXNz","b":1}"#, #"{"Authorization":"[token]","b":1}"#),
        (#"curl -H "Authorization: Bearer abc" https://x"#, #"curl -H "Authorization: [token]" https://x"#),
        ("sent Bearer abcdefgh12 to x", "sent Bearer [token] to x"), ("basic dXNlcjpwYXNz", "basic [token]"),
    ])
    func masksHeadersToTheEndOfTheirLine(text: String, expected: String) {
        #expect(mask(text).text == expected)
        #expect(mask(text).counts == [.token: 1])
    }

    @Test func masksANameWithSpaces() {
        #expect(mask(#"{"Client secret": "x y", "b": 1}"#).text == #"{"Client secret": "[secret]", "b": 1}"#)
    }

    @Test(arguments: [
        #"{"Client secret days to expiry":87}"#, "loneworker-secret-expiry: OK", "clientsecretexpiry=2025-01-01", "NextToken=abc",
        "bypass: true",
        #"{"token":null}"#, "password=", "password: ***", "token: none", "tokens: 12", "secretary: Ann", "compass: north",
        #"{"credentials":{"a":1}}"#,
        "passwordless login", "the secret is out", "key: value", "https://example.com/token/refresh", "shipping: 3",
    ])
    func leavesNamesThatAnnounceNothing(text: String) {
        #expect(mask(text).text == text)
        #expect(mask(text).counts.isEmpty)
    }

    @Test func looksThroughANest() {
        #expect(
            mask(#"{"credentials":{"user":"a","password":"b"}}"#).text == #"{"credentials":{"user":"a","password":"[password]"}}"#
        )
    }

    // MARK: The whole

    private let mixed = """
        {"from":"+447700900123","mail":"bob@example.com","password":"x","n":[1,2]} Authorization: Bearer abc
        AKIAIOSFODNN7EXAMPLE https://u:p@h/?X-Amz-Signature=ab&b=1 00385 1 1111 111 — grün ✓ "Client secret": 'q'
        """

    @Test func countsByKind() {
        var masker = Masker()
        _ = masker.mask(mixed)
        _ = masker.mask("bob@example.com")
        #expect(
            masker.counts == [
                .phoneNumber: 2, .emailAddress: 2, .password: 2, .token: 1, .accessKey: 1, .secret: 2,
            ])
        var sum = Masker()
        sum.add(masker)
        sum.add(masker)
        #expect(sum.counts[.phoneNumber] == 4)
    }

    @Test func maskingTwice_ChangesNothingMore() {
        let once = Masker.masked(mixed)
        let again = mask(once)
        #expect(again.text == once)
        #expect(again.counts.isEmpty)
    }

    /// Every cut of a text, as a screen may cut it: nothing crashes, and no whole secret comes through.
    @Test func aCutText_IsMaskedToo() {
        let scalars = Array(mixed.unicodeScalars)
        for end in 0...scalars.count {
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars[..<end])
            let masked = Masker.masked(String(text))
            for secret in ["447700900123", "bob@example.com", "AKIAIOSFODNN7EXAMPLE", "Bearer abc", "1111 111"] {
                #expect(!masked.contains(secret))
            }
        }
    }

    @Test(arguments: [
        "a-", "a.", "eyJ-", "eyJ", "password=", "\"password\":\"[", "\\\"token\\\":\\\\\"[", "://a:", "+1 ", "0 12 ",
        "-----BEGIN PRIVATE KEY",
        "a@", "bearer ", "'", "\"", "<token>", "/", "+", "(555) ", "aA1/",
    ])
    func aHostileLine_CostsNoMoreThanItsLength(part: String) {
        let text = String(repeating: part, count: 30_000 / part.utf8.count)
        let clock = ContinuousClock()
        let took = clock.measure { _ = Masker.masked(text) }
        #expect(took < .seconds(10))
    }
}

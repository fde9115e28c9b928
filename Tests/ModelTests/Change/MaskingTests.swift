import Model
import Testing

@Suite struct MaskingTests {
    @Test(arguments: [
        ("+447700900123", "…123"), ("call +44 7700 900123 now", "call …123 now"), ("+1 (555) 010-9999", "…999"),
        ("a +447700900123, +447700900456.", "a …123, …456."), ("+447700900123 2026-07-04", "…123 2026-07-04"),
        ("2026-07-04T10:00:00.000+0000", "2026-07-04T10:00:00.000+0000"), ("1 + 2 = 3", "1 + 2 = 3"), ("+", "+"),
        ("arn:aws:lambda:eu-west-1:123456789012:function:f", "arn:aws:lambda:eu-west-1:123456789012:function:f"),
        ("Zoë +447700900123", "Zoë …123"),
    ])
    func cutsInternationalNumbers(text: String, masked: String) {
        #expect(Masking.phones(in: text) == masked)
    }

    @Test(arguments: [
        ("07700 900123", "…123"), ("+447700900123", "…123"), ("123456", "123456"), ("1", "1"), ("", ""),
        ("12345678901234567", "12345678901234567"), ("a@b.example", "a@b.example"),
    ])
    func cutsAValueThatIsANumber(value: String, masked: String) {
        #expect(Masking.phone(value) == masked)
    }

    @Test(arguments: [
        "password", "DB_PASSWORD", "clientSecret", "Authorization", "X-Api-Key", "sessionToken", "aws_secret_access_key",
        "Set-Cookie",
    ])
    func knowsNamesOfSecrets(key: String) {
        #expect(Masking.isSecret(key: key))
    }

    @Test(arguments: ["name", "buttonpressed", "Address", "monkey", "author", "passed"])
    func leavesOtherNamesAlone(key: String) {
        #expect(!Masking.isSecret(key: key))
    }

    @Test func knowsNamesOfPhoneNumbers() {
        for key in ["Address", "phone-number", "From", "mobilePhone", "calling number"] { #expect(Masking.isPhone(key: key)) }
        for key in ["InstanceARN", "fromDate", "id"] { #expect(!Masking.isPhone(key: key)) }
    }
}

/// What a name says about its value: `db_password`, `X-Api-Key`, `Client secret`, `phone-number`.
enum SecretName {
    case secret(Masker.Kind)
    /// To be masked where it looks like a phone number.
    case phone
    /// A secret that fills the rest of its line where it is not quoted: `Authorization: Bearer …`.
    case header

    /// Compared by their ends, so that `clientSecret` is one and `Client secret days to expiry` is none.
    private static let endings: [(Masker.Kind, [StaticString])] = [
        (.password, ["password", "passwd", "passphrase", "passcode", "pwd", "passwordhash"]),
        (.token, ["token", "jwt", "sessionid", "devicecode", "usercode", "authcode", "authorizationcode", "bearer"]),
        (.accessKey, ["accesskeyid"]),
        (
            .secret,
            [
                "secret", "secretkey", "accesskey", "apikey", "privatekey", "accountkey", "sharedkey", "encryptionkey",
                "signingkey",
                "masterkey", "credential", "credentials", "signature", "secretstring", "connectionstring", "authkey",
            ]
        ),
    ]
    private static let headers: [StaticString] = ["authorization", "cookie", "setcookie"]
    private static let phones: [StaticString] = [
        "phone", "phonenumber", "mobile", "msisdn", "callingnumber", "callednumber", "callernumber", "telephone", "tel", "fax",
        "callerid", "caller",
    ]
    /// Short words that are secrets only as a word of their own: `smtp_pass` is one, `bypass` is none.
    private static let words: [(Masker.Kind, StaticString)] = [(.password, "pass"), (.password, "pin"), (.secret, "sig")]
    /// Tokens that say where a list goes on.
    private static let harmless: [StaticString] = [
        "nexttoken", "paginationtoken", "continuationtoken", "forwardtoken", "backwardtoken",
    ]

    init?(_ name: ArraySlice<UInt8>) {
        let plain = name.filter(\.isAlphanumeric).map(\.lowercased)
        guard !plain.isEmpty, !Self.harmless.contains(where: plain.ends) else { return nil }
        if Self.headers.contains(where: plain.ends) {
            self = .header
        } else if Self.phones.contains(where: plain.ends) {
            self = .phone
        } else if let found = Self.endings.first(where: { $0.1.contains(where: plain.ends) }) {
            self = .secret(found.0)
        } else {
            let last = name.suffix(from: name.lastIndex { $0.isOne(of: "_-. :") }.map { $0 + 1 } ?? name.startIndex)
            let word = last.map(\.lowercased)
            guard let found = Self.words.first(where: { word.count == $0.1.utf8CodeUnitCount && word.ends($0.1) }) else {
                return nil
            }
            self = .secret(found.0)
        }
    }
}

extension [UInt8] {
    fileprivate func ends(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { wanted in count >= wanted.count && suffix(wanted.count).elementsEqual(wanted) }
    }
}
